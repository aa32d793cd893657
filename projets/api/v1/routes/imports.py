"""Boards of other tools: a file is sent, looked at, started, and its balance read."""

from django.db.models import Q
from ninja import File, Query
from ninja.files import UploadedFile

from projets.api.v1 import models, shapes
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, WRITE, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Sent
from projets.boards.models import Board, Project
from projets.boards.queries import find
from projets.exchange.actions.imports import ask_import, drop_imports
from projets.exchange.actions.starting import start_import
from projets.exchange.events import ImportState
from projets.exchange.models import ImportJob
from projets.exchange.receiving import receive
from projets.usecase.errors import Refused, Why

TAGS = ["imports"]


class Start(Sent):
    project_id: Id | None = None
    project_name: Line = ""
    matches: dict[str, Id] = {}


@api.get("/imports", response=models.paged("Imports", imports=models.Import), tags=TAGS)
def list_imports(request, paged: Query[Paged]):
    """Your imports, the newest first."""
    _require_whole(request)
    found = ImportJob.objects.filter(owner=request.user)
    return send(page(found, paged, lambda jobs: [_item(job) for job in jobs], newest_first=True, name="imports"))


@api.post("/imports", response={201: models.Import}, auth=WRITE, tags=TAGS)
def create_import(request, file: File[UploadedFile]):
    """Send a board that Trello saved as JSON: it is looked at, and waits for you to start it."""
    _require_whole(request)
    act = once(request, ask_import, lambda actor: request.user, lambda actor, owner: receive(actor, owner, file))
    return acted(act, _item(*find(ImportJob.objects, act.facts[0].after.id)), 201)


@api.get("/imports/{id}", response=models.Import, tags=TAGS)
def read_import(request, id: Id):
    """How far it is; once it is done, its balance: what was found, imported, left out and why."""
    return send(_item(_seen(request, id)))


@api.post("/imports/{id}/start", response=models.Import, auth=ADMIN, tags=TAGS)
def start(request, id: Id, body: Start):
    """Write it to a project of yours, or to a new one. `matches`: people of the file by account here."""

    def do(actor, job):
        projects = find(Project.objects.visible_to(actor), body.project_id) if body.project_id else []
        return start_import(actor, job, projects, body.project_name, body.matches)

    act = once(request, start_import, lambda actor: _seen(request, id), do)
    return acted(act, _item(*find(ImportJob.objects, id)))


@api.delete("/imports/{id}", response={204: None}, auth=WRITE, tags=TAGS)
def drop(request, id: Id):
    """Forget an import that was not started, and its file."""
    mine = ImportJob.objects.filter(owner=request.user)
    act = once(request, drop_imports, lambda actor: find(mine, id)[0], lambda actor, job: drop_imports(actor, [job]))
    return nothing({"Projets-Act": str(act.pk)})


def _seen(request, id):
    """One's own, or that of a board one sees."""
    boards = Board.objects.visible_to(request.actor).order_by()
    own = Q(owner=request.user) if request.actor.projects is None else Q()
    started = Q(board__in=boards) & ~Q(state=ImportJob.State.READ)
    return find(ImportJob.objects.filter(own | started if own else started), id)[0]


def _require_whole(request):
    if request.actor.projects is not None:
        raise Refused("ask_import", Why.ROLE_TOO_LOW)


def _item(job):
    balance = job.balance if job.state == ImportJob.State.DONE else None
    return shapes.item(ImportState.of(job)) | {
        "file_name": job.file_name,
        "announced": job.analysis["announced"],
        "balance": balance,
        "people": job.analysis["people"],
        "error": job.error,
        "asked_at": shapes.moment(job.asked_at),
        "ended_at": shapes.moment(job.ended_at),
    }
