"""Programs that listen to one stream over a long answer of HTTP: each reads the log itself, as fast as it can take it.

How far it has been told is a revision, so nothing is missed and nothing comes twice; the hub says that there is more.
"""

import asyncio
from dataclasses import dataclass

from projets.live.hub import hub
from projets.usecase.log import since

HEARTBEAT = 15  # seconds of silence; then a sign of life, and a look whether it may go on
PATIENCE = 60  # seconds in which something of what it is sent is taken; then it is cut off, and may come back
AT_ONCE = 200  # events of one reading
ENDED = object()

_listening = set()


@dataclass(eq=False)
class Waking:
    """One listener on one stream, as the hub knows followers."""

    listener: "Listener"
    variant = None  # it is sent nothing by the hub
    waiting = None

    def take(self, batch):
        self.listener.woken.set()

    def tell_presence(self):
        """Who is here is for pages."""


@dataclass(frozen=True)
class Nobody:
    """What the hub asks of a socket's session: whose it is, and how others see them, which they do not."""

    user_id: int
    person = None


class Listener:
    """Beside sockets in the hub, without a key.

    In a thread, `holds()` says whether it may go on, and `told(events)` are the bytes that tell of events.
    `cut()` ends its connection, whatever waits there to be taken.
    """

    key = None
    following = ()

    def __init__(self, user_id, stream, revision, holds, told, send, cut):
        self.session = Nobody(user_id)
        self.stream = stream
        self.revision = revision
        self.holds = holds
        self.told = told
        self.send = send
        self.cut = cut
        self.woken = asyncio.Event()
        self.over = False

    async def listen(self, sign_of_life, farewell):
        """Until its right ends, or it is told to stop."""
        streams = (self.stream, f"user:{self.session.user_id}")  # where the end of a token is told
        channels = [hub.follow(self, stream, Waking(self)) for stream in streams]
        _listening.add(self)
        try:
            for channel in channels:
                await hub.in_thread(hub.begin, channel)
            while not self.over and (read := await self._next()) is not ENDED:
                events, told = read
                if events:
                    self.revision = events[-1].revision
                await self._say(told or sign_of_life)
                if len(events) < AT_ONCE:
                    await self._wait()
            await self._say(farewell, more=False)
        finally:
            _listening.discard(self)
            for stream in streams:
                hub.unfollow(self, stream)

    def stop(self):
        self.over = True
        self.woken.set()

    def renew(self, session):
        """Something happened to its person."""
        self.woken.set()

    async def _next(self):
        self.woken.clear()
        return await hub.in_thread(self._read)

    def _read(self):
        events = list(since(self.stream, self.revision)[:AT_ONCE])
        told = self.told(events) if events else b""
        return (events, told) if self.holds() else ENDED  # looked at last: what ends the right is not told

    async def _wait(self):
        try:
            await asyncio.wait_for(self.woken.wait(), HEARTBEAT)
        except TimeoutError:
            return

    async def _say(self, data, more=True):
        try:
            await asyncio.wait_for(
                self.send({"type": "http.response.body", "body": data, "more_body": more}), PATIENCE
            )
        except TimeoutError:
            self.over = True
            self.cut()


def listening_of(user_id):
    """How many of somebody's programs listen in this process."""
    return sum(1 for one in _listening if one.session.user_id == user_id)


def stop_all():
    """Before the server stops: nobody waits for the next sign of life."""
    for one in list(_listening):
        one.stop()
