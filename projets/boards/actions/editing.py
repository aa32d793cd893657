"""All that one request says or changes of a card, as one act."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.cards import describe_card, make_cards, move_cards, note_closed, put_in_list, rename_card
from projets.boards.actions.details import (
    KEEP,
    assign_cards,
    card_kind,
    cover_card,
    finish_cards,
    label_cards,
    require_dates,
    retype_cards,
    schedule_cards,
    settle_dates,
)
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.saving import save, states
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.actions.timing import set_time, time_card
from projets.boards.models import Card
from projets.boards.wording import prose, worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import moment


class Away(StrEnum):
    """Where a card is that is not shown in its list."""

    NOT = "not"
    ARCHIVE = "archive"
    BIN = "bin"

    @classmethod
    def of(cls, card):
        return cls.BIN if card.binned_at else cls.ARCHIVE if card.archived_at else cls.NOT


@action("to_list", "labels")
def create_card(
    actor,
    to_list,
    title,
    position=None,
    *,
    kind=None,
    description="",
    start_date=None,
    due_at=None,
    due_has_time=True,
    done=False,
    time_spent=None,
    timed_since=None,
    labels=(),
    people=(),
    responsible=None,
    away=Away.NOT,
):
    """Add a card with all that is said of it at once; `away` puts it into the archive or the bin straight away.

    `people` and `responsible` are ids, of people who see the board.
    """
    require_dates(start_date, due_at)
    card = Card(
        title=worded(title, 1024, "title"), kind=card_kind(kind or to_list.board.default_card_kind, to_list.board)
    )
    card.start_date, card.due_at, card.due_has_time = start_date, due_at, due_has_time
    settle_dates(card)
    card.done_at = moment() if done else None
    set_time(card, time_spent, timed_since)
    _put_away(card, away)
    make_cards(actor, [card], to_list, position, prose(description, field="description"))
    if labels:
        label_cards(actor, [card], labels, ())
    if people or responsible:
        assign_cards(actor, [card], people, (), **({"responsible": responsible} if responsible else {}))


@action("card", "to_list", "cover", also_in_bin=True)
def edit_card_wherever(actor, card, to_list=None, position=None, *, away=Away.NOT, cover=KEEP, **changes):
    """As `edit_card`, for a card that may be away, or is to be (`away`); what is in the bin can only come out of it.

    Coming back it needs a list and a place in it. It may be put away on another board, where it then belongs to
    `to_list`.
    """
    if cover is not KEEP:
        changes["cover"] = cover
    was = Away.of(card)
    if changes and away == Away.BIN:
        if was == Away.BIN:
            raise Invalid(_("This card is in the bin: take it out first, then change it."))
        edit_card(actor, card, **changes)  # before it lies there
        edit_card_wherever(actor, card, to_list, position, away=away)
    elif was == Away.NOT != away and to_list and to_list.board_id != card.board_id:
        transfer_cards(actor, [card], to_list, position)
        edit_card_wherever(actor, card, away=away, **changes)
    else:
        if {was, away} != {Away.NOT}:
            _bring_or_put(actor, card, to_list or card.list, position, away)
            to_list = position = None
        if changes or to_list or position is not None:
            edit_card(actor, card, to_list, position, **changes)


@action("card", "to_list", "cover")
def edit_card(
    actor,
    card,
    to_list=None,
    position=None,
    *,
    title=None,
    kind=None,
    description=None,
    read_version=None,
    start_date=KEEP,
    due_at=KEEP,
    due_has_time=KEEP,
    done=None,
    cover=KEEP,
    time_spent=KEEP,
    timed_since=KEEP,
    subscribed=None,
):
    """What is None, or KEEP where None clears, stays as it is; without `to_list` the card stays in its list."""
    if title is not None:
        rename_card(actor, card, title)
    if kind is not None:
        retype_cards(actor, [card], kind)
    if description is not None:
        describe_card(actor, card, description, read_version)
    if {start_date, due_at, due_has_time} != {KEEP}:
        schedule_cards(actor, [card], start_date, due_at, due_has_time)
    if done is not None:
        finish_cards(actor, [card], done)
    if cover is not KEEP:
        cover_card(actor, card, cover)
    if time_spent is KEEP and timed_since is not KEEP:
        time_spent = card.time_spent if timed_since is None else card.time_spent or 0
    if time_spent is not KEEP:
        time_card(actor, card, time_spent, timed_since)
    if subscribed is not None:
        subscribe_card(actor, card, subscribed)
    _move(actor, card, to_list or card.list, position)


def _move(actor, card, to_list, position):
    if to_list.board_id != card.board_id:
        transfer_cards(actor, [card], to_list, position)
    elif position is not None or to_list.pk != card.list_id:
        move_cards(actor, [card], to_list, position)


def _bring_or_put(actor, card, to_list, position, away):
    """One fact for all of it: out of the archive or the bin, or into one of them, or into another list."""
    was = Away.of(card)
    if to_list.board_id != card.board_id:
        raise Invalid(_("Take this card out of the archive or the bin first, then send it to another board."))
    if was == away:
        return
    were = states([card])
    note_closed([card])
    _put_away(card, away)
    card.list_changed_at = moment()
    shifted = put_in_list([card], to_list, position) if away == Away.NOT else {}
    save(_WHAT_BECAME[was if away == Away.NOT else away, away == Away.NOT], were)
    save(events.CardShifted, shifted)
    follow(linked_to([card]))


def _put_away(card, away):
    card.archived_at = (card.archived_at or moment()) if away != Away.NOT and _stays_archived(card, away) else None
    card.binned_at = (card.binned_at or moment()) if away == Away.BIN else None
    card.cleared_at = None


def _stays_archived(card, away):
    """What goes from the archive into the bin comes back to the archive."""
    return away == Away.ARCHIVE or card.archived_at is not None


# {(where it was or is to be, whether it comes back): the fact}
_WHAT_BECAME = {
    (Away.ARCHIVE, True): events.CardUnarchived,
    (Away.BIN, True): events.CardRestored,
    (Away.ARCHIVE, False): events.CardArchived,
    (Away.BIN, False): events.CardBinned,
}
