"""Where people are signed in with a browser or another client, and how often signing in fails.

A session is known here by the digest of its key: nobody can use it.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from ninja import Query
from pydantic import StringConstraints

from projets.accounts.factors import failures, opened
from projets.accounts.factors.actions.sessions import revoke_sessions
from projets.accounts.models import ApiSession, User
from projets.accounts.queries import require_administrator
from projets.api.v1 import models
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import once
from projets.api.v1.paging import Paged, cursor_of, next_after
from projets.api.v1.parsing import Id
from projets.api.v1.shapes import moment
from projets.boards.queries import find
from projets.live import hub
from projets.live.access import digest_of
from projets.usecase.errors import NotFound, Refused, Why
from projets.usecase.ids import made_at

TAGS = ["sessions"]
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
MOST = 2**57  # microseconds: beyond, there are no years
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class BrowserSession(models.Out):
    id: str
    user_id: models.Id
    name: str
    browser: str
    address: str
    opened_at: models.At
    seen_at: models.At


class ClientSession(models.Out):
    id: models.Id
    made_at: models.At
    expires_at: models.At


class LockOut(models.Out):
    at: models.At
    user_id: models.Id | None
    name: str | None


class Failures(models.Out):
    failed: int
    shut: int
    lock_outs: list[LockOut]


class SessionsAsked(Paged):
    person_id: Id | None = None


Sessions = models.many("Sessions", sessions=BrowserSession, clients=ClientSession)


@api.get("/sessions", response=Sessions, tags=TAGS)
def list_sessions(request):
    """Where you are signed in: browsers, the last seen first, and clients of the other API."""
    _require_whole(request)
    clients = ApiSession.objects.filter(user=request.user, is_pending=False).order_by("-pk")
    return send(
        {
            "sessions": [_item(one) for one in opened.sessions_of(request.user).select_related("user")],
            "clients": [
                {"id": str(one.pk), "made_at": moment(made_at(one.pk)), "expires_at": moment(one.expires_at)}
                for one in clients
            ],
        }
    )


@api.get("/sessions/all", response=models.page_of(BrowserSession), auth=ADMIN, tags=TAGS)
def list_all_sessions(request, asked: Query[SessionsAsked]):
    """For administrators: everybody's browsers, or one person's (`person_id`), the last seen first."""
    require_administrator(request.actor)
    found = opened.sessions_of_everybody()
    if asked.person_id:
        found = found.filter(user__in=find(User.objects, asked.person_id))
    if asked.cursor:
        found = found.filter(seen_at__lt=_moment_of(cursor_of(asked.cursor)))
    found = list(found[: asked.limit + 1])
    more, found = len(found) > asked.limit, found[: asked.limit]
    last = next_after((found[-1].seen_at - EPOCH) // MICROSECOND) if more else None
    return send({"items": [_item(one) for one in found], "next": last})


@api.get("/sessions/failures", response=Failures, auth=ADMIN, tags=TAGS)
def read_failures(request):
    """For administrators: how many tries to sign in failed within a quarter of an hour, how many names and addresses
    wait, and the last times that somebody failed too often with a person's name."""
    require_administrator(request.actor)
    lock_outs = [
        {"at": moment(at), "user_id": str(user.pk) if user else None, "name": user.name if user else None}
        for at, user in failures.lock_outs()
    ]
    return send(failures.now() | {"lock_outs": lock_outs})


@api.delete("/sessions/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def end_session(request, id: Digest):
    """End a browser's session of yours; an administrator, anybody's."""

    def do(actor, session):
        act = revoke_sessions(actor, session.user, [session.pk])
        hub.session_ended(session.pk)
        return act

    act = once(request, revoke_sessions, lambda actor: _session(request, id), do)
    return nothing({"Projets-Act": str(act.pk)})


@api.delete("/client-sessions/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def end_client_session(request, id: Id):
    """End a client's session of yours."""

    def do(actor, found):
        (client,) = found
        act = revoke_sessions(actor, request.user, api_sessions=[client.pk])
        hub.session_ended_of(client.digest)
        return act

    mine = ApiSession.objects.filter(user=request.user)
    act = once(request, revoke_sessions, lambda actor: find(mine, id), do)
    return nothing({"Projets-Act": str(act.pk)})


@api.post("/sessions/end", response={204: None}, auth=ADMIN, tags=TAGS)
def end_all_sessions(request):
    """End all your sessions, of browsers and of clients: you sign in again wherever you are."""

    def do(actor, _none):
        user = request.user
        pages = [one.pk for one in opened.sessions_of(user)]
        clients = list(ApiSession.objects.filter(user=user).order_by("pk"))
        act = revoke_sessions(actor, user, pages, [one.pk for one in clients])
        for key in pages:
            hub.session_ended(key)
        for one in clients:
            hub.session_ended_of(one.digest)
        return act

    act = once(request, revoke_sessions, lambda actor: None, do)
    return nothing({"Projets-Act": str(act.pk)})


def _moment_of(cursor):
    """When the last session of the piece before was seen: no two are at the same microsecond."""
    return EPOCH + min(cursor, MOST) * MICROSECOND


def _require_whole(request):
    if request.actor.projects is not None:
        raise Refused("revoke_sessions", Why.ROLE_TOO_LOW)


def _session(request, digest):
    """One's own first: only an administrator's is looked for among everybody's."""
    found = next((one for one in opened.sessions_of(request.user) if digest_of(one.pk) == digest), None)
    if found is None:
        require_administrator(request.actor)
        found = next((one for one in opened.sessions_of_everybody() if digest_of(one.pk) == digest), None)
    if found is None:
        raise NotFound
    return found


def _item(one):
    return {
        "id": digest_of(one.pk),
        "user_id": str(one.user_id),
        "name": one.user.name,
        "browser": one.browser,
        "address": one.address,
        "opened_at": moment(one.opened_at),
        "seen_at": moment(one.seen_at),
    }
