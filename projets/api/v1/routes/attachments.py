"""Files and links on a card."""

from django.http import Http404
from ninja import File, Query
from ninja.files import UploadedFile

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import CardRef, Id, Line, Sent
from projets.boards import events, uploads
from projets.boards.actions import attachments as actions
from projets.boards.actions.restoring import restore_content
from projets.boards.actions.saving import state
from projets.boards.models import Attachment
from projets.boards.sending import stored_file
from projets.usecase.errors import Invalid, NotFound
from projets.usecase.rights import require

TAGS = ["attachments"]
Attachments = models.many("Attachments", attachments=models.Attachment)


class NewLink(Sent):
    url: Line
    name: Line = ""


class NewName(Sent):
    name: Line


@api.get("/cards/{id}/attachments", response=models.paged("AttachmentsPage", attachments=models.Attachment), tags=TAGS)
def list_attachments(request, id: CardRef, paged: Query[Paged]):
    """The files and links of a card, in order of their coming; `file` is where the bytes are."""
    card = rows.card(id)(request.actor)
    found = Attachment.objects.filter(card=card, binned_at=None)
    return send(page(found, paged, _items, name="attachments"))


@api.post("/cards/{id}/attachments", response={201: Attachments}, auth=WRITE, tags=TAGS)
def attach_files(request, id: CardRef, files: File[list[UploadedFile]]):
    """Put one or several files on a card, in their order: a form of the kind multipart/form-data."""

    def do(actor, card):
        require(actor, "attach_files", card)  # who may not is told before a large picture is opened
        return actions.attach_files(actor, card, [_received(file, place) for place, file in enumerate(files)])

    act = once(request, actions.attach_files, rows.card(id), do)
    return acted(act, {"attachments": [shapes.attachment(one) for one in made(act, events.AttachmentAdded)]}, 201)


@api.post("/cards/{id}/links", response={201: models.Attachment}, auth=WRITE, tags=TAGS)
def attach_link(request, id: CardRef, body: NewLink):
    """Put an http or https address on a card."""
    act = once(
        request,
        actions.attach_link,
        rows.card(id),
        lambda actor, card: actions.attach_link(actor, card, body.url, body.name),
    )
    return acted(act, shapes.attachment(made(act, events.AttachmentAdded)[0]), 201)


def _items(found):
    return [shapes.attachment(state(one)) for one in found]


def _received(file, place):
    """What is wrong with it is said of the form's field, and of which of its files."""
    try:
        return uploads.receive(file, file.name or "")
    except Invalid as error:
        error.field = f"files/{place}"
        raise


BYTES = {"content": {"*/*": {"schema": {}}}}
FILE = {"responses": {200: BYTES, 206: BYTES | {"description": "Partial Content"}, 416: {"description": ""}}}


@api.get("/attachments/{id}/file", response={200: None}, tags=TAGS, openapi_extra=FILE)
def download(request, id: Id):
    """The bytes of a file, with its own type, or a part of them (`Range`)."""
    file = rows.one(Attachment, id)(request.actor)
    if file.is_link:
        raise NotFound
    try:
        return stored_file(request, file.key, file.name, file.mime)
    except Http404:
        raise NotFound from None


@api.patch("/attachments/{id}", response=models.Attachment, auth=WRITE, tags=TAGS)
def rename_attachment(request, id: Id, body: NewName):
    """Call it otherwise."""
    act = once(
        request,
        actions.rename_attachment,
        rows.one(Attachment, id),
        lambda actor, one: actions.rename_attachment(actor, one, body.name),
    )
    return acted_on(act, Attachment, id, shapes.attachment)


@api.delete("/attachments/{id}", response=models.Attachment, auth=WRITE, tags=TAGS)
def bin_attachment(request, id: Id):
    """Throw it into the bin, from where it comes back."""
    act = once(request, actions.bin_attachment, rows.one(Attachment, id), actions.bin_attachment)
    return acted_on(act, Attachment, id, shapes.attachment)


@api.post("/attachments/{id}/restore", response=models.Attachment, auth=WRITE, tags=TAGS)
def restore_attachment(request, id: Id):
    """Take a file out of the bin."""
    act = once(request, restore_content, rows.in_bin(Attachment, id), lambda actor, one: restore_content(actor, [one]))
    return acted_on(act, Attachment, id, shapes.attachment)
