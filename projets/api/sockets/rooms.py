"""Who is in which room: `board:ID` for those who show a board, `user:ID` for somebody's clients.

Sockets come and go in any thread: whoever subscribes is in the room before reading what they subscribe to.
"""

from dataclasses import dataclass, replace
from threading import Lock

from projets.api.planka.authentication import digest_of, person_behind
from projets.api.planka.calling import Call
from projets.live.access import may_follow


@dataclass(frozen=True)
class Pass:
    """What somebody showed to be let into a room, and who it said they were."""

    user_id: int
    authorization: str
    api_key: str
    cookies: tuple

    @classmethod
    def of(cls, call):
        return cls(
            call.user.pk,
            call.headers.get("authorization", ""),
            call.headers.get("x-api-key", ""),
            tuple(sorted(call.cookies.items())),
        )

    def holds(self):
        """Does it still say so? It asks the database."""
        headers = {"authorization": self.authorization} | ({"x-api-key": self.api_key} if self.api_key else {})
        user = person_behind(Call("GET", "", headers=headers, cookies=dict(self.cookies)))
        return user is not None and user.pk == self.user_id

    def is_session(self, digest):
        return digest_of(self.authorization.partition(" ")[2].strip()) == digest

    def with_token(self, token):
        return replace(self, authorization=f"Bearer {token}")


class Renewing(Pass):
    """Of somebody who is changing their password by this socket: the answer brings another token."""

    def holds(self):
        return True

    def is_session(self, digest):
        return False


@dataclass(frozen=True)
class Delivery:
    """What those in any of these rooms are told; but those in the room `but`, who are told otherwise.

    The socket whose request `act` is has the answer to it instead.
    """

    rooms: tuple[str, ...]
    frame: bytes
    act: int | None = None
    but: str = ""
    asked_by: object = None  # a socket that has its answer, where no act says so
    only: frozenset | None = None  # ids of people: nobody else is told, whatever room they are in
    without: frozenset = frozenset()  # ids of people who are not told

    def is_for(self, user_id):
        return user_id not in self.without and (self.only is None or user_id in self.only)


class Rooms:
    def __init__(self):
        self.members = {}  # room: {socket: its pass}
        self.own = {}  # act: the socket whose request it is
        self.changing = Lock()

    def join(self, socket, room, shown):
        with self.changing:
            self.members.setdefault(room, {})[socket] = shown

    def leave(self, socket, room):
        with self.changing:
            if socket in self.members.get(room, ()):
                del self.members[room][socket]
                if not self.members[room]:
                    del self.members[room]

    def leave_all(self, socket):
        for room in self.rooms_of(socket):
            self.leave(socket, room)

    def change_pass(self, socket, before, after):
        """In all rooms that it entered with this one."""
        with self.changing:
            for members in self.members.values():
                if members.get(socket) == before:
                    members[socket] = after

    def end_pass(self, socket, shown):
        """Leave all rooms that it entered with this one. Were there any?"""
        left = [room for room in self.rooms_of(socket) if self.inside(room).get(socket) == shown]
        for room in left:
            self.leave(socket, room)
        return bool(left)

    def rooms_of(self, socket):
        with self.changing:
            return [room for room, members in self.members.items() if socket in members]

    def inside(self, room):
        """{socket: its pass}, as of now."""
        with self.changing:
            return dict(self.members.get(room, ()))

    def is_anybody_in(self, room):
        return room in self.members

    def forget(self, acts):
        for act in acts:
            self.own.pop(act, None)

    def names(self, kind):
        """Ids in the names of the rooms of this kind where somebody is."""
        with self.changing:
            return {int(room.partition(":")[2]) for room in self.members if room.startswith(kind)}

    def deliver(self, one):
        """Called in the event loop."""
        told = {}
        for room in one.rooms:
            told |= {socket: shown for socket, shown in self.inside(room).items() if one.is_for(shown.user_id)}
        beside = self.inside(one.but) if one.but else {}
        own = self.own.get(one.act)
        for socket in told:
            if socket is not own and socket is not one.asked_by and socket not in beside:
                socket.tell(one.frame)

    def passes(self, user_ids=None):
        """{pass: its sockets}, of these people or of all."""
        found = {}
        with self.changing:
            for members in self.members.values():
                for socket, shown in members.items():
                    if user_ids is None or shown.user_id in user_ids:
                        found.setdefault(shown, set()).add(socket)
        return found

    def check_passes(self, put_out, user_ids=None):
        """`put_out(socket, pass)` for those whose pass is none any more. Called in a thread."""
        for shown, sockets in self.passes(user_ids).items():
            if not shown.holds():
                for socket in sockets:
                    put_out(socket, shown)

    def check_boards(self, user_ids=None):
        """Put out of its room whoever, of these people or of all, may no longer see a board. Called in a thread."""
        asked = {}
        for id in self.names("board:"):
            room = f"board:{id}"
            for socket, shown in self.inside(room).items():
                if user_ids is not None and shown.user_id not in user_ids:
                    continue
                question = (shown.user_id, room)
                if question not in asked:
                    asked[question] = may_follow(*question)
                if not asked[question]:
                    self.leave(socket, room)


rooms = Rooms()
