"""A board's events as they happen, for programs: Server-Sent Events, in order and once each.

Django looks who asks and answers the head (`routes/stream.py`); the event loop, which sends that answer, goes on with
it and holds no thread. Where nobody goes on (another server, a test), the answer is what was missed, and ends.
"""

import asyncio
import re
from functools import partial

import msgspec

from projets.accounts.tokens import as_it_is
from projets.api.v1 import shapes
from projets.boards.audiences import audiences_of
from projets.boards.models import Board
from projets.live.listeners import Listener
from projets.usecase.actor import Actor

ADDRESS = re.compile(r"/api/v1/boards/[1-9][0-9]{0,18}/events")
GOES_ON = b"projets-goes-on"  # a header between Django and the loop: no client is sent it
SIGN_OF_LIFE = b": still here\n\n"
FAREWELL = b"event: end\ndata: {}\n\n"


class GoingOn(msgspec.Struct):
    """Who listens to which board, and how far they have been told."""

    token: int
    user: int
    board: int
    revision: int
    projects: list[int] | None


def greeting(revision):
    """Where it begins, so that who comes back without having heard anything misses nothing."""
    return f'id: {revision}\nevent: at\ndata: {{"revision":{revision}}}\n\n'.encode()


def told(user_id, events):
    """Of what is for other people alone, no more than that the board has moved on."""
    narrow = audiences_of(events)
    return b"".join(
        _told(event) if event.pk not in narrow or user_id in narrow[event.pk].inside else greeting(event.revision)
        for event in events
    )


def _told(event):
    head = f"id: {event.revision}\nevent: {event.kind}\ndata: ".encode()
    return head + msgspec.json.encode(shapes.event(event)) + b"\n\n"


def holds(listening):
    """May it go on? The token opens, and its owner sees the board."""
    projects = None if listening.projects is None else frozenset(listening.projects)
    actor = Actor(listening.user, "api", projects=projects)
    return bool(as_it_is(listening.token)) and Board.objects.visible_to(actor).filter(pk=listening.board).exists()


async def endpoint(django, scope, receive, send):
    """Django's answer, and if it says so, all that happens from then on."""
    opening = _Opening(send)
    await django(scope, receive, opening)
    if opening.listening is None:
        return
    found = opening.listening
    about = found.user, f"board:{found.board}", found.revision
    cut = scope["extensions"]["projets.connection"].cut
    listener = Listener(*about, partial(holds, found), partial(told, found.user), send, cut)
    gone = asyncio.ensure_future(_until_gone(receive, listener))
    try:
        await listener.listen(SIGN_OF_LIFE, FAREWELL)
    finally:
        gone.cancel()


async def _until_gone(receive, listener):
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.stop()


class _Opening:
    """Lets Django's answer through, and leaves it open if it shall go on."""

    def __init__(self, send):
        self.send = send
        self.listening = None

    async def __call__(self, message):
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            if said := headers.pop(GOES_ON, None):
                self.listening = msgspec.json.decode(said, type=GoingOn)
                headers.pop(b"content-length", None)
                message = message | {"headers": list(headers.items())}
        elif self.listening:
            message = message | {"more_body": True}
        await self.send(message)
