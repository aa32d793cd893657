"""Files and links on a card."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.counting import recount
from projets.boards.actions.details import cover_card
from projets.boards.actions.saving import create, save, states
from projets.boards.favicons import fetch_favicon
from projets.boards.files import safe_name
from projets.boards.models import Attachment
from projets.boards.values import link
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid

LONGEST_NAME = 128


@action("card")
def attach_file(actor, card, upload, name=None, covers=False):
    """Put a kept file on a card, under its own name or another; `upload` is what `uploads.receive` gave.

    `covers`: a picture is shown on the card's face if none is yet.
    """
    attachment = _add(
        actor,
        card,
        name=safe_name(worded(name, LONGEST_NAME)) if name is not None else upload.name,
        key=upload.key,
        size=upload.size,
        mime=upload.mime,
        width=upload.width,
        height=upload.height,
        previews=upload.previews,
        file_name=upload.name,
        encoding=upload.encoding,
    )
    if covers and attachment.width and card.cover_id is None:
        cover_card(actor, card, attachment)


@action("card")
def attach_files(actor, card, uploads):
    """Put several kept files on a card, in their order."""
    for upload in uploads:
        attach_file(actor, card, upload)


@action("card")
def attach_link(actor, card, url, name=""):
    """Put an http or https address on a card; without a name it is called as it reads."""
    url = link(url) if isinstance(url, str) else ""
    if not url:
        raise Invalid(_("A link needs an address that begins with https:// or http://."), field="url")
    _add(actor, card, name=worded(name or _called(url), LONGEST_NAME), url=url)
    fetch_favicon.enqueue(url)


@action("attachment")
def rename_attachment(actor, attachment, name):
    were = states([attachment])
    name = worded(name, LONGEST_NAME)
    attachment.name = name if attachment.is_link else safe_name(name)
    save(events.AttachmentRenamed, were)


@action("attachment")
def bin_attachment(actor, attachment):
    """Into the bin; the card that it covers has no cover any more."""
    card, were = attachment.card, states([attachment])
    attachment.binned_at = timezone.now()
    save(events.AttachmentBinned, were)
    if card.cover_id == attachment.pk:
        uncovered = states([card])
        card.cover_id = None
        save(events.CardCovered, uncovered)
    recount([card])


def _add(actor, card, **columns):
    attachment = Attachment(card=card, creator_id=actor.user_id, **columns)
    create(events.AttachmentAdded, attachment)
    recount([card])
    return attachment


def _called(url):
    return url.partition("://")[2].rstrip("/")[:LONGEST_NAME]
