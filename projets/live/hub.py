"""The hub: who follows which stream, and how a change reaches all of them within milliseconds.

The parts above give it what it cannot know:
    register_renderer(render)      render(event, language, audience) -> message
    register_audiences(find)       find(events) -> the audiences of those that are not for everybody
    register_telling(may_be_told)  may_be_told(element) -> whether others may know that somebody has it open
    register_access(may_follow)    may_follow(user_id, stream) -> bool
    register_access_facts(kinds)   facts after which the followers of their stream are checked again
    register_harmless_facts(kinds) facts on somebody's own stream that need no check of their sessions
    register_gates(beginnings)     of names of streams that shut out, nobody following, who has an access that ends
    register_person(person)        person(user_id) -> how others see them, None for who does not show presence
    register_teller(tell)          tell(events) -> for those who are told by other rooms than our streams
    register_ender(end)            end(digest) -> a session has ended: theirs may be one
    session_ended(key)             closes the sockets of a session, from any thread

The hub belongs to the event loop, so it needs no locks; what other threads call says so. A message is written to a
follower's transport at once: the transport's own buffer is the bounded queue, and who lets it fill is cut off.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from django.db import Error, close_old_connections, connection

from projets.live.access import (
    digest_of,
    may_follow,
    register_access,
    register_access_facts,
    register_endings,
    register_gates,
    register_harmless_facts,
    register_person,
    register_telling,
    session_behind,
)
from projets.live.everything import Everything, register_teller
from projets.live.listening import Listening, say
from projets.live.messages import frame, register_audiences, register_renderer
from projets.live.presence import Presence
from projets.live.reader import Reader
from projets.usecase.log import revision_of
from projets.usecase.wakeup import heard, listen

__all__ = [
    "hub",
    "register_access",
    "register_audiences",
    "register_access_facts",
    "register_ender",
    "register_endings",
    "register_gates",
    "register_harmless_facts",
    "register_person",
    "register_renderer",
    "register_teller",
    "register_telling",
    "session_ended",
    "session_ended_of",
]

SIGNED_OUT = 4401  # the code that a socket is closed with when its session has ended
HEARTBEAT = 25  # seconds; a page that hears nothing for longer than that connects again
CHECKS = 60  # seconds between two checks of every session and of all that is followed
THREADS = 2  # for sessions, rights and catching up: their own, so that five hundred pages coming back delay no request
PING = frame({"ping": True})

log = logging.getLogger(__name__)
_enders = []


def register_ender(end):
    """`end(digest)`: called in the event loop when the session with this digest of its key has ended."""
    _enders.append(end)


@dataclass(eq=False)
class Channel:
    """One stream that is followed in this process. `revision` is how far the reader has read; None: not yet at all."""

    name: str
    followers: dict = field(default_factory=dict)  # socket: Following
    variants: frozenset = frozenset()
    revision: int | None = None
    starting: Lock = field(default_factory=Lock)
    presence: bytes = b""  # as it was last told

    def deliver(self, batch):
        for following in list(self.followers.values()):
            following.take(batch)
        if batch.narrow:
            self._hide(frozenset().union(*(each.cards for each in batch.narrow.values())))

    def _hide(self, cards):
        """Nobody is told any more who has these open."""
        for socket in list(self.followers):
            if getattr(socket, "seen", None) and int(socket.seen) in cards:
                socket.see(None)


class Hub:
    def __init__(self):
        self.channels = {}
        self.sockets = set()
        self.loop = None

    def start(self):
        self.loop = asyncio.get_running_loop()
        self.threads = ThreadPoolExecutor(THREADS, "live")
        self.presence = Presence(self)
        self.reader, self.everything = Reader(self), Everything()
        self.listening = None
        self.stop_hearing_commits = listen(self._wake)
        if connection.vendor == "postgresql":
            self.listening = Listening(heard, partial(self.loop.call_soon_threadsafe, self.heard))
            self.listening.start()
        self.reader.start()
        self.everything.start()
        self.timers = [self.loop.create_task(self._beat()), self.loop.create_task(self._check_now_and_then())]

    async def stop(self):
        for timer in self.timers:
            timer.cancel()
        self.stop_hearing_commits()
        for thread in filter(None, (self.listening, self.reader, self.everything)):
            await asyncio.to_thread(thread.stop)
        self.threads.shutdown(wait=False, cancel_futures=True)
        self.loop = None

    def _wake(self, *moved):
        self.reader.wake(*moved)
        self.everything.wake(*moved)

    def in_thread(self, work, *arguments):
        return self.loop.run_in_executor(self.threads, _with_a_good_connection, work, *arguments)

    async def _beat(self):
        while True:
            await asyncio.sleep(HEARTBEAT)
            for socket in list(self.sockets):
                socket.write(PING)
            self.presence.beat()

    async def _check_now_and_then(self):
        while True:
            await asyncio.sleep(CHECKS)
            try:
                await self.in_thread(self.check, list(self.sockets))
            except Error:
                log.exception("sessions could not be checked; again in %s s", CHECKS)

    def follow(self, socket, stream, following):
        """From now on this socket is given what becomes of the stream."""
        channel = self.channels.get(stream) or self.channels.setdefault(stream, Channel(stream))
        if following.variant:  # without one it reads the log itself, and is only woken
            channel.variants |= {following.variant}
        channel.followers[socket] = following
        return channel

    def unfollow(self, socket, stream):
        channel = self.channels[stream]
        del channel.followers[socket]
        if not channel.followers:
            del self.channels[stream]
        self.presence.changed(stream)

    def begin(self, channel):
        """Called in a thread by whoever is about to catch up: what is read later than now, the reader reads too."""
        with channel.starting:
            if channel.revision is not None:
                return
            channel.revision = revision_of(channel.name)
        self.reader.wake(channel.name)

    def send(self, channel, batch):
        """Called by the reader, in its thread."""
        self.loop.call_soon_threadsafe(channel.deliver, batch)

    def check(self, sockets):
        """Cut off whoever is no longer signed in, or may no longer see what they follow. Called in a thread."""
        keys = {socket.key for socket in sockets}
        sessions = {key: key and session_behind(key) for key in keys}  # who has no key looks by itself when renewed
        for socket in sockets:
            self.loop.call_soon_threadsafe(socket.renew, sessions[socket.key])
        self.check_access([socket for socket in sockets if sessions[socket.key]])

    def check_access(self, sockets):
        """Called in a thread."""
        asked = {}
        for socket in sockets:
            for stream in list(socket.following):
                question = (socket.session.user_id, stream)
                if question not in asked:
                    asked[question] = may_follow(*question)
                if not asked[question]:
                    self.loop.call_soon_threadsafe(socket.lose, stream)

    def heard(self, message):
        """What a process said: this one, or another."""
        if "ended" in message:
            self.end_session(message["ended"])
        else:
            self.presence.heard(message)

    def end_session(self, digest):
        for socket in list(self.sockets):
            if digest_of(socket.key) == digest:
                socket.close(SIGNED_OUT)
        for end in _enders:
            end(digest)


hub = Hub()


def session_ended(key):
    """Close the sockets of a session that has just ended, in whichever process they are. Called in any thread."""
    session_ended_of(digest_of(key))


def session_ended_of(digest):
    """The same, for who knows the digest of its key alone."""
    if connection.vendor == "postgresql":
        say({"ended": digest})
    elif hub.loop:
        hub.loop.call_soon_threadsafe(hub.end_session, digest)


def _with_a_good_connection(work, *arguments):
    """In a context of its own, as a request: what was asked ahead for it ends with it."""
    close_old_connections()
    return Context().run(work, *arguments)
