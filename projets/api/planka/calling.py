"""What is asked, whoever carries it, and the table of routes.

A route is a function `route(call, given, **ids)` under
`@route("PATCH", "/labels/{label}", …parameters, of="Label", answers={"item": LabelItem})`: `given` holds what was sent
of its parameters, `ids` those of its address. It answers the body, a dict, or raises `refusals.Refusal` or a domain
error. What is declared here is also what `document.py` says of it.
"""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DatabaseError

from projets.accounts.models import User
from projets.api.planka import request_ids
from projets.api.planka.parameters import File, Id, read
from projets.api.planka.refusals import Refusal, invalid, not_found, refusal_of, unauthorized
from projets.api.planka.telling.unchanged import announce_unchanged
from projets.usecase.actor import Actor
from projets.usecase.errors import DomainError, Unavailable
from projets.usecase.log import witnessed
from projets.usecase.outages import is_outage

PUBLIC, ANYBODY, FOUNDERS, ADMINISTRATORS = "public", "anybody", "founders", "administrators"
_ROLES = {FOUNDERS: {User.Role.ADMINISTRATOR, User.Role.PROJECT_OWNER}, ADMINISTRATORS: {User.Role.ADMINISTRATOR}}


@dataclass
class Call:
    """One request. `sent` is what came in the query and the body, `user` who asks once that is known."""

    method: str
    path: str  # "/api/labels/12"
    sent: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    cookies: dict[str, str] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)  # Django's uploaded files
    address: str = ""
    socket: Any = None  # of a virtual request: who may be given events
    user: User | None = None
    session: Any = None  # the ApiSession behind the token, if it is one
    set_cookies: dict[str, dict] = field(default_factory=dict)  # {name: arguments of Django's set_cookie}

    @property
    def actor(self):
        return Actor(self.user.pk, "api")

    @property
    def is_administrator(self):
        return self.user.role == User.Role.ADMINISTRATOR


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any  # a dict, bytes of JSON, or None for nothing


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    who: str
    of: str | None
    managed: bool
    answers: dict
    refuses: tuple
    parameters: tuple
    files: tuple
    ids: tuple
    function: Any
    pattern: re.Pattern


routes = []


def route(method, path, *parameters, answers, refuses=(), of=None, who=ANYBODY, managed=False):
    """`of` names the row of the address for a 404; `who`: others than these are told that there is nothing.

    `managed`: who may not is told that there is nothing, even if they see the row: only managers know of this.
    `answers` is the shape of its body; `refuses` are its statuses beside those that follow from the rest.
    """

    def declare(function):
        names = re.findall(r"\{(\w+)\}", path)
        pattern = re.compile("/api" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/:]+)", path))
        ids = tuple(Id(name, me=name == "user", required=True) for name in names)
        files = tuple(one for one in parameters if isinstance(one, File))
        others = tuple(one for one in parameters if one not in files)
        routes.append(Route(method, path, who, of, managed, answers, refuses, others, files, ids, function, pattern))
        return function

    return declare


get, post, patch, delete = (partial(route, method) for method in ("GET", "POST", "PATCH", "DELETE"))


def answer(call, authenticate):
    """`authenticate(call)` says who asks: the User, with `call.session`; None for nobody."""
    try:
        found, ids = _find(call)
        call.user = authenticate(call)
        _admit(found, call)
        given = _given(found, call, ids)
        acts = []
        with witnessed(acts.append), witnessed(partial(request_ids.remember, id=given.get("requestId"))):
            body = found.function(call, given, **{one.name: given.pop(one.name) for one in found.ids})
        announce_unchanged(call, found, given, body, acts)
        return Answer(200, body)
    except Refusal as refusal:
        return Answer(refusal.status, refusal.body)
    except DomainError as error:
        refusal = refusal_of(error, found.of, found.managed)
    except DatabaseError as error:
        if not is_outage(error):
            raise
        refusal = refusal_of(Unavailable(), None)
    return Answer(refusal.status, refusal.body)


def _find(call):
    for one in routes:
        if one.method == call.method and (match := one.pattern.fullmatch(call.path)):
            return one, match.groupdict()
    raise not_found()


def _admit(found, call):
    if found.who == PUBLIC:
        return
    if call.user is None:
        raise unauthorized()
    if found.who in _ROLES and call.user.role not in _ROLES[found.who]:
        raise not_found()


def _given(found, call, ids):
    given, problems = read(found.ids, ids)
    sent, more = read(found.parameters, call.sent)
    if problems or more:
        raise invalid(call, problems + more)
    files = {one.name: call.files[one.name] for one in found.files if one.name in call.files}
    return sent | files | given
