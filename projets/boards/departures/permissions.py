"""Who may close somebody's account because they left, and hand over what they held."""

from enum import StrEnum

from projets.accounts.models import User
from projets.accounts.permissions import ADMINISTER, ANYBODY
from projets.boards import permissions as boards
from projets.boards.models import ProjectManager
from projets.usecase import rights


class Ground(StrEnum):
    """What somebody may stand on before a departure."""

    SYSTEM = "system"
    ADMINISTRATOR = "administrator"
    PROJECT_MANAGER = "project manager"  # of any project: which boards they may hand over, the boards say


SYSTEM, ADMINISTRATOR, PROJECT_MANAGER = Ground

rights.table.update(
    {
        "open_departure": ADMINISTER,
        # the departure, the board if it is one's own to settle, and whoever takes over
        "hand_over_board": {ADMINISTRATOR, PROJECT_MANAGER, boards.PROJECT_MANAGER, *ANYBODY},
        "hand_over_project": {ADMINISTRATOR, *ANYBODY},
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.is_system else set() for row in rows}
    user = User.objects.filter(pk=actor.user_id, is_active=True).first()
    theirs = set()
    if user and actor.projects is None:
        if user.role == User.Role.ADMINISTRATOR:
            theirs.add(ADMINISTRATOR)
        if ProjectManager.objects.filter(user=user).exists():
            theirs.add(PROJECT_MANAGER)
    return dict.fromkeys(rows, theirs)


rights.parts["departures"] = rights.Part(grounds, set())
