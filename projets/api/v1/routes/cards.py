"""Cards: read, found, made, changed one by one."""

from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send, send_tagged
from projets.api.v1.cards import acted_on_card, items, made_cards, whole
from projets.api.v1.door import WRITE, api
from projets.api.v1.finding import Filters, piece
from projets.api.v1.once import made, once
from projets.api.v1.parsing import CardRef, Day, Id, Line, Moment, Position, Prose, Sent, left_out
from projets.boards import events
from projets.boards.actions import cards as actions
from projets.boards.actions import editing
from projets.boards.actions.saving import state
from projets.boards.models import Attachment, Card, Label, List

TAGS = ["cards"]
Kind = Literal["project", "story"]


class NewCards(Sent):
    titles: Annotated[list[Line], Field(min_length=1, max_length=1000)]
    position: Position | None = None


class NewCard(Sent):
    list_id: Id
    title: Line
    position: Position | None = None
    kind: Kind = left_out()
    description: Prose = left_out()
    start_date: Day | None = None
    due_at: Moment | None = None
    due_has_time: bool = False
    done: bool = False
    label_ids: Annotated[list[Id], Field(max_length=100)] = []
    member_ids: Annotated[list[Id], Field(max_length=100)] = []
    responsible_id: Id | None = None


class CardChanges(Sent):
    title: Line = left_out()
    kind: Kind = left_out()
    description: Prose = left_out()
    description_version: Annotated[int, Field(ge=0, le=2**31)] = left_out()
    start_date: Day | None = left_out()
    due_at: Moment | None = left_out()
    due_has_time: bool = left_out()
    done: bool = left_out()
    cover_id: Id | None = left_out()
    time_spent: Annotated[int, Field(ge=0, le=2**40)] | None = left_out()
    timed_since: Moment | None = left_out()
    subscribed: bool = left_out()
    list_id: Id = left_out()
    position: Position = left_out()


@api.get("/cards", response=models.page_of(models.CardOnBoard), tags=TAGS)
def find_cards(request, filters: Query[Filters]):
    """Cards you see, in order of creation unless `sort` says so. Filters add up; of one given several times any value
    will do."""
    return send(piece(request.actor, filters, _items))


@api.post("/cards", response={201: models.Card}, auth=WRITE, tags=TAGS)
def create_card(request, body: NewCard):
    """Add one card with all that is known of it, as one act; many by their titles: `POST /lists/{id}/cards`."""
    said = {name: value for name, value in body.given.items() if name not in BESIDE}

    def do(actor, to_list):
        labels = rows.many(Label, body.label_ids)(actor) if body.label_ids else ()
        people = [int(one) for one in body.member_ids]
        responsible = body.responsible_id and int(body.responsible_id)
        return editing.create_card(
            actor, to_list, **{"due_has_time": False} | said, labels=labels, people=people, responsible=responsible
        )

    act = once(request, editing.create_card, rows.one(List, body.list_id), do)
    return acted_on_card(act, made(act, events.CardCreated)[0].id, 201)


@api.get("/cards/{id}", response=models.Card, tags=TAGS)
def read_card(request, id: CardRef):
    """A card with its description. Its tasks, comments and files are read beside it."""
    card = rows.in_bin(Card, rows.card_id(request.actor, id))(request.actor)
    now = state(card)
    return send_tagged(request, whole(now, card.description), shapes.tag(now))


@api.post("/lists/{id}/cards", response={201: models.many("Cards", cards=models.CardOnBoard)}, auth=WRITE, tags=TAGS)
def create_cards(request, id: Id, body: NewCards):
    """Add cards to a list, one below the other from `position` on, by default at its end."""
    act = once(
        request,
        actions.create_cards,
        rows.one(List, id),
        lambda actor, to_list: actions.create_cards(actor, to_list, body.titles, body.position),
    )
    return made_cards(act, events.CardCreated)


@api.patch("/cards/{id}", response=models.Card, auth=WRITE, tags=TAGS)
def change_card(request, id: CardRef, body: CardChanges):
    """Change several things of a card at once: one act. What is left out stays, null clears.

    With `description_version`, the one you read, 409 says that somebody else has written another description. A due
    date without `due_has_time` is due at the end of its day. Without `position`, a card goes to the end of its list.
    """
    given = body.given
    names = {"description_version": "read_version"}
    changes = {names.get(name, name): value for name, value in given.items() if name not in ELSEWHERE}

    def do(actor, card):
        if "list_id" in given:
            changes["to_list"] = rows.one(List, given["list_id"])(actor)
        if "cover_id" in given:
            cover = given["cover_id"]
            changes["cover"] = cover and rows.one(Attachment, cover)(actor)
        return editing.edit_card(actor, card, **changes)

    act = once(request, editing.edit_card, rows.card(id), do)
    return acted_on_card(act, rows.card_id(request.actor, id))


ELSEWHERE = {"list_id", "cover_id"}
BESIDE = {"list_id", "label_ids", "member_ids", "responsible_id"}


@api.delete("/cards/{id}", response=models.Card, auth=WRITE, tags=TAGS)
def bin_card(request, id: CardRef):
    """Put a card in the bin, where it keeps its place and all it holds."""
    act = once(request, actions.bin_cards, rows.card(id), lambda actor, card: actions.bin_cards(actor, [card]))
    return acted_on_card(act, rows.card_id(request.actor, id))


def _items(cards):
    Card.complete(cards)
    return items([state(card) for card in cards])
