"""Projects, their managers and the pictures behind their boards."""

from projets.accounts.models import User
from projets.api.planka import overview
from projets.api.planka.calling import FOUNDERS, delete, get, patch, post
from projets.api.planka.items.projects import (
    BackgroundImageItem,
    FavoredProjectItem,
    ProjectItem,
    ProjectManagerItem,
    background_image,
    manager_item,
    project_item,
)
from projets.api.planka.parameters import Choice, File, Flag, Id, Text
from projets.api.planka.refusals import conflict, forbidden, not_found, unprocessable
from projets.boards import uploads
from projets.boards.actions import backgrounds
from projets.boards.actions import projects as actions
from projets.boards.models import BackgroundImage, Board, Project, ProjectManager
from projets.boards.names import GRADIENTS
from projets.boards.queries import seen
from projets.usecase.errors import Conflict, Invalid

OF_MANAGERS = {"name", "description", "backgroundType", "backgroundGradient", "backgroundImageId"}
OF_ADMINISTRATORS = {"isHidden", "ownerProjectManagerId"}
DESCRIPTION = Text("description", null=True, most=1024)


@get("/projects", answers={"items": list[FavoredProjectItem], "included": overview.INCLUDED})
def index(call, given):
    """All projects that one manages, may look into or works in."""
    return overview.projects(call)


@post(
    "/projects",
    Choice("type", among=("private", "shared"), required=True),
    Text("name", required=True),
    DESCRIPTION,
    who=FOUNDERS,
    answers={"item": ProjectItem, "included": {"projectManagers": list[ProjectManagerItem]}},
)
def create(call, given):
    """A new project, that one manages."""
    act = actions.create_project(
        call.actor, call.user, given["name"], given.get("description") or "", is_shared=given["type"] == "shared"
    )
    founded = Project.objects.get(pk=act.facts[0].after.id)
    return {"item": project_item(founded), "included": {"projectManagers": [manager_item(founded.managers.get())]}}


@get("/projects/{project}", of="Project", answers={"item": FavoredProjectItem, "included": overview.INCLUDED})
def show(call, given, project):
    """A project with its boards and people."""
    [found] = seen(call.actor, Project, project)
    return overview.project(call, found)


@patch(
    "/projects/{project}",
    Text("name"),
    DESCRIPTION,
    Choice("backgroundType", null=True, among=("gradient", "image")),
    Choice("backgroundGradient", null=True, among=tuple(GRADIENTS)),
    Id("backgroundImageId", null=True),
    Flag("isHidden"),
    Id("ownerProjectManagerId", null=True),
    Flag("isFavorite"),
    of="Project",
    answers={"item": ProjectItem},
)
def edit(call, given, project):
    """Changes a project, or whether it is a favourite."""
    found = _seen_to_edit(call, project, given)
    manages = ProjectManager.objects.filter(project=found, user=call.user).exists()
    _require_allowed(call, found, given, manages)
    shared = _shared(found, given)
    if manages and given.keys() & (OF_MANAGERS | OF_ADMINISTRATORS):
        _edit_as_manager(call, found, given, shared)
    if "isFavorite" in given:
        actions.favor_project(call.actor, found, given["isFavorite"])
    if not manages and given.keys() & OF_ADMINISTRATORS:
        _edit_as_administrator(call, found, given, shared)
    return _item(found)


@delete("/projects/{project}", of="Project", managed=True, answers={"item": ProjectItem})
def remove(call, given, project):
    """Puts a project without boards in the bin."""
    [found] = seen(call.actor, Project, project)
    manages = ProjectManager.objects.filter(project=found, user=call.user).exists()
    if manages and Board.objects.filter(project=found, binned_at=None).exists():
        raise unprocessable("Must not have boards")
    actions.bin_project(call.actor, found)
    return _item(found)


@post(
    "/projects/{project}/project-managers",
    Id("userId", required=True),
    of="Project",
    managed=True,
    answers={"item": ProjectManagerItem},
)
def add_manager(call, given, project):
    """Makes somebody a manager of a shared project."""
    [found] = seen(call.actor, Project, project)
    user = User.objects.filter(pk=given["userId"], is_active=True).first()
    if user is None:
        raise not_found("User")
    if not found.is_shared:
        raise forbidden()
    try:
        act = actions.add_manager(call.actor, found, user)
    except Invalid as error:
        raise unprocessable("User must be admin or project owner") from error
    except Conflict as error:
        raise conflict("User already project manager") from error
    return {"item": manager_item(ProjectManager.objects.get(pk=act.facts[0].after.id))}


