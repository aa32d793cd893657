"""A virtual request: `get`, `post`, `patch`, `delete` or `put` with {url, data, headers}, answered as by HTTP."""

import logging
import re
from contextlib import nullcontext
from contextvars import Context
from urllib.parse import parse_qsl, urlsplit

import msgspec
from django.conf import settings
from django.db import close_old_connections
from django.utils import translation

from projets.api.planka import routes
from projets.api.planka.authentication import person_behind
from projets.api.planka.calling import Answer, Call, answer
from projets.api.sockets.rooms import Pass, rooms
from projets.live.hub import hub
from projets.usecase import securitylog
from projets.usecase.guard import reads_only
from projets.usecase.log import witnessed

METHODS = {"get", "post", "patch", "delete", "put"}
READING = {"GET", "HEAD"}
_FOLLOWED = re.compile(r"/api/(users|boards)/(me|[1-9]\d{0,18})")

log = logging.getLogger(__name__)
routes.load()
FORBIDDEN = 403


class NoRequest(Exception):
    """What was sent is none."""


class Sent(msgspec.Struct):
    url: str
    data: dict | None = None
    headers: dict | None = None


class Request:
    """One virtual request of a socket. `acts` are those that it performed."""

    def __init__(self, socket, method, sent):
        try:
            sent = msgspec.convert(sent, Sent)
            parts = urlsplit(sent.url)
        except (msgspec.ValidationError, ValueError):
            raise NoRequest from None
        self.socket = socket
        self.acts = []
        self.call = Call(
            method.upper(),
            parts.path.rstrip("/"),
            dict(parse_qsl(parts.query, keep_blank_values=True)) | (sent.data or {}),
            {name.lower(): value for name, value in (sent.headers or {}).items() if isinstance(value, str)},
            socket.cookies,
            address=socket.address,
            socket=socket,
        )
        self.reads = self.call.method in READING
        self.subscribes = (
            self.call.method == "GET"
            and self.call.sent.get("subscribe") in (True, "true")
            and _FOLLOWED.fullmatch(self.call.path)
        )
        self.room = None  # that it has entered

    def perform(self):
        """The answer as JSON (nothing for an empty one), and its status. Called in a thread."""
        return Context().run(self._perform)

    def _perform(self):
        close_old_connections()
        reading = reads_only() if self.reads else nullcontext()
        traced = securitylog.answering(None, self.call.address)
        with traced, translation.override(settings.LANGUAGE_CODE), witnessed(self._begins), reading:
            try:
                answered = answer(self.call, self._authenticate)
            except Exception:
                log.exception("%s %s failed", self.call.method, self.call.path)
                answered = Answer(500, None)
            if answered.status == FORBIDDEN:
                user_id, method = self.call.user and self.call.user.pk, self.call.method
                securitylog.log(
                    "refusal", securitylog.REFUSED, user_id=user_id, route="socket.io/", http_method=method
                )
        if self.room and answered.status != 200:
            rooms.leave(self.socket, self.room)
        if answered.body is None or isinstance(answered.body, bytes):
            return answered.body or b"", answered.status
        return msgspec.json.encode(answered.body), answered.status

    def _begins(self, act):
        self.acts.append(act.pk)
        rooms.own[act.pk] = self.socket

    def _authenticate(self, call):
        """Who asks; whoever subscribes is in the room before what they subscribe to is read."""
        call.user = user = person_behind(call)
        if user is not None and self.subscribes:
            kind, id = self.subscribes.groups()
            if kind == "boards" and id != "me":
                self._enter(f"board:{id}")
            elif kind == "users" and id in ("me", str(user.pk)):
                self._enter(f"user:{user.pk}")
        return user

    def _enter(self, room):
        hub.everything.begin()
        if self.socket not in rooms.inside(room):
            self.room = room
            rooms.join(self.socket, room, Pass.of(self.call))
