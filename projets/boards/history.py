"""What happened to a card, wherever it has lived, and lately on a board: read from the log, the last first.

The log knows rows and people by id; names are those of today, and those of another board's lists, labels and fields
are for whoever sees that board.
"""

from dataclasses import dataclass
from datetime import datetime

from projets.boards import events
from projets.boards.audiences import audiences_of
from projets.boards.models import Attachment, Board, Card, Comment, Field, FieldGroup, Label, List, Task, TaskList
from projets.boards.queries import Person, people
from projets.boards.values import parts_of
from projets.usecase.facts import Fact
from projets.usecase.models import Event

PAGE = 50
NO_HISTORY = [
    events.CardCounted.kind,
    events.CommentReacted.kind,
    events.FieldGroupBrought.kind,
    events.FieldGroupLoosened.kind,
    events.FieldBrought.kind,
    *(f"{noun}.shifted" for noun in ("board", "card", "field", "field_group", "label", "list", "task", "task_list")),
]


@dataclass(frozen=True)
class Entry:
    """One thing that somebody (None: nobody, it followed by itself) did; `undoing` when it put something back.

    `via` is the door by which they did it (`usecase/actor.py`).
    """

    id: int
    act_id: int
    at: datetime
    who: int | None
    undoing: bool
    fact: Fact
    via: str = "web"

    @property
    def kind(self):
        return self.fact.kind

    @property
    def before(self):
        """The columns that changed, as they were; none for what is new."""
        was = self.fact.before
        return {name: getattr(was, name) for name in self.fact.changed} if was else {}

    @property
    def after(self):
        return {name: getattr(self.fact.after, name) for name in self.fact.changed}


@dataclass(frozen=True)
class Names:
    """By id, of what entries are about; what the reader may not see, or is gone for good, is not there."""

    people: dict[int, Person]
    boards: dict[int, str]
    lists: dict[int, str]
    labels: dict[int, Label]
    fields: dict[int, Field]
    cards: dict[int, str]


@dataclass(frozen=True)
class History:
    """`older` is what to ask the next page with; None when there is no more."""

    entries: list[Entry]
    names: Names
    older: int | None


def history_of_card(actor, card, older=None, most=PAGE):
    """All that was done to a card and to what it holds; the card is one that the actor sees."""
    held = [
        TaskList.objects.filter(card=card),
        Task.objects.filter(task_list__card=card),
        Comment.objects.filter(card=card),
        Attachment.objects.filter(card=card),
        FieldGroup.objects.filter(card=card),
        Field.objects.filter(group__card=card),
    ]
    rows = [rows.order_by().values_list("pk") for rows in held]
    ids = [pk for (pk,) in rows[0].union(*rows[1:], all=True)]
    return _page(actor, Event.objects.filter(row_id__in=[card.pk, *ids]), older, most, once=True)


def activity_of_board(actor, board, older=None, most=PAGE):
    """What was done lately on a board that the actor sees."""
    return _page(actor, Event.objects.filter(stream=board.stream), older, most)


def _told_to(actor, events):
    """Without what is for others alone."""
    narrow = audiences_of(events)
    return [one for one in events if one.pk not in narrow or actor.user_id in narrow[one.pk].inside]


def _page(actor, found, older, most, once=False):
    if older is not None:
        found = found.filter(pk__lt=older)
    read = list(found.exclude(kind__in=NO_HISTORY).select_related("act").order_by("-pk")[: most + 1])
    page = read[:most]
    entries = [
        Entry(
            one.pk, one.act_id, one.act.done_at, one.act.user_id, one.act.undoes_id is not None, one.fact, one.act.via
        )
        for one in _told_to(actor, page)
        if not (once and _is_told_elsewhere(one))
    ]
    return History(entries, names_for(actor, entries), page[-1].pk if len(read) > most else None)


def _is_told_elsewhere(event):
    """What leaves one board for another is recorded on both: on the one it came to, once."""
    board = event.columns["after"].get("board_id")
    return event.kind.endswith(".transferred") and event.stream_id != f"board:{board}"


def names_for(actor, entries):
    """The names of all that these entries mention, in a fixed number of queries."""
    states = [state for entry in entries for state in (entry.fact.before, entry.fact.after) if state]
    found = {name: _ids(states, name) for name in ("board_id", "list_id", "card_id")}
    labels, fields = _ids(states, "label_ids"), {parts_of(key)[1] for state in states for key in _values(state)}
    cards = Card.objects.of_boards_seen_by(actor).filter(pk__in=found["card_id"]).order_by()
    lists = List.objects.of_boards_seen_by(actor).filter(pk__in=found["list_id"]).order_by()
    boards = Board.objects.of_boards_seen_by(actor).filter(pk__in=found["board_id"]).order_by()
    typed = {field.pk: field for field in Field.objects.seen_by(actor).filter(pk__in=fields).order_by()}
    return Names(
        people(_people(entries, states) | _people_in_fields(states, typed)),
        dict(boards.values_list("pk", "name")),
        dict(lists.values_list("pk", "name")),
        {label.pk: label for label in Label.objects.of_boards_seen_by(actor).filter(pk__in=labels).order_by()},
        typed,
        dict(cards.values_list("pk", "title")),
    )


def _ids(states, column):
    found = set()
    for state in states:
        value = getattr(state, column, None)
        found |= set(value) if isinstance(value, tuple) else {value}
    return found - {None}


def _people(entries, states):
    mentioned = [_ids(states, name) for name in ("member_ids", "responsible_id", "assignee_id", "user_id")]
    return {entry.who for entry in entries}.union(*mentioned) - {None}


def _people_in_fields(states, fields):
    values = [(parts_of(key)[1], text) for state in states for key, text in _values(state).items()]
    return {int(text) for id, text in values if id in fields and fields[id].kind == "person"}


def _values(state):
    return getattr(state, "values", {})
