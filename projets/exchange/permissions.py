"""Who may import: whoever may create a project, or manages the one it goes to. Who may export: who manages it."""

from enum import StrEnum

from projets.accounts.models import User
from projets.accounts.permissions import COLLEAGUE, FOUNDER, HOLDER, ONESELF
from projets.boards.permissions import PROJECT_MANAGER
from projets.usecase import rights


class Ground(StrEnum):
    SYSTEM = "system"
    OWNER = "owner"  # of the import: who sent the file


SYSTEM, OWNER = Ground

rights.table.update(
    {
        "ask_import": {HOLDER, SYSTEM},
        "start_import": {OWNER, PROJECT_MANAGER, SYSTEM},
        "note_progress": {OWNER, SYSTEM},
        # a founder for a new project; colleagues are those who become members of the board, never its owner
        "import_board": {OWNER, FOUNDER, PROJECT_MANAGER, COLLEAGUE, SYSTEM},
        "fail_import": {OWNER, SYSTEM},
        "drop_imports": {OWNER, SYSTEM},
        "export_own_data": {ONESELF},
        "export_project": {PROJECT_MANAGER},
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.via in ("system", "command") else set() for row in rows}
    active = actor.projects is None and User.objects.filter(pk=actor.user_id, is_active=True).exists()
    return {row: {OWNER} if active and row.owner_id == actor.user_id else set() for row in rows}


rights.parts["exchange"] = rights.Part(grounds, set())