@delete("/project-managers/{manager}", of="Project manager", managed=True, answers={"item": ProjectManagerItem})
def remove_manager(call, given, manager):
    """Takes a manager off a shared project."""
    [found] = seen(call.actor, ProjectManager, manager)
    if not found.project.is_shared:
        raise forbidden()
    try:
        actions.remove_manager(call.actor, found)
    except Conflict as error:
        raise unprocessable("Must not be last") from error
    return {"item": manager_item(found)}


@post(
    "/projects/{project}/background-images",
    Text("requestId"),
    File("file", required=True),
    of="Project",
    managed=True,
    answers={"item": BackgroundImageItem},
)
def add_background(call, given, project):
    """Sends a picture, and sets it behind the project."""
    [found] = seen(call.actor, Project, project)
    if "file" not in given:
        raise unprocessable("No file was uploaded")
    upload = uploads.receive(given["file"], given["file"].name)
    try:
        act = backgrounds.add_background(call.actor, found, upload)
    except Invalid as error:
        raise unprocessable("File is not image") from error
    return {"item": background_image(act.facts[0].after, None)}


@delete("/background-images/{image}", of="Background image", managed=True, answers={"item": BackgroundImageItem})
def remove_background(call, given, image):
    """Takes a picture away."""
    [found] = seen(call.actor, BackgroundImage, image)
    backgrounds.remove_background(call.actor, found)
    return {"item": background_image(found)}


def _seen_to_edit(call, project, given):
    """An administrator who would change a private project is told that it is there, and not theirs to change."""
    found = Project.objects.visible_to(call.actor).filter(pk=project).first()
    if found is None:
        would_change = call.is_administrator and given.keys() & (OF_MANAGERS | OF_ADMINISTRATORS)
        known = would_change and Project.objects.standing().filter(pk=project).exists()
        raise forbidden() if known else not_found("Project")
    return found


def _require_allowed(call, project, given, manages):
    """Whose the fields are; a project becomes private by an administrator, shared again by its one manager."""
    allowed = {"isFavorite"}
    if manages:
        allowed |= OF_MANAGERS | {"isHidden"}
        if not project.is_shared and given.get("ownerProjectManagerId", 0) is None:
            allowed |= {"ownerProjectManagerId"}
    if call.is_administrator and project.is_shared:
        allowed |= OF_ADMINISTRATORS
    if given.keys() & (OF_MANAGERS | OF_ADMINISTRATORS) - allowed:
        raise forbidden()


def _edit_as_manager(call, found, given, shared):
    background, image = _background(found, given)
    actions.edit_project(
        call.actor,
        found,
        given.get("name"),
        (given["description"] or "") if "description" in given else None,
        background=background,
        image=image,
        is_hidden=given.get("isHidden"),
        is_shared=shared,
    )


def _edit_as_administrator(call, found, given, shared):
    """What makes it private comes last: they do not see it any more then."""
    if "isHidden" in given:
        actions.hide_project(call.actor, found, given["isHidden"])
    if shared is not None:
        actions.share_project(call.actor, found, shared)


def _shared(found, given):
    """What `ownerProjectManagerId` says: None when it is not given."""
    if "ownerProjectManagerId" not in given:
        return None
    if given["ownerProjectManagerId"] is None:
        return True
    managers = set(found.managers.order_by().values_list("pk", flat=True))
    if given["ownerProjectManagerId"] not in managers:
        raise not_found("Owner project manager")
    if not found.is_shared:
        raise conflict("Project already has owner project manager")
    if len(managers) > 1:
        raise unprocessable("Owner project manager must be last manager")
    return False


def _background(found, given):
    """(hue or gradient, image) to set; None for what stays."""
    kind = given.get("backgroundType", "image" if found.background_image_id else "gradient")
    if kind is None:
        return "", None
    if kind == "image" and {"backgroundType", "backgroundImageId"} & given.keys():
        return None, _image(found, given)
    if given.get("backgroundImageId"):
        _image(found, given)  # behind a gradient it is not shown, but it has to be there
    if kind == "gradient" and {"backgroundType", "backgroundGradient"} & given.keys():
        gradient = given.get("backgroundGradient", found.background)
        if gradient not in GRADIENTS and "backgroundType" in given:
            raise unprocessable("Background gradient must be present")
        return gradient or "", None
    return None, None


def _image(found, given):
    id = given.get("backgroundImageId", found.background_image_id)
    if id is None:
        raise unprocessable("Background image must be present")
    image = BackgroundImage.objects.filter(pk=id, project=found, binned_at=None).first()
    if image is None:
        raise not_found("Background image")
    return image


def _item(found):
    return {"item": project_item(Project.objects.get(pk=found.pk))}
