import re
import unicodedata

from projets.api.planka.calling import delete, patch, post
from projets.api.planka.items.attachments import AttachmentItem
from projets.api.planka.items.attachments import attachment as item
from projets.api.planka.parameters import Choice, File, Text, Url
from projets.api.planka.refusals import unprocessable
from projets.boards import uploads
from projets.boards.actions import attachments as actions
from projets.boards.models import Attachment, Card
from projets.boards.queries import seen
from projets.usecase.rights import require

LONGEST_FILE_NAME = 100
_RESERVED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@post(
    "/cards/{card}/attachments",
    *(Choice("type", among=("file", "link"), required=True), Text("name", required=True), Url("url")),
    Text("requestId"),
    File("file"),
    of="Card",
    answers={"item": AttachmentItem},
)
def create(call, given, card):
    """Attaches a file or a link to a card."""
    [card] = seen(call.actor, Card, card)
    require(call.actor, "attach_file", card)  # before a large picture is opened; nothing is locked meanwhile
    if given["type"] == "link":
        if "url" not in given:
            raise unprocessable("Url must be present")
        act = actions.attach_link(call.actor, card, given["url"], given["name"])
    elif file := given.get("file"):
        upload = uploads.receive(file, file_name(file.name))
        act = actions.attach_file(call.actor, card, upload, given["name"], covers=True)
    else:
        raise unprocessable("No file was uploaded")
    return {"item": item(act.facts[0].after, None)}


@patch("/attachments/{attachment}", Text("name"), of="Attachment", answers={"item": AttachmentItem})
def edit(call, given, attachment):
    """Renames an attachment."""
    [attachment] = seen(call.actor, Attachment, attachment)
    actions.rename_attachment(call.actor, attachment, given.get("name", attachment.name))
    attachment.refresh_from_db()
    return {"item": item(attachment)}


@delete("/attachments/{attachment}", of="Attachment", answers={"item": AttachmentItem})
def remove(call, given, attachment):
    """Takes an attachment away, into the bin."""
    [attachment] = seen(call.actor, Attachment, attachment)
    actions.bin_attachment(call.actor, attachment)
    return {"item": item(attachment)}


def file_name(sent):
    """Without what file systems reserve, as clients know it."""
    stem, dot, ending = unicodedata.normalize("NFD", _RESERVED.sub("!", sent)).rpartition(".")
    if not stem:
        return (dot + ending)[:LONGEST_FILE_NAME]
    return stem[: LONGEST_FILE_NAME - len(dot + ending)] + dot + ending
