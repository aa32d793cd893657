"""What is done to many cards at once, or to one: a single act, done to all of them or to none."""

from typing import Annotated, Literal

from pydantic import Field

from projets.api.v1 import models, rows
from projets.api.v1.cards import acted_on_cards, made_cards
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import once
from projets.api.v1.parsing import CardRef, Day, Id, Moment, Position, Sent, ids, left_out
from projets.boards import events
from projets.boards.actions import cards as actions
from projets.boards.actions import timing
from projets.boards.actions.copying import Kept, duplicate_cards
from projets.boards.actions.details import assign_cards, finish_cards, label_cards, schedule_cards, value_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.restricting import open_cards, restrict_cards
from projets.boards.models import Card, FieldGroup, Label, List
from projets.boards.models import Field as TypedField

TAGS = ["cards"]
Cards = models.many("Cards", cards=models.CardOnBoard)


Several = Annotated[list[Id], Field(max_length=1000)]


class Chosen(Sent):
    card_ids: ids(CardRef)


class Destination(Chosen):
    list_id: Id
    position: Position | None = None


class Copies(Destination):
    keep: list[Literal[*Kept]] | None = Field(None, max_length=100, description="what copies have; null: everything")


class Dates(Chosen):
    start_date: Day | None = left_out()
    due_at: Moment | None = left_out()
    due_has_time: bool = left_out()


class Finished(Chosen):
    done: bool


class Labelled(Chosen):
    add: Several = []
    remove: Several = []


class Assigned(Chosen):
    add: Several = []
    remove: Several = []
    responsible_id: Id | None = left_out()


class Valued(Chosen):
    field_id: Id
    group_id: Id | None = None
    value: str | float | bool | Annotated[list[str], Field(max_length=1000)] | None


class Restricted(Chosen):
    restricted: bool


class Timed(Chosen):
    running: bool


def _do(request, body, actions, do):
    """An act on the chosen cards."""
    act = once(request, actions, rows.cards(body.card_ids), do)
    return acted_on_cards(act, rows.card_ids(request.actor, body.card_ids))


@api.post("/cards/move", response=Cards, auth=WRITE, tags=TAGS)
def move_cards(request, body: Destination):
    """Put cards in a list, one below the other from `position` on, by default at its end.

    Sent to another board they keep the labels of the same name and colour, the people who see it, and, within a
    project, their values; in another project they get new numbers, and the old ones go on leading to them.
    """

    def do(actor, cards):
        to_list = rows.one(List, body.list_id)(actor)
        here = all(card.board_id == to_list.board_id for card in cards)
        return (actions.move_cards if here else transfer_cards)(actor, cards, to_list, body.position)

    return _do(request, body, (actions.move_cards, transfer_cards), do)


@api.post("/cards/duplicate", response={201: Cards}, auth=WRITE, tags=TAGS)
def copy_cards(request, body: Copies):
    """Put copies of cards in a list, of their board or of another."""
    more = {} if body.keep is None else {"keep": frozenset(body.keep)}
    act = once(
        request,
        duplicate_cards,
        rows.cards(body.card_ids),
        lambda actor, cards: duplicate_cards(actor, cards, rows.one(List, body.list_id)(actor), body.position, **more),
    )
    return made_cards(act, events.CardDuplicated)


@api.post("/cards/restrict", response=Cards, auth=WRITE, tags=TAGS)
def restrict(request, body: Restricted):
    """Restrict cards to their people, or open them again to all who see the board.

    Their people: who made them, who is on them, who manages the project. Others do not learn that they exist. Only
    their people may restrict them.
    """

    def do(actor, cards):
        return (restrict_cards if body.restricted else open_cards)(actor, cards)

    return _do(request, body, (restrict_cards, open_cards), do)


@api.post("/cards/schedule", response=Cards, auth=WRITE, tags=TAGS)
def set_dates(request, body: Dates):
    """Set or clear (null) start and due dates; without `due_has_time`, due at the end of the day."""
    dates = {name: value for name, value in body.given.items() if name != "card_ids"}
    return _do(request, body, schedule_cards, lambda actor, cards: schedule_cards(actor, cards, **dates))


@api.post("/cards/finish", response=Cards, auth=WRITE, tags=TAGS)
def set_done(request, body: Finished):
    """Tick cards as done, or not done any more."""
    return _do(request, body, finish_cards, lambda actor, cards: finish_cards(actor, cards, body.done))


@api.post("/cards/label", response=Cards, auth=WRITE, tags=TAGS)
def set_labels(request, body: Labelled):
    """Put labels of their board on cards, and take others off."""

    def do(actor, cards):
        add, remove = (rows.many(Label, some)(actor) for some in (body.add, body.remove))
        return label_cards(actor, cards, add, remove)

    return _do(request, body, label_cards, do)


@api.post("/cards/assign", response=Cards, auth=WRITE, tags=TAGS)
def set_people(request, body: Assigned):
    """Put people on cards and take others off; one of them may be responsible, or nobody (null)."""
    add, remove = ([int(one) for one in some] for some in (body.add, body.remove))
    more = {}
    if "responsible_id" in body.given:
        more["responsible"] = body.responsible_id and int(body.responsible_id)
    return _do(request, body, assign_cards, lambda actor, cards: assign_cards(actor, cards, add, remove, **more))


@api.post("/cards/value", response=Cards, auth=WRITE, tags=TAGS)
def set_value(request, body: Valued):
    """Give cards a value in a typed field: a text, a number, true or false, ids of options; null clears.

    `values` of a card are by `group:field`. `group_id` says which group, when several are made from the field's base.
    """

    def do(actor, cards):
        group = rows.one(FieldGroup, body.group_id)(actor) if body.group_id else None
        return value_cards(actor, cards, rows.one(TypedField, body.field_id)(actor), body.value, group)

    return _do(request, body, value_cards, do)


@api.post("/cards/time", response=Cards, auth=WRITE, tags=TAGS)
def set_running(request, body: Timed):
    """Start the stopwatches of cards, or pause them."""
    do = timing.start_timing if body.running else timing.pause_timing
    return _do(request, body, (timing.start_timing, timing.pause_timing), do)


@api.post("/cards/archive", response=Cards, auth=WRITE, tags=TAGS)
def archive_cards(request, body: Chosen):
    """Out of the board, where they can still be found."""
    return _do(request, body, actions.archive_cards, actions.archive_cards)


@api.post("/cards/unarchive", response=Cards, auth=WRITE, tags=TAGS)
def unarchive_cards(request, body: Chosen):
    """Take cards out of the archive, each back into its list."""
    return _do(request, body, actions.unarchive_cards, actions.unarchive_cards)


@api.post("/cards/bin", response=Cards, auth=WRITE, tags=TAGS)
def bin_cards(request, body: Chosen):
    """Put cards in the bin for 30 days, with all they hold."""
    return _do(request, body, actions.bin_cards, actions.bin_cards)


@api.post("/cards/restore", response=Cards, auth=WRITE, tags=TAGS)
def restore_cards(request, body: Chosen):
    """Take cards out of the bin, to the place they came from."""
    wanted = rows.card_ids(request.actor, body.card_ids)
    act = once(request, actions.restore_cards, rows.many_in_bin(Card, wanted), actions.restore_cards)
    return acted_on_cards(act, wanted)
