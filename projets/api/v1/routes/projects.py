"""Projects, who manages them, and favourites."""

from typing import Literal

from ninja import Query

from projets.accounts.models import User
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send, send_read
from projets.api.v1.door import ADMIN, WRITE, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.paging import Paged, part
from projets.api.v1.parsing import Hue, Id, Line, Sent, left_out
from projets.boards import events
from projets.boards.actions import projects as actions
from projets.boards.actions.saving import state
from projets.boards.models import BackgroundImage, Board, Field, FieldGroup, Project, ProjectManager
from projets.boards.overview import ARCHIVED, HIDDEN, SHOWN, projects_of
from projets.boards.queries import find
from projets.usecase.rights import require

TAGS = ["projects"]


class NewProject(Sent):
    name: Line
    description: Line = ""
    prefix: Line | None = None
    is_shared: bool = True
    background: Hue = ""


class ProjectChanges(Sent):
    name: Line = left_out()
    description: Line = left_out()
    prefix: Line = left_out()
    background: Hue = left_out()
    background_image_id: Id = left_out()
    is_hidden: bool = left_out()
    is_shared: bool = left_out()


class NewManager(Sent):
    user_id: Id


class Favourite(Sent):
    favorite: bool


class Listing(Paged):
    which: Literal[SHOWN, HIDDEN, ARCHIVED] = SHOWN
    search: str = ""


class ListedProject(models.Project):
    favorite: bool
    mine: int
    late: int
    boards: list[models.Board]


class WholeProject(models.Out):
    project: models.Project
    boards: list[models.Board]
    field_groups: list[models.FieldGroup]
    fields: list[models.Field]
    managers: list[models.Manager]


@api.get("/projects", response=models.paged("Projects", projects=ListedProject), tags=TAGS)
def list_projects(request, asked: Query[Listing]):
    """Projects you see, favourites first, then by name, with their boards; `search` looks for words in their names."""
    found = projects_of(request.actor, asked.which, asked.search)
    return send(part(found, asked, lambda some: [_listed(project) for project in some], name="projects"))


@api.post("/projects", response={201: models.Project}, auth=ADMIN, tags=TAGS)
def create_project(request, body: NewProject):
    """Found a project; you manage it."""
    act = once(
        request,
        actions.create_project,
        lambda actor: request.user,
        lambda actor, me: actions.create_project(actor, me, **body.dict()),
    )
    (founded,) = made(act, events.ProjectCreated)
    return acted(act, shapes.item(founded), 201)


@api.get("/projects/{id}", response=WholeProject, tags=TAGS)
def read_project(request, id: Id):
    """A project with the boards that you see of it, its groups of typed fields and its managers."""
    project = rows.one(Project, id)(request.actor)
    boards = Board.objects.visible_to(request.actor).filter(project=project, archived_at=None)
    groups = FieldGroup.objects.filter(project=project, binned_at=None)
    fields = Field.objects.to_act_on().filter(group__in=groups, binned_at=None)
    managers = ProjectManager.objects.filter(project=project).order_by("pk")
    parts = {"boards": boards, "field_groups": groups, "fields": fields, "managers": managers}
    shown = {name: [shapes.item(state(row)) for row in found] for name, found in parts.items()}
    own = shapes.item(state(project))
    return send_read(request, own["etag"], {"project": own, **shown})


@api.patch("/projects/{id}", response=models.Project, auth=ADMIN, tags=TAGS)
def edit_project(request, id: Id, body: ProjectChanges):
    """What is left out stays. `background` takes the place of a picture, `background_image_id` lays boards on one."""
    given = body.given
    image_id = given.pop("background_image_id", None)

    def do(actor, project):
        image = rows.one(BackgroundImage, image_id)(actor) if image_id else None
        return actions.edit_project(actor, project, image=image, **given)

    act = once(request, actions.edit_project, rows.one(Project, id), do)
    return acted_on(act, Project, id)


@api.delete("/projects/{id}", response=models.Project, auth=ADMIN, tags=TAGS)
def bin_project(request, id: Id):
    """Put a project in the bin, with all its boards."""
    return acted_on(once(request, actions.bin_project, rows.one(Project, id), actions.bin_project), Project, id)


@api.post("/projects/{id}/archive", response=models.Project, auth=ADMIN, tags=TAGS)
def archive_project(request, id: Id):
    """Put it away, with its boards."""
    return acted_on(
        once(request, actions.archive_project, rows.one(Project, id), actions.archive_project), Project, id
    )


@api.post("/projects/{id}/unarchive", response=models.Project, auth=ADMIN, tags=TAGS)
def unarchive_project(request, id: Id):
    """Take it out of the archive, with its boards."""
    return acted_on(
        once(request, actions.unarchive_project, rows.one(Project, id), actions.unarchive_project), Project, id
    )


@api.post("/projects/{id}/restore", response=models.Project, auth=ADMIN, tags=TAGS)
def restore_project(request, id: Id):
    """Take a project out of the bin."""
    return acted_on(
        once(request, actions.restore_project, rows.in_bin(Project, id), actions.restore_project), Project, id
    )


@api.put("/projects/{id}/favorite", response={204: None}, auth=WRITE, tags=TAGS)
def favor_project(request, id: Id, body: Favourite):
    """Keep a project at hand, or no longer: for you alone."""
    act = once(
        request,
        actions.favor_project,
        rows.one(Project, id),
        lambda actor, project: actions.favor_project(actor, project, body.favorite),
    )
    return nothing({"Projets-Act": str(act.pk)})


@api.post("/projects/{id}/managers", response={201: models.Manager}, auth=ADMIN, tags=TAGS)
def add_manager(request, id: Id, body: NewManager):
    """Let somebody manage it too."""

    def do(actor, project):
        require(actor, "add_manager", project)  # before anybody is looked for: else it would tell who has an account
        return actions.add_manager(actor, project, find(User.objects, body.user_id)[0])

    act = once(request, actions.add_manager, rows.one(Project, id), do)
    (added,) = made(act, events.ManagerAdded)
    return acted(act, shapes.item(added), 201)


@api.delete("/managers/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_manager(request, id: Id):
    """Let somebody manage the project no more."""
    act = once(request, actions.remove_manager, rows.one(ProjectManager, id), actions.remove_manager)
    return nothing({"Projets-Act": str(act.pk)})


def _listed(project):
    own = {name: getattr(project, name) for name in ("favorite", "mine", "late")}
    return shapes.item(state(project)) | own | {"boards": [shapes.item(state(one)) for one in project.seen_boards]}
