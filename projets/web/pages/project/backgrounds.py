"""What the boards of a project are laid on: a hue, a gradient, or one of its pictures."""

from django.http import Http404
from django.views.decorators.http import require_safe

from projets.boards import uploads
from projets.boards.actions import backgrounds
from projets.boards.actions.projects import edit_project
from projets.boards.models import BackgroundImage
from projets.boards.pictures import SIDES
from projets.boards.queries import find
from projets.boards.sending import stored_file
from projets.usecase.errors import DomainError, Invalid
from projets.usecase.rights import require
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.project.acts import project_of


def image_of(actor, image_id):
    (found,) = find(BackgroundImage.objects.visible_to(actor), image_id)
    return found


@door(edit_project)
def choose(actor, form, project_id):
    """`background` is a hue, a gradient, "" for none, or « image: » and the id of one."""
    kind, colon, id = form.get("background", "").partition(":")
    project = project_of(actor, project_id)
    if colon:
        return edit_project(actor, project, image=image_of(actor, id))
    return edit_project(actor, project, background=kind)


@door(backgrounds.add_background)
def add(actor, form, project_id):
    """Who may not is told before a large picture is opened, and nothing is locked meanwhile."""
    project = project_of(actor, project_id)
    require(actor, "add_background", project)
    if "file" not in form.files:
        raise Invalid(backgrounds.NO_PICTURE, field="file")
    file = form.files["file"]
    return backgrounds.add_background(actor, project, uploads.receive(file, file.name))


@door(backgrounds.remove_background)
def remove(actor, form, image_id):
    return backgrounds.remove_background(actor, image_of(actor, image_id))


@door(backgrounds.restore_background)
def restore(actor, form, image_id):
    (image,) = find(BackgroundImage.objects.of_projects_seen_by(actor), image_id)
    return backgrounds.restore_background(actor, image)


@require_safe
@signed_in
def picture(request, image_id, side):
    """A smaller one, or the original where there is none."""
    try:
        image = image_of(actor_of(request), image_id)
    except DomainError as error:
        raise Http404 from error
    if side not in SIDES:
        raise Http404
    if str(side) in image.previews:
        return stored_file(request, image.previews[str(side)], "fond.webp", "image/webp")
    return stored_file(request, image.key, image.name, image.mime)
