"""Who may do what with second factors and sessions: one's own, and what the command line opens."""

from projets.accounts.models import User
from projets.accounts.permissions import ADMINISTRATOR, HOLDER, ONESELF, SYSTEM
from projets.usecase import rights

rights.table.update(
    {
        "add_authenticator": {ONESELF},
        "remove_authenticator": {ONESELF},
        "use_number": {ONESELF},
        "make_recovery_codes": {ONESELF},
        "use_recovery_code": {ONESELF},
        "add_passkey": {HOLDER},
        "rename_passkey": {ONESELF},
        "remove_passkey": {ONESELF},
        "use_passkey": {ONESELF},
        "revoke_sessions": {ONESELF, ADMINISTRATOR},
        "tell_of_lock_out": {SYSTEM},
        "remove_factors": {ADMINISTRATOR, SYSTEM},  # of somebody who has lost them
        "make_rescue": {SYSTEM},
        "use_rescue": {ONESELF},
    }
)


def grounds(actor, rows):
    """Of passkeys and rescues, the only rows of their own that acts are given; the others are given people."""
    lives = User.objects.filter(pk=actor.user_id, is_active=True).exists() and actor.projects is None
    return {row: {ONESELF} if lives and row.user_id == actor.user_id else set() for row in rows}


rights.parts["factors"] = rights.Part(grounds, {ONESELF})
