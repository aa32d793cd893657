"""Files and links of a card: how they arrive, and how they are given out so that nothing in them can run."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projets.boards import uploads
from projets.boards.actions import attachments
from projets.boards.actions.details import cover_card
from projets.boards.events import AttachmentAdded
from projets.boards.files import served_inline
from projets.boards.models import Attachment
from projets.boards.pictures import SIDES
from projets.boards.sending import stored_file
from projets.usecase.errors import DomainError, Invalid
from projets.usecase.rights import require
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.card.acts import card_of, one


def attachment_of(actor, attachment_id):
    return one(Attachment.objects.visible_to(actor), attachment_id)


def attached(act):
    """What the page's script puts in a text: the files that this act added, in order."""
    added = [fact.after for fact in act.facts if fact.kind == AttachmentAdded.kind]
    return {
        "files": [
            {"name": one.name, "picture": f"/pieces-jointes/{one.id}/apercu/720/" if is_shown(one) else None}
            for one in added
        ]
    }


def is_shown(file):
    """Is it a picture that browsers show by themselves?"""
    return file.mime.startswith("image/") and served_inline(file.mime)


@door(attachments.attach_files, more=attached)
def attach_files(actor, form, card_id):
    """One or several; who may not is told before a large picture is opened, and nothing is locked meanwhile."""
    files = form.files.getlist("file")
    if not files:
        raise Invalid(_("Choose a file first."), field="file")
    card = card_of(actor, card_id)
    require(actor, "attach_files", card)
    return attachments.attach_files(actor, card, [uploads.receive(file, file.name) for file in files])


@door(attachments.attach_link)
def attach_link(actor, form, card_id):
    return attachments.attach_link(actor, card_of(actor, card_id), form.get("url", ""), form.get("name", ""))


@door(attachments.rename_attachment)
def rename(actor, form, attachment_id):
    return attachments.rename_attachment(actor, attachment_of(actor, attachment_id), form.get("name"))


@door(attachments.bin_attachment)
def bin_it(actor, form, attachment_id):
    return attachments.bin_attachment(actor, attachment_of(actor, attachment_id))


@door(cover_card)
def cover(actor, form, card_id):
    """`file` is one of the card's pictures; empty: no cover."""
    file = attachment_of(actor, form["file"]) if form.get("file") else None
    return cover_card(actor, card_of(actor, card_id), file)


@require_safe
@signed_in
def download(request, attachment_id):
    file = _shown(request, attachment_id)
    return stored_file(request, file.key, file.name, file.mime)


@require_safe
@signed_in
def preview(request, attachment_id, side):
    """A smaller picture; the original where there is none, if a browser shows it."""
    file = _shown(request, attachment_id)
    if str(side) in file.previews:
        return stored_file(request, file.previews[str(side)], "apercu.webp", "image/webp")
    if side not in SIDES or not is_shown(file):
        raise Http404
    return stored_file(request, file.key, file.name, file.mime)


def _shown(request, attachment_id):
    try:
        file = attachment_of(actor_of(request), attachment_id)
    except DomainError as error:
        raise Http404 from error
    if file.is_link:
        raise Http404
    return file
