"""What followers are sent, written and framed once for all who read the same language and belong to one audience."""

import logging
from collections import OrderedDict
from contextlib import nullcontext
from dataclasses import dataclass, field
from threading import Lock

import msgspec

from projets.usecase.log import revision_of, since

EVERYBODY = "everybody"  # the audience of all who may see a stream
INSIDE = "inside"  # of a narrow event: the people whom it is for
LEAVING = "leaving"  # those who saw what it is about until then
OUTSIDE = "outside"  # the others, who are told a revision and nothing else
CAUGHT_UP_AT_MOST = 2_000  # revisions; who is further behind reads the page again
IN_ONE_BATCH = 500  # events of one reading; pages are quicker to read again than to patch more often
KEPT = 2_000  # messages, for those who catch up together after a cut

log = logging.getLogger(__name__)
_renderer, _together = None, nullcontext
_find_audiences = None
_kept = OrderedDict()
_keeping = Lock()


def register_renderer(render, together=nullcontext):
    """`render(event, language, audience)`: the message that tells of an event, or None if there is nothing to see.

    Several are rendered within `together()`, a context.
    """
    global _renderer, _together
    _renderer, _together = render, together


def register_audiences(find):
    """`find(events)`: {event id: its audience} for the narrow ones, that are not for all who see the stream.

    An audience has `inside`, ids of people, `until`, those who saw it before (None: everybody), and `hides(seen)`.
    """
    global _find_audiences
    _find_audiences = find


def narrow_among(events):
    return _find_audiences(events) if _find_audiences else {}


def audience_for(user_id, narrow):
    """Which of the three this person is of."""
    if user_id in narrow.inside:
        return INSIDE
    return LEAVING if narrow.until is None or user_id in narrow.until else OUTSIDE


def frame(message):
    """A whole WebSocket text frame, the same bytes for everybody."""
    return frame_of(msgspec.json.encode(message))


def frame_of(payload):
    """The frame of a text in UTF-8."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload


def framed(event, variant):
    """The frame that tells of an event, in one variant: (language, audience)."""
    key = (event.pk, variant)
    with _keeping:
        if key in _kept:
            return _kept[key]
    told = frame(_told(event, *variant))
    with _keeping:
        _kept[key] = told
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return told


def _told(event, language, audience):
    nothing = {"stream": event.stream_id, "revision": event.revision}
    if _renderer is None:
        return nothing
    try:
        return _renderer(event, language, audience) or nothing
    except Exception:
        # One event that cannot be told must not stop the others: pages are asked to read themselves again.
        log.exception("could not tell of event %s (%s)", event.pk, event.kind)
        return nothing | {"reload": True}


@dataclass(frozen=True)
class Batch:
    """Consecutive events of one stream, framed in each variant that somebody reads."""

    first: int
    last: int
    frames: dict  # variant: the frame of each revision, in order
    joined: dict  # variant: all of them
    narrow: dict = field(default_factory=dict)  # revision: the audience of an event that is not for everybody
    apart: dict = field(default_factory=dict)  # (revision, language, audience): its frame for those

    @classmethod
    def of(cls, stream, events, variants):
        with _together():
            return cls._of(stream, events, variants)

    @classmethod
    def _of(cls, stream, events, variants):
        narrow = narrow_among(events)
        if len(events) > IN_ONE_BATCH:
            again = frame({"stream": stream, "revision": events[-1].revision, "reload": True})
            frames = dict.fromkeys(variants, [again] * len(events))
            return cls(events[0].revision, events[-1].revision, frames, dict.fromkeys(variants, again))
        frames = {
            (language, audience): [
                framed(event, (language, OUTSIDE if event.pk in narrow else audience)) for event in events
            ]
            for language, audience in variants
        }
        joined = {variant: b"".join(each) for variant, each in frames.items()}
        apart = {
            (event.revision, language, audience): framed(event, (language, audience))
            for event in events
            if event.pk in narrow
            for language in {language for language, _audience in variants}
            for audience in (INSIDE, LEAVING)
        }
        narrow = {event.revision: narrow[event.pk] for event in events if event.pk in narrow}
        return cls(events[0].revision, events[-1].revision, frames, joined, narrow, apart)

    def after(self, revision, variant, user_id=None):
        """What somebody who has seen `revision` still lacks of it; without saying who, what is nobody's secret."""
        if not self.narrow or user_id is None:
            if revision < self.first:
                return self.joined[variant]
            return b"".join(self.frames[variant][revision + 1 - self.first :])
        begin = max(revision + 1, self.first)
        return b"".join(self._for(user_id, one, variant) for one in range(begin, self.last + 1))

    def _for(self, user_id, revision, variant):
        narrow = self.narrow.get(revision)
        audience = audience_for(user_id, narrow) if narrow else None
        if audience in (INSIDE, LEAVING):
            return self.apart[revision, variant[0], audience]
        return self.frames[variant][revision - self.first]


def missed(stream, revision, variant, user_id=None):
    """(present revision, frames since `revision`), or None when the page had better be read again.

    So had that of somebody who is no longer to see what it may show.
    """
    now = revision_of(stream)
    if revision is None or revision == now:
        return now, []
    if not 0 <= now - revision <= CAUGHT_UP_AT_MOST:
        return None
    events = list(since(stream, revision))
    narrow, told = narrow_among(events), []
    with _together():
        for event in events:
            audience = audience_for(user_id, narrow[event.pk]) if event.pk in narrow else variant[1]
            if audience == LEAVING:
                return None
            told.append(framed(event, (variant[0], audience)))
    return (events[-1].revision if events else now), told
