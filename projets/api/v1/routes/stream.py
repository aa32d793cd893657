"""A board's events as they happen: who may hear them, and from where on. The rest is in `v1/stream.py`."""

from typing import Annotated

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from pydantic import Field

from projets.api.v1 import rows
from projets.api.v1.door import api
from projets.api.v1.parsing import Id
from projets.api.v1.problems import Problem
from projets.api.v1.stream import GOES_ON, GoingOn, greeting, told
from projets.boards.models import Board
from projets.live.listeners import AT_ONCE, listening_of
from projets.usecase.log import revision_of, since

MEDIA = "text/event-stream"
MOST_AT_ONCE = 50  # streams of one person in one process
ONE = {
    "type": "object",
    "description": "Each of the stream.",
    "required": ["data"],
    "properties": {
        "id": {"type": "string", "description": "the revision, to come back with as Last-Event-ID"},
        "event": {"type": "string", "description": "the kind; `at` where it begins, `end` at the end"},
        "data": {"type": "string", "contentMediaType": "application/json", "description": "an Event, as JSON"},
    },
}
SENT = {"responses": {200: {"content": {MEDIA: {"schema": ONE}}}}}


@api.get("/boards/{id}/events", response={200: None}, tags=["boards"], openapi_extra=SENT)
def events(request, id: Id, since: Annotated[int, Field(ge=0, le=2**62)] | None = None):
    """What happens on a board, as it happens: Server-Sent Events.

    Each has its revision as `id`, its kind as `event`, and as `data` an Event as histories show it. It begins after
    revision `since`, or after the header `Last-Event-ID`, as browsers and libraries send it when they come back; by
    default now. Nothing is missed and nothing comes twice. A comment every 15 seconds is a sign of life; `event: end`
    comes last, when the token or the right to see the board has ended, or the server stops.
    """
    board = rows.one(Board, id)(request.actor)
    now = revision_of(board.stream)
    revision = _last_heard(request, since, now)
    if listening_of(request.user.pk) >= MOST_AT_ONCE:
        raise Problem(429, _("You listen to too many boards at once: end some first."), headers={"Retry-After": "60"})
    return _answer(request, board, revision)


def _last_heard(request, since, now):
    heard = request.headers.get("Last-Event-ID", "")
    if heard.isascii() and heard.isdigit() and len(heard) < 19:
        since = int(heard)
    if since is not None and since > now:
        said = _("This board is at revision %(now)s: begin at most there.") % {"now": now}
        raise Problem(422, said, [{"parameter": "since", "detail": said}])
    return now if since is None else since


def _answer(request, board, revision):
    missed = list(since(board.stream, revision)[:AT_ONCE])
    body = greeting(revision) + told(request.user.pk, missed)
    projects = None if request.actor.projects is None else sorted(request.actor.projects)
    reached = missed[-1].revision if missed else revision
    going_on = GoingOn(request.token.pk, request.user.pk, board.pk, reached, projects)
    headers = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
    if request.META["REQUEST_METHOD"] == "HEAD":
        return HttpResponse(body, MEDIA, headers=headers)
    return HttpResponse(body, MEDIA, headers=headers | {GOES_ON.decode(): msgspec.json.encode(going_on).decode()})
