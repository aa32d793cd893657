"""The event log: what happened, in order, without gap, once.

An act, the change and its facts share one transaction that holds the streams it writes: writers of a board queue up,
and what is rolled back leaves no trace.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.usecase import statements
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event, Stream
from projets.usecase.prepared import MOST_AT_ONCE, insert, insertion
from projets.usecase.securitylog import when_committed
from projets.usecase.turns import in_turn
from projets.usecase.wakeup import CHANNEL, NOTIFYING, wake


@dataclass
class Running:
    """The act being performed in this thread."""

    act: Act
    streams: dict[str, Stream]
    events: list[Event] = field(default_factory=list)


class DoneBefore(Exception):
    def __init__(self, act):
        self.act = act


_running = ContextVar("the act being performed", default=None)
_witnesses = ContextVar("who hears of acts before anybody can see them", default=())
_met = set()  # streams that this process knows to be in the database, for everybody to see


@contextmanager
def performing(actor, action, streams, ahead=tuple):
    """Hold these streams until the act commits; an action within an action belongs to the same act.

    `ahead()`: statements that are asked next, [(SQL, values)].

    Raises DoneBefore when this person has already done an act under this key.
    """
    outer = _running.get()
    if outer:
        if missing := sorted(streams - outer.streams.keys()):
            raise RuntimeError(f"{action} needs {missing}: name its rows in the outermost action, which locks first")
        with transaction.atomic(savepoint=False):  # what fails within fails the whole act
            yield outer
        return
    with in_turn(), transaction.atomic(), writes_allowed():
        running = Running(*_begin(actor, action, streams, ahead))
        token = _running.set(running)
        try:
            yield running
        finally:
            _running.reset(token)
            statements.none_ahead()
        _write_down(running)


@contextmanager
def witnessed(by):
    """`by(act)` for every act begun inside, before anybody can see what it did: whoever asked knows their own."""
    token = _witnesses.set((*_witnesses.get(), by))
    try:
        yield
    finally:
        _witnesses.reset(token)


def record(stream, fact):
    """Append a fact to a stream held by the running act; it has the stream's next revision."""
    running = _running.get()
    if running is None or stream not in running.streams:
        raise RuntimeError(f"{fact} recorded outside an action that holds {stream}")
    held = running.streams[stream]
    held.revision += 1
    running.events.append(
        Event(
            act=running.act,
            stream=held,
            revision=held.revision,
            kind=fact.kind,
            row_id=fact.after.id,
            columns=fact.columns,
        )
    )


def holds(stream):
    """Whether the running act may record on this stream."""
    return stream in _running.get().streams


def recorded(kind):
    """What the running act has recorded so far of one kind of fact: an action sees what its inner ones did."""
    return [event.fact for event in _running.get().events if event.kind == kind.kind]


def moment():
    """When the running act began: the one time that all it changes bears."""
    return _running.get().act.done_at


def hold_people(ids):
    """Hold the streams of these people too, whom the running act turns out to concern.

    Streams of people come last in the order in which everybody locks: who takes theirs at once, in the end, waits in
    no circle.
    """
    running = _running.get()
    missing = {f"user:{id}" for id in ids} - running.streams.keys()
    if missing:
        running.streams |= _lock(missing)


def begin_stream(name):
    """The stream of a row that the running act creates: new, so nobody else can hold it."""
    running = _running.get()
    running.streams[name] = Stream.objects.create(name=name)


def putting_back(act):
    """Remember that the running act undoes this one."""
    running = _running.get().act
    running.undoes = act
    running.save(update_fields=["undoes"])


def since(stream, revision):
    """What somebody who stopped at `revision` has missed."""
    return Event.objects.filter(stream=stream, revision__gt=revision).select_related("act").order_by("revision")


def revision_of(stream):
    found = statements.rows("SELECT revision FROM usecase_stream WHERE name = %s", [stream])
    return found[0][0] if found else 0


def first_answer(actor, *actions):
    """The act that this person has already done under this key, if any; Conflict when it was none of these actions.

    For doors that could not do it: what the act was about may be gone by now. It is done_before.
    """
    if not _keyed(actor):
        return None
    asking = "SELECT id FROM usecase_act WHERE user_id = %s AND key = %s"  # a new act, nearly always, hence none
    known = statements.rows(asking, [actor.user_id, str(actor.act)])
    if not known:
        return None
    act = Act.objects.get(pk=known[0][0])
    act.done_before = True
    if act.action not in actions:
        raise Conflict(_("This page sent two acts under one name: reload it and try again."))
    if act.asked and actor.asked and act.asked != actor.asked:
        raise Invalid(_("This key was sent with another request before: make a new one for each act."))
    return act


