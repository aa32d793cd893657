"""A file that somebody sends to become a board: looked at, then kept, then asked for."""

import secrets

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from projets.exchange.actions.imports import ask_import
from projets.exchange.importers import trello
from projets.usecase.errors import Invalid, Unavailable


def receive(actor, owner, file):
    """The act that asks for it; read first: what is no board is refused before anything is kept."""
    if file is None:
        raise Invalid(_("Choose the file that Trello saved."))
    plan = trello.read(file)
    file.seek(0)
    try:
        kept = default_storage.save(f"imports/{secrets.token_hex(16)}", file)
    except OSError as error:
        raise Unavailable(
            _("The server has no room for this file now: try again later, or tell whoever runs it.")
        ) from error
    try:
        return ask_import(actor, owner, plan, file=kept, file_name=file.name)
    except BaseException:
        default_storage.delete(kept)
        raise
