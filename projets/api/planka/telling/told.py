"""One event of Planka's, and one fact as tellers see it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from projets.api.planka import request_ids
from projets.api.planka.items.actions import KINDS, actions_of
from projets.api.planka.telling import audience
from projets.api.planka.telling.audience import Audience
from projets.usecase.models import Event

DELETING = {"binned", "removed", "deleted", "cleared"}
OF_OTHERS = {"shifted", "counted"}  # what a fact about another row has brought about
_tellers = {}


def teller(*facts):
    """`tell(it)` yields what is told of these kinds of facts, and of those derived from them."""

    def declare(tell):
        for fact in facts:
            _tellers.setdefault(fact, []).append(tell)
        return tell

    return declare


def tellers(fact):
    return [tell for kind in type(fact).__mro__ for tell in _tellers.get(kind, ())]


def nothing():
    return {}


@dataclass(frozen=True)
class Told:
    """`item` and `former` are Planka's, `included` what clients are sent beside it, `parents` what webhooks are."""

    name: str
    item: Any  # None where there are `items`
    to: Audience
    former: Any = None
    included: dict = field(default_factory=dict)
    items: list | None = None
    more: dict = field(default_factory=dict)  # beside item and included
    parents: Callable[[], dict] = nothing
    former_parents: Callable[[], dict] = nothing
    hooked: bool = True  # webhooks are told too
    who: int | None = None  # did it, where the act itself is nobody's
    unanswered: bool = False  # the answer to whoever asked does not say it: they are told too

    @property
    def payload(self):
        said = {"item": self.item} if self.items is None else {"items": self.items}
        return said | ({"included": self.included} if self.included else {}) | self.more


class Request:
    """All events that one request has recorded on one stream, in order."""

    def __init__(self, events):
        self.events = list(events)
        self.kinds = {event.kind for event in self.events}
        self.made_cards = {e.row_id for e in self.events if e.kind in ("card.created", "card.duplicated")}
        self._of_rows = defaultdict(list)
        for event in self.events:
            noun, _dot, what = event.kind.partition(".")
            if what not in OF_OTHERS:
                self._of_rows[noun, event.row_id].append(event)

    @classmethod
    def of(cls, event):
        return cls(Event.objects.filter(act=event.act_id, stream=event.stream_id).order_by("revision"))

    def changes_of(self, event, beside):
        """Those that made or changed the event's row, but the happenings named in `beside`."""
        found = self._of_rows[event.kind.partition(".")[0], event.row_id]
        return [one for one in found if one.kind.partition(".")[2] not in beside]


class Telling:
    """One fact, as told to the followers of one stream."""

    def __init__(self, event, request=None):
        self.event = event
        self.fact = event.fact
        self.was, self.now = self.fact.before, self.fact.after
        self.what = event.kind.partition(".")[2]
        self.stream = event.stream_id
        self.request = request or Request.of(event)

    @property
    def at(self):
        return self.event.act.done_at

    @property
    def who(self):
        return self.event.act.user_id

    def among(self, kind):
        """Did the same request do this to the same stream too?"""
        return kind in self.request.kinds

    def of_request(self, kind):
        """Its events of this kind."""
        return [event for event in self.request.events if event.kind == kind]

    def is_first(self, kind):
        return self.of_request(kind)[0].pk == self.event.pk

    def is_copied(self):
        """It came with a new card: whoever is told of that reads what it holds."""
        return self.was is None and self.now.card_id in self.request.made_cards

    def here(self):
        """Those who have the board open."""
        return audience.of_board(self.stream.removeprefix("board:"))

    def actions(self):
        return actions_of([self.event]) if self.event.kind in KINDS else []

    def request_id(self):
        """What a client called its request, which knows its own by it."""
        id = request_ids.of(self.event.act_id)
        return {"requestId": id} if id else {}

    def whole(self, beside):
        """(as it was, as it became) over all that one request changed in a row: that is one event there.

        None where it is told with another of these facts: what made the row, else the last.
        """
        changes = self.request.changes_of(self.event, beside)
        first, last = changes[0], changes[-1]
        told_with = first if first.fact.before is None else last
        return (first.fact.before, last.fact.after) if told_with.pk == self.event.pk else None

    def told(self, noun, show, to, parents=nothing, former_parents=nothing, **more):
        """What nearly every noun tells: made, changed, pushed on, deleted. Its end in the bin is no news."""
        if self.what == "shifted":
            moved = {"id": str(self.now.id), "position": show(self.now, self.at)["position"]}
            yield Told(f"{noun}Update", moved, to, hooked=False, unanswered=True)
        elif self.what in DELETING:
            yield Told(f"{noun}Delete", show(self.now, self.at), to, parents=parents, **more)
        elif self.what != "purged" and (states := self.whole(DELETING)):
            was, now = states
            if was is None or self.what == "restored":
                yield Told(f"{noun}Create", show(now, None), to, parents=parents, **more)
            else:
                yield Told(
                    f"{noun}Update",
                    show(now, self.at),
                    to,
                    show(was, self.at),
                    parents=parents,
                    former_parents=former_parents,
                    **more,
                )