def _keyed(actor):
    """An act has a key only in somebody's name: nobody's would be everybody's."""
    return actor.user_id is not None and actor.act


def _begin(actor, action, streams, ahead):
    """The act, written down, and the streams that it holds.

    Of two sent at once, the second waits here for the key, holding nothing yet, and then finds the first.
    """
    key = actor.act if _keyed(actor) else None
    asked = actor.asked if key else None
    act = Act(user_id=actor.user_id, key=key, action=action, via=actor.via, done_at=timezone.now(), asked=asked)
    claim, values = insertion([act], "ON CONFLICT (user_id, key) DO NOTHING")
    held = []
    if connection.vendor == "postgresql" and streams and streams <= _met:
        held = _claim_and_lock(claim, values, sorted(streams), list(ahead()))
        is_done = not held and key and (done := first_answer(actor, action)) and done.pk != act.pk
    else:
        is_done = not statements.written(claim, values)
    if is_done or len(held) < len(streams):
        statements.none_ahead()  # it was asked before the streams were held
    if is_done:
        raise DoneBefore(first_answer(actor, action))
    for by in _witnesses.get():
        by(act)
    return act, _as_streams(held) if held and len(held) == len(streams) else _lock(streams)


def _claim_and_lock(claim, values, names, ahead):
    """Both in one statement; nothing is locked before the act is there."""
    slots = ", ".join(["%s"] * len(names)) or "NULL"  # an act on no row holds no stream
    return statements.rows(
        f"WITH act AS ({claim} RETURNING id) SELECT name, revision FROM usecase_stream"  # noqa: S608
        f" WHERE name IN ({slots}) AND EXISTS (SELECT FROM act) {_LOCKED}",
        [*values, *names],
        ahead=ahead,
    )


# In Python's order, whatever the database's collation; not the keys, which references to a stream lock for themselves.
_LOCKED = 'ORDER BY name COLLATE "C" FOR NO KEY UPDATE'


def _lock(streams):
    """One order for everybody, so that nobody waits in a circle: a stream is made or locked when its turn comes.

    Two that make one at once wait for each other as two that lock it do, so it may not be made ahead of its turn.
    """
    names = sorted(streams)
    if streams <= _met:
        held = _select_for_update(names)
        if len(held) == len(names):
            return _as_streams(held)
    transaction.on_commit(lambda: _met.update(names))  # not before: to others they are not there yet
    claim, values = insertion([Stream(name=name) for name in names], _MADE_OR_LOCKED)
    return _as_streams(statements.rows(claim, values))


_MADE_OR_LOCKED = "ON CONFLICT (name) DO UPDATE SET revision = usecase_stream.revision RETURNING name, revision"


def _as_streams(held):
    return {name: Stream(name=name, revision=revision) for name, revision in held}


def _select_for_update(names):
    waiting = _LOCKED if connection.features.has_select_for_update else ""
    slots = ", ".join(["%s"] * len(names)) or "NULL"  # an act on no row holds no stream
    return statements.rows(
        f"SELECT name, revision FROM usecase_stream WHERE name IN ({slots}) {waiting}",  # noqa: S608
        names,
    )


def _write_down(running):
    running.act.recorded = events = tuple(running.events)
    when_committed(running.act, events)
    written = {event.stream_id: event.stream for event in events}
    if connection.vendor == "postgresql" and events:
        insert(events[:-MOST_AT_ONCE])
        _write_and_notify(events[-MOST_AT_ONCE:], written.values())
        return
    insert(events)
    for stream in written.values():
        moving = "UPDATE usecase_stream SET revision = %s WHERE name = %s"
        statements.written(moving, [stream.revision, stream.name])
    for stream in written.values():
        wake(stream.name)


def _write_and_notify(events, streams):
    """Events, revisions and the wake-up in one statement."""
    told, values = insertion(events)
    revisions = ", ".join(["(%s, %s::bigint)"] * len(streams))
    moved = [value for stream in streams for value in (stream.name, stream.revision)]
    statements.write(
        f"WITH told AS ({told}), moved AS (UPDATE usecase_stream SET revision = now.revision"  # noqa: S608
        f" FROM (VALUES {revisions}) AS now (name, revision) WHERE usecase_stream.name = now.name"
        f" RETURNING now.name, now.revision) {NOTIFYING} FROM moved",
        [*values, *moved, CHANNEL],
    )
