"""The pictures that the boards of a project can be laid on; which one is shown, the project says."""

from ninja import File, Query
from ninja.files import UploadedFile

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id
from projets.boards import events, uploads
from projets.boards.actions import backgrounds as actions
from projets.boards.actions.saving import state
from projets.boards.models import BackgroundImage, Project
from projets.usecase.rights import require

TAGS = ["backgrounds"]
Background = models.model_of(events.BackgroundState, "Background")


@api.get("/projects/{id}/backgrounds", response=models.paged("Backgrounds", backgrounds=Background), tags=TAGS)
def list_backgrounds(request, id: Id, paged: Query[Paged]):
    """The pictures of a project, in order of their coming; `background_image_id` of the project is the one shown."""
    project = rows.one(Project, id)(request.actor)
    found = BackgroundImage.objects.visible_to(request.actor).filter(project=project)
    return send(page(found, paged, _items, name="backgrounds"))


@api.post("/projects/{id}/backgrounds", response={201: Background}, auth=ADMIN, tags=TAGS)
def add_background(request, id: Id, file: File[UploadedFile]):
    """Keep a picture for the boards of a project, and lay them on it: a form of the kind multipart/form-data."""

    def do(actor, project):
        require(actor, "add_background", project)  # who may not is told before a large picture is opened
        return actions.add_background(actor, project, uploads.receive(file, file.name or ""))

    act = once(request, actions.add_background, rows.one(Project, id), do)
    return acted(act, shapes.item(made(act, events.BackgroundAdded)[0]), 201)


@api.delete("/backgrounds/{id}", response=Background, auth=ADMIN, tags=TAGS)
def remove_background(request, id: Id):
    """Into the bin; boards that were laid on it have no background any more."""
    act = once(request, actions.remove_background, rows.one(BackgroundImage, id), actions.remove_background)
    return acted_on(act, BackgroundImage, id)


@api.post("/backgrounds/{id}/restore", response=Background, auth=ADMIN, tags=TAGS)
def restore_background(request, id: Id):
    """Take a picture out of the bin; boards are not laid on it again by this."""
    act = once(request, actions.restore_background, rows.in_bin(BackgroundImage, id), actions.restore_background)
    return acted_on(act, BackgroundImage, id)


def _items(images):
    return [shapes.item(state(one)) for one in images]
