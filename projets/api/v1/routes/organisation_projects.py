"""The projects of an organisation, for who administers it: which there are, who is to manage them, what they store."""

from ninja import Query

from projets.accounts.models import User
from projets.api.v1 import models, shapes
from projets.api.v1.administration import administered, unseen
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import of_what_is_unseen, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Sent
from projets.boards.actions.belonging import take_over_project
from projets.boards.belonging import shared_of, without_manager
from projets.boards.models import Project
from projets.boards.queries import find
from projets.boards.sharing.letting_out import room_of
from projets.usecase.rights import require

TAGS = ["organisations"]


class Heir(Sent):
    user_id: Id


class UnmanagedProject(models.Out):
    id: Id
    name: str
    is_shared: bool
    service_id: Id | None


class ProjectOfOrganisation(models.Out):
    id: Id
    name: str
    prefix: str
    service_id: Id | None
    is_open: bool


class Stored(models.Out):
    name: str | None
    files: int
    bytes: int


class Storage(models.Out):
    files: int
    bytes: int
    projects: list[Stored]


@api.get("/organisations/{id}/projects", response=models.page_of(ProjectOfOrganisation), auth=ADMIN, tags=TAGS)
def list_projects(request, id: Id, paged: Query[Paged]):
    """Its shared projects, those that you see (`is_open`) and others; `PUT /projects/{id}/service` gives one."""
    one = administered(request.actor, id)
    seen = Project.objects.visible_to(request.actor).filter(organisation=one).order_by()

    def items(found):
        open_ones = set(seen.filter(pk__in=[project.pk for project in found]).values_list("pk", flat=True))
        return [
            {
                "id": str(project.pk),
                "name": project.name,
                "prefix": project.prefix,
                "service_id": shapes.sent("service_id", project.service_id),
                "is_open": project.pk in open_ones,
            }
            for project in found
        ]

    return send(page(shared_of(one), paged, items))


@api.get("/organisations/{id}/unmanaged-projects", response=models.page_of(UnmanagedProject), auth=ADMIN, tags=TAGS)
def list_unmanaged(request, id: Id, paged: Query[Paged]):
    """Its projects that nobody of its people manages any more, private ones too: they wait to be taken over."""
    found = without_manager(administered(request.actor, id))
    return send(page(found, paged, lambda projects: [_unmanaged(one) for one in projects]))


@api.post("/projects/{id}/take-over", response={204: None}, auth=ADMIN, tags=TAGS)
def take_over(request, id: Id, body: Heir):
    """Have somebody of its organisation manage a project from now on that nobody of them does any more."""

    def do(actor, project):
        require(actor, "take_over_project", project)  # before anybody is looked for
        return take_over_project(actor, project, find(User.objects, body.user_id)[0])

    known = unseen(Project.objects.standing(), id, take_over_project)
    act = once(request, take_over_project, known, do, require_seeing=of_what_is_unseen)
    return nothing({"Projets-Act": str(act.pk)})


@api.get("/organisations/{id}/storage", response=Storage, auth=ADMIN, tags=TAGS)
def read_storage(request, id: Id):
    """The room that attached files take, the largest projects first; all private ones together, without a name."""
    room = room_of(administered(request.actor, id))
    stored = [{"name": name, "files": files, "bytes": size} for name, files, size in room["projects"]]
    return send(room | {"projects": stored})


def _unmanaged(project):
    return {
        "id": str(project.pk),
        "name": project.name,
        "is_shared": project.is_shared,
        "service_id": shapes.sent("service_id", project.service_id),
    }
