"""Hand committed facts to those who react: notifications, webhooks, search, figures.

Each subscriber reads each stream at its own pace, in order of revision, one transaction per event that concerns it.
One that fails is set aside with its reason and tried again later; the events after it and the other subscribers go on.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from projets.usecase.guard import writes_allowed
from projets.usecase.log import since
from projets.usecase.models import Progress, SetAside, Stream
from projets.usecase.turns import in_turn

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
AT_ONCE = 200  # events looked at together

log = logging.getLogger(__name__)
_subscribers = {}  # name: what reacts, and what it is concerned by


def subscribe(react=None, *, concerned=None):
    """Call `react(event)` for every event, at least once, in a transaction of its own.

    `concerned(events)` only reads, and answers those of some events of one stream that there is anything to do about:
    the others cost the writers nothing.
    """
    if react is None:
        return partial(subscribe, concerned=concerned)
    _subscribers[react.__name__] = react, concerned or list
    return react


def has_caught_up(name, revisions):
    """Whether a subscriber has read as far as {stream: revision}."""
    read = dict(Progress.objects.filter(subscriber=name, stream__in=revisions).values_list("stream", "revision"))
    return all(read.get(stream, 0) >= revision for stream, revision in revisions.items())


def dispatch():
    """One round over all that is waiting; several workers may run it side by side.

    What comes meanwhile is for the next round: looking again after each write would slow the writers.
    """
    if not _subscribers:
        return
    for stream, read in _streams_ahead():
        while len(_read_on(stream, read)) == AT_ONCE:
            pass
    waiting = SetAside.objects.filter(subscriber__in=_subscribers, next_try__lte=timezone.now())
    for pk in waiting.order_by("event_id").values_list("pk", flat=True):
        _try_again(pk)


def _streams_ahead():
    """(stream, {subscriber: how far it has read}) for those that somebody has not read to their end."""
    theirs = Progress.objects.filter(
        stream=OuterRef("pk"), subscriber__in=_subscribers, revision__gte=OuterRef("revision")
    )
    at_its_end = theirs.order_by().values("stream").annotate(count=Count("pk")).values("count")
    ahead = Stream.objects.filter(revision__gt=0).annotate(readers=Coalesce(Subquery(at_its_end), 0))
    ahead = list(ahead.filter(readers__lt=len(_subscribers)).order_by("name").values_list("name", flat=True))
    read = {name: dict.fromkeys(_subscribers, 0) for name in ahead}
    known = Progress.objects.filter(stream__in=ahead, subscriber__in=_subscribers).order_by()
    for stream, subscriber, revision in known.values_list("stream", "subscriber", "revision"):
        read[stream][subscriber] = revision
    return read.items()


def _read_on(stream, read):
    """The next events of a stream, which each subscriber that had not read them has read by then.

    `read` follows; one at whose place another worker is stays where it is, and is left to that one.
    """
    events = list(since(stream, min(read.values()))[:AT_ONCE])
    passed = []
    for name in list(read):
        todo = _concerning(name, [event for event in events if event.revision > read[name]])
        if all(_react_in_turn(name, event) for event in todo):
            passed.append(name)
        else:
            del read[name]
    if events and passed:
        _note(stream, passed, events[-1].revision)
        read.update({name: max(read[name], events[-1].revision) for name in passed})
    return events if read else []


def _concerning(name, events):
    """One that cannot tell reacts to all: each that fails is then set aside by itself."""
    try:
        return events and _subscribers[name][1](events)
    except Exception:
        log.exception("%s cannot tell which events concern it", name)
        return events


def _react_in_turn(name, event):
    """React to an event and note it as read, unless it was; False when another worker is at it."""
    with in_turn(), transaction.atomic(), writes_allowed():
        Progress.objects.get_or_create(subscriber=name, stream_id=event.stream_id)
        mine = Progress.objects.select_for_update(skip_locked=True).filter(subscriber=name, stream=event.stream_id)
        progress = mine.first()
        if progress is None:
            return False
        if progress.revision < event.revision:
            if failure := _failure(name, event):
                next_try = timezone.now() + FIRST_WAIT
                SetAside.objects.create(subscriber=name, event=event, reason=failure, next_try=next_try)
            progress.revision = event.revision
            progress.save(update_fields=["revision"])
        return True


def _note(stream, names, revision):
    """These have read the stream as far as that: what was between concerned none of them."""
    with in_turn(), transaction.atomic(), writes_allowed():
        theirs = Progress.objects.filter(stream=stream, subscriber__in=names)
        known = set(theirs.order_by().values_list("subscriber", flat=True))
        new = [Progress(subscriber=name, stream_id=stream, revision=revision) for name in names if name not in known]
        Progress.objects.bulk_create(new, ignore_conflicts=True)
        theirs.filter(revision__lt=revision).update(revision=revision)


def _try_again(pk):
    with in_turn(), transaction.atomic(), writes_allowed():
        kept = SetAside.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if kept is None:
            return
        if failure := _failure(kept.subscriber, kept.event):
            kept.reason = failure
            kept.next_try = timezone.now() + min(FIRST_WAIT * 2**kept.tries, LONGEST_WAIT)
            kept.tries += 1
            kept.save()
        else:
            kept.delete()


def _failure(name, event):
    """React; None, or why it failed, with nothing of it left in the database."""
    try:
        with transaction.atomic():
            _subscribers[name][0](event)
    except Exception as error:  # noqa: BLE001 (kept with the event, and tried again)
        return f"{type(error).__name__}: {error}"
    return None
