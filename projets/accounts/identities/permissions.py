"""Who may tie accounts to identities: nobody, but for what follows from verified claims."""

from projets.accounts.permissions import SYSTEM
from projets.usecase import rights

rights.table.update({"open_account": {SYSTEM}, "sign_in_again": {SYSTEM}, "link_identity": {SYSTEM}})


def grounds(actor, rows):
    return {row: {SYSTEM} if actor.is_system else set() for row in rows}


rights.parts["identities"] = rights.Part(grounds, set())
