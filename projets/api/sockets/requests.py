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
from projets.api.sockets.rooms import Pass, Renewing, rooms
from projets.live.access import may_follow
from projets.live.hub import hub
from projets.usecase import securitylog
from projets.usecase.guard import reads_only
from projets.usecase.log import witnessed

METHODS = {"get", "post", "patch", "delete", "put"}
READING = {"GET", "HEAD"}
_FOLLOWED = re.compile(r"/api/(users|boards)/(me|[1-9]\d{0,18})")
_PASSWORD = re.compile(r"/api/users/(?:me|[1-9]\d{0,18})/password")

log = logging.getLogger(__name__)
routes.load()
FORBIDDEN = 403


class NoRequest(Exception):
    """What was sent is none."""


def _may_be_header(value):
    return isinstance(value, str) and value.isascii()


class Sent(msgspec.Struct):
    url: str
    data: dict | None = None
    headers: dict | None = None


class Request:
    """One virtual request of a socket. `acts` are those that it performed."""

    def __init__(self, socket, method, sent):
        try:
            sent = msgspec.convert(sent, Sent)
            sent.url.encode()  # half a character cannot be written in an answer
            parts = urlsplit(sent.url)
        except (msgspec.ValidationError, ValueError):
            raise NoRequest from None
        self.socket = socket
        self.acts = []
        self.call = Call(
            method.upper(),
            parts.path.rstrip("/"),
            dict(parse_qsl(parts.query, keep_blank_values=True)) | (sent.data or {}),
            {name.lower(): value for name, value in (sent.headers or {}).items() if _may_be_header(value)},
            socket.cookies,
            address=socket.address,
            socket=socket,
        )
        self.reads = self.call.method in READING
        self.subscribes = (
            self.call.method == "GET"
            and self.call.sent.get("subscribe") in (True, "true", "1")
            and _FOLLOWED.fullmatch(self.call.path)
        )
        self.room = None  # that it has entered
        self.renewing = None  # the pass whose token another one may replace

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
            self._renew(answered)
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
            room = f"board:{id}"
            if kind == "boards" and may_follow(user.pk, room):  # else they would hear it until they are refused
                self._enter(room)
            elif kind == "users" and id in ("me", str(user.pk)):
                self._enter(f"user:{user.pk}")
        if call.session is not None:
            self._mind_pass()
        return user

    def _mind_pass(self):
        """Who ends their own token by this request knows it by the answer: they are not told `logout`."""
        asked = self.call.method, self.call.path
        if asked == ("DELETE", "/api/access-tokens/me"):
            rooms.end_pass(self.socket, Pass.of(self.call))
        elif asked[0] == "PATCH" and _PASSWORD.fullmatch(asked[1]):
            self.renewing = Pass.of(self.call)
            rooms.change_pass(self.socket, self.renewing, Renewing(**vars(self.renewing)))

    def _renew(self, answered):
        """The token that came with a new password opens the rooms that the one before it has opened."""
        if self.renewing is None:
            return
        included = answered.body.get("included", {}) if answered.status == 200 else {}
        token = included.get("accessToken")
        renewed = self.renewing.with_token(token) if token else self.renewing
        rooms.change_pass(self.socket, Renewing(**vars(self.renewing)), renewed)

    def _enter(self, room):
        hub.everything.begin()
        if self.socket not in rooms.inside(room):
            self.room = room
            rooms.join(self.socket, room, Pass.of(self.call))
