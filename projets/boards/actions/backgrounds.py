"""Pictures that the boards of a project can be laid on."""

from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.projects import show_image
from projets.boards.actions.saving import create, save, states
from projets.boards.files import served_inline
from projets.boards.models import BackgroundImage, Project
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import moment

MOST = 20  # of one project
NO_PICTURE = _("A background is a picture: choose a JPEG, PNG, GIF, WebP or AVIF file.")


@action("project")
def add_background(actor, project, upload):
    """Keep a picture for the boards of a project, and lay them on it; `upload` is what `uploads.receive` gave."""
    if not (upload.width and upload.mime.startswith("image/") and served_inline(upload.mime)):
        raise Invalid(NO_PICTURE, field="file")
    if project.background_images.filter(binned_at=None).count() >= MOST:
        raise Conflict(_("A project keeps 20 images at most: remove one first."))
    columns = ("name", "key", "size", "mime", "width", "height", "previews")
    image = BackgroundImage(project=project, **{name: getattr(upload, name) for name in columns})
    create(events.BackgroundAdded, image)
    were = states([project])
    show_image(project, image)
    save(events.ProjectEdited, were)


@action("image")
def remove_background(actor, image):
    """Into the bin; boards that were laid on it have no background any more."""
    were = states([image])
    image.binned_at = moment()
    save(events.BackgroundBinned, were)
    shown = states(list(Project.objects.filter(pk=image.project_id, background_image_id=image.pk)))
    for project in shown:
        project.background_image_id = None
    save(events.ProjectEdited, shown)


@action("image", also_in_bin=True)
def restore_background(actor, image):
    if Project.objects.get(pk=image.project_id).in_bin:
        raise Invalid(_("The project of this image is in the bin: restore the project first."))
    were = states([image])
    image.binned_at = None
    save(events.BackgroundRestored, were)
