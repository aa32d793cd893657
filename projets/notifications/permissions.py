"""Who may do what to notifications and to the services that carry them: this table, and nothing else."""

from enum import StrEnum

from projets.accounts.models import User
from projets.usecase import rights


class Ground(StrEnum):
    SYSTEM = "system"
    OWNER = "owner"  # of what is theirs alone: the notifications they got, the services they asked for


SYSTEM, OWNER = Ground

rights.table.update(
    {
        "notify": {SYSTEM},
        "mark_notifications": {OWNER},
        "forget_notifications": {SYSTEM},  # of the instance, whose grounds are those of accounts
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.is_system else set() for row in rows}
    active = User.objects.filter(pk=actor.user_id, is_active=True).exists()
    return {row: {OWNER} if active and row.user_id == actor.user_id else set() for row in rows}


rights.parts["notifications"] = rights.Part(grounds, set())
