"""From what the log says to what rooms are told, each message written and framed once for all who are in them."""

import logging

import msgspec

from projets.api.planka.telling import Request, tell
from projets.api.sockets import packets
from projets.api.sockets.rooms import Delivery, rooms
from projets.boards.audiences import audiences_of

TOLD_ELSEWHERE = ("board.", "membership.")  # of facts on a board's stream: to people, whatever board they have open

log = logging.getLogger(__name__)


def deliveries(events):
    """What to tell, of events in order, one after the other as they are made. It asks the database."""
    people = rooms.names("user:")
    narrow = audiences_of(events)
    for request in _by_request(events):
        for event in filter(_concerns_somebody, request.events):
            try:
                told = list(tell(event, request))
            except Exception:
                # One event that cannot be told must not stop the others.
                log.exception("could not tell of event %s (%s)", event.pk, event.kind)
                continue
            only = narrow[event.pk].inside if event.pk in narrow else None
            for one in told:
                if delivery := delivery_of(one, people, act=None if one.unanswered else event.act_id, only=only):
                    yield delivery
            if only is not None and (gone := _gone(event, narrow[event.pk])):
                yield gone


def _gone(event, audience):
    """Who saw the card until then, and does not any more, is told that it is gone: its id is all that they need."""
    if audience.until is not None and not audience.until - audience.inside:
        return None
    frame = packets.event("cardDelete", msgspec.json.encode({"item": {"id": str(event.fact.after.id)}}))
    return Delivery((event.stream_id,), frame, only=audience.until, without=audience.inside)


def delivery_of(told, people, **who_knows):
    """None when nobody is there to be told."""
    to = told.to.rooms(people)
    if not to:
        return None
    frame = packets.event(told.name, msgspec.json.encode(told.payload))
    return Delivery(tuple(to), frame, but=told.to.but, **who_knows)


def _concerns_somebody(event):
    stream = event.stream_id
    return not stream.startswith("board:") or rooms.is_anybody_in(stream) or event.kind.startswith(TOLD_ELSEWHERE)


def _by_request(events):
    """What one request did to one stream is told together: some of it is one event of Planka's."""
    found = {}
    for event in events:
        found.setdefault((event.act_id, event.stream_id), []).append(event)
    return map(Request, found.values())
