"""Who is here, and who has which card open: told to the followers of a board, stored nowhere.

Changes within a moment are told together, the longer after the more people read them. On PostgreSQL each process tells
the others who is here with it, again at every heartbeat, and forgets one that has been silent for two of them.
"""

import json
import logging
from uuid import uuid4

from django.db import Error, connection

from projets.live.listening import say
from projets.live.messages import frame

SHOWN = 40  # people; pages show a few faces and how many more there are
AT_ONCE = 0.2  # seconds during which changes are told together
FOLLOWERS_PER_SECOND = 250
SILENT = 60  # seconds after which what another process said no longer holds
LARGEST_NOTE = 7_800  # bytes; PostgreSQL refuses 8,000
PROCESS = uuid4().hex[:8]

log = logging.getLogger(__name__)


class Presence:
    def __init__(self, hub):
        self.hub = hub
        self.due = set()
        self.elsewhere = {}  # stream: {process: (until, people)}
        self.between_processes = connection.vendor == "postgresql"

    def changed(self, stream):
        """Somebody came, left, or opened another card."""
        if not stream.startswith("board:") or stream in self.due or self.hub.loop is None:
            return
        self.due.add(stream)
        channel = self.hub.channels.get(stream)
        wait = AT_ONCE + (len(channel.followers) if channel else 0) / FOLLOWERS_PER_SECOND
        self.hub.loop.call_later(wait, self._tell, stream)

    def beat(self):
        for stream in [*self.hub.channels, *self.elsewhere]:
            self.changed(stream)

    def heard(self, message):
        """What a process says of a stream."""
        if message["process"] == PROCESS:
            return
        processes = self.elsewhere.setdefault(message["stream"], {})
        processes[message["process"]] = (self.hub.loop.time() + SILENT, message["people"])
        self.changed(message["stream"])

    def _tell(self, stream):
        self.due.discard(stream)
        if self.hub.loop is None:
            return
        channel = self.hub.channels.get(stream)
        here = _people_here(channel) if channel else []
        if self.between_processes:
            self.hub.in_thread(_say, _note(stream, here))
        if channel is None:
            return
        everybody = _merged(here + self._people_elsewhere(stream))
        told = frame({"stream": stream, "presence": everybody[:SHOWN], "count": len(everybody)})
        if told != channel.presence:
            channel.presence = told
            for following in list(channel.followers.values()):
                following.tell_presence()

    def _people_elsewhere(self, stream):
        now = self.hub.loop.time()
        processes = self.elsewhere.get(stream, {})
        for process in [process for process, (until, _people) in processes.items() if until < now]:
            del processes[process]
        if not processes:
            self.elsewhere.pop(stream, None)
        return [one for _until, people in processes.values() for one in people]


def _people_here(channel):
    """Those who have been told the stream: one that only asks to may not see it."""
    followers = channel.followers.items()
    sockets = [socket for socket, following in followers if following.waiting is None and socket.session.person]
    return _merged([socket.session.person | {"card": socket.seen} for socket in sockets])


def _merged(people):
    """Each person once, with the card that one of their pages has open."""
    merged = {}
    for one in people:
        before = merged.get(one["id"])
        if before is None or one["card"]:
            merged[one["id"]] = one
    return list(merged.values())


def _say(note):
    try:
        say(note)
    except Error:
        log.exception("the other processes could not be told who is here")


def _note(stream, people):
    note = {"process": PROCESS, "stream": stream, "people": people[:SHOWN]}
    while len(json.dumps(note)) > LARGEST_NOTE:
        note["people"] = note["people"][:-1]
    return note
