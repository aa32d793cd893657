"""The live endpoint: one WebSocket per page.

The page says {"follow": [["board:1", 117], …], "language": "fr"}, {"unfollow": ["board:1"]}, {"seen": "card:5"} or
{"seen": null}. It is told {"stream", "at"} once it has what it missed; messages of the renderer; {"stream", "reload"}
when too much was missed; {"stream", "gone"} when it may not see the stream; {"stream", "presence"}; {"ping"}.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import validate_host

from projets.live.access import may_be_told, may_follow, session_behind
from projets.live.hub import SIGNED_OUT, hub
from projets.live.messages import EVERYBODY, frame, missed
from projets.live.wire import Wire

MOST_STREAMS = 50  # that one page follows
MOST_SOCKETS = 600  # of one person, in this process: five hundred are measured; below what a process may open
MOST_SAID = 50  # messages of one page within a second; it says a few a minute
MOST_WAITING = 1_000  # batches, while one catches up
LONGEST_NAME = 80  # of a stream
A_MOMENT = 0.02  # seconds by which the clock of a database may differ
FAR = 10  # seconds between two looks at what may be shut
NOT_UNDERSTOOD = 1008
TOO_MANY = 1013  # try again later
NOT_ALLOWED = object()


class Said(msgspec.Struct):
    follow: list[tuple[str, int | None]] = []
    unfollow: list[str] = []
    seen: str | None | msgspec.UnsetType = msgspec.UNSET
    language: str = ""


async def endpoint(scope, receive, send):
    await receive()
    headers = dict(scope["headers"])
    if not same_origin(headers.get(b"origin", b"").decode("latin-1"), headers.get(b"host", b"").decode("latin-1")):
        await send({"type": "websocket.close"})
        return
    await send({"type": "websocket.accept"})
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    socket = Socket(scope["extensions"]["projets.connection"], send, cookies.get(settings.SESSION_COOKIE_NAME, ""))
    hub.sockets.add(socket)  # before its session is read: it may end meanwhile
    try:
        socket.renew(await hub.in_thread(session_behind, socket.key))
        if socket.session and _pages_of(socket.session.user_id) > MOST_SOCKETS:
            socket.close(TOO_MANY)
        if socket.session and not socket.closing:
            await socket.follow([(f"user:{socket.session.user_id}", None)], settings.LANGUAGE_CODE)
        await socket.converse(receive)
    finally:
        hub.sockets.discard(socket)
        socket.stop_waiting()
        for stream in list(socket.following):
            socket.unfollow(stream)


def _pages_of(person):
    return sum(1 for one in hub.sockets if one.session and one.session.user_id == person)


def same_origin(origin, host):
    """Only our own pages may open a socket: a browser sends a session's cookie with anybody's."""
    if origin == settings.BASE_URL:
        return True
    try:
        parts, name = urlsplit(origin), urlsplit(f"//{host}").hostname or ""
    except ValueError:  # what no browser sends
        return False
    allowed = validate_host(f"[{name}]" if ":" in name else name, settings.ALLOWED_HOSTS)
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower() and allowed


def _variant(language):
    return (language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE, EVERYBODY)


class Following:
    """One socket on one stream: as far as `revision` it has been told."""

    __slots__ = ("channel", "revision", "socket", "variant", "waiting")

    def __init__(self, socket, stream, variant):
        self.socket = socket
        self.variant = variant
        self.revision = 0
        self.waiting = []  # batches that come before it has caught up
        self.channel = hub.follow(socket, stream, self)

    def take(self, batch):
        if self.waiting is not None:
            self.waiting.append(batch)
            if len(self.waiting) > MOST_WAITING:
                self.socket.cut()
        elif batch.last > self.revision:
            self.socket.write(batch.after(self.revision, self.variant, self.socket.session.user_id))
            self.revision = batch.last

    def caught_up(self, revision):
        self.revision = revision
        waiting, self.waiting = self.waiting, None
        self.socket.write(frame({"stream": self.channel.name, "at": revision}))
        for batch in waiting:
            self.take(batch)
        self.tell_presence()
        hub.presence.changed(self.channel.name)

    def tell_presence(self):
        if self.waiting is None and self.channel.presence:
            self.socket.write(self.channel.presence)


class Socket(Wire):
    __slots__ = ("ending", "following", "key", "said", "seen", "session", "since")

    def __init__(self, connection, send, key):
        super().__init__(connection, send)
        self.key = key
        self.session = None
        self.following = {}
        self.seen = None
        self.said, self.since = 0, 0.0
        self.ending = None

    async def converse(self, receive):
        """Until one of the two goes."""
        while (message := await receive())["type"] != "websocket.disconnect":
            if self.closing:
                continue
            if self._says_too_much():
                self.close(NOT_UNDERSTOOD)
                continue
            try:
                said = msgspec.json.decode(message.get("text") or "", type=Said)
            except msgspec.MsgspecError:
                self.close(NOT_UNDERSTOOD)
                continue
            await self._change(said)
            if said.seen is not msgspec.UNSET:
                self.see(said.seen and await hub.in_thread(may_be_told, said.seen) and said.seen)

    def _says_too_much(self):
        now = hub.loop.time()
        if now - self.since > 1:
            self.said, self.since = 0, now
        self.said += 1
        return self.said > MOST_SAID

    async def _change(self, said):
        """What it follows. It never leaves its own stream: the loss of a right is told there, and cuts it off."""
        own = f"user:{self.session.user_id}"
        for stream in said.unfollow:
            if stream != own:
                self.unfollow(stream)
        await self.follow([one for one in said.follow if one[0] != own], said.language)
        for stream, revision in said.follow:
            if stream == own and own in self.following:
                await self._go_back(self.following[own], revision, said.language)

    async def _go_back(self, following, revision, language):
        """Its own stream from that revision on, in this language; what comes meanwhile is told after it."""
        following.waiting = []
        following.variant = _variant(language)
        following.channel.variants |= {following.variant}
        asked = (following.channel.name, revision, following.variant, self.session.user_id)
        found = await hub.in_thread(missed, *asked)
        now, frames = found or (following.revision, [frame({"stream": following.channel.name, "reload": True})])
        for each in frames:
            await self.connection.writable.wait()
            self.write(each)
        following.caught_up(now)

    async def follow(self, wanted, language):
        """Follow first, then read what was missed: nothing falls between the two, and what comes twice is dropped."""
        begun = [(self._begin(stream, _variant(language)), revision) for stream, revision in wanted]
        begun = [(following, revision) for following, revision in begun if following]
        if not begun:
            return
        for (following, _revision), found in zip(begun, await hub.in_thread(self._read, begun), strict=True):
            await self._catch_up(following, found)

    def _begin(self, stream, variant):
        self.unfollow(stream)
        if len(self.following) >= MOST_STREAMS or len(stream) > LONGEST_NAME:
            self.close(NOT_UNDERSTOOD)
        if self.closing:
            return None
        self.following[stream] = Following(self, stream, variant)
        return self.following[stream]

    def _read(self, begun):
        """What each has missed; NOT_ALLOWED for those they may not see. In a thread."""
        found = []
        for following, revision in begun:
            stream = following.channel.name
            if may_follow(self.session.user_id, stream):
                hub.begin(following.channel)
                found.append(missed(stream, revision, following.variant, self.session.user_id))
            else:
                found.append(NOT_ALLOWED)
        return found

    async def _catch_up(self, following, found):
        stream = following.channel.name
        if self.following.get(stream) is not following:
            return  # cut off meanwhile
        if found is NOT_ALLOWED:
            self.lose(stream)
        elif found is None:
            self.unfollow(stream)
            self.write(frame({"stream": stream, "reload": True}))
        else:
            now, frames = found
            for each in frames:
                await self.connection.writable.wait()  # as fast as the page reads
                self.write(each)
            if self.following.get(stream) is following:
                following.caught_up(now)

    def unfollow(self, stream):
        if self.following.pop(stream, None):
            hub.unfollow(self, stream)

    def lose(self, stream):
        """They may not see it (any more)."""
        if stream in self.following:
            self.unfollow(stream)
            self.write(frame({"stream": stream, "gone": True}))

    def see(self, card):
        """They have this card open, or none."""
        kind, _colon, id = (card or "").partition(":")
        self.seen = id if kind == "card" and id.isascii() and id.isdigit() and len(id) < 20 else None
        self._presence_changed()

    def renew(self, session):
        """The session as it is now; None when it has ended."""
        if session is None:
            self.close(SIGNED_OUT)
        elif session != self.session:
            self.session = session
            self._wait_for_ending()
            self._presence_changed()

    def _wait_for_ending(self):
        """When an access of theirs ends, they are cut off at that moment; for whoever has one that ends, all that may
        shut it before is looked at more often: the reader does at once, but hears late of other writers of SQLite."""
        self.stop_waiting()
        if self.session.until:
            wait = (self.session.until - datetime.now(UTC)).total_seconds() + A_MOMENT
            self.ending = hub.loop.call_later(wait if 0 < wait < FAR else FAR, self._look_again)

    def _look_again(self):
        hub.in_thread(hub.check, [self])
        self._wait_for_ending()

    def stop_waiting(self):
        if self.ending:
            self.ending.cancel()
            self.ending = None

    def _presence_changed(self):
        for stream in self.following:
            hub.presence.changed(stream)

    def stop_following(self):
        for stream in list(self.following):
            self.unfollow(stream)
