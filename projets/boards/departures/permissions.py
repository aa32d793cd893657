"""Who may close somebody's account because they left, and hand over what they held."""

from enum import StrEnum

from projets.accounts.models import User
from projets.accounts.organisations import permissions as organisations
from projets.accounts.permissions import ADMINISTER, ANYBODY, ONESELF
from projets.accounts.permissions import ADMINISTRATOR as ADMINISTRATOR_OF_INSTANCE
from projets.boards import permissions as boards
from projets.boards.departures.models import NamedAt
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
        "declare_departure": organisations.ADMINISTER,
        "warn_of_silence": ADMINISTER,
        "erase_person": {*ADMINISTER, ONESELF},
        "delete_user": {ADMINISTRATOR_OF_INSTANCE},  # somebody, for they get what would be nobody's
        "settle_names": {ADMINISTRATOR, PROJECT_MANAGER},
        # the departure, the board if it is one's own to settle, and whoever takes over
        "hand_over_board": {ADMINISTRATOR, PROJECT_MANAGER, boards.PROJECT_MANAGER, *ANYBODY},
        "hand_over_project": {ADMINISTRATOR, *ANYBODY},
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.is_system else set() for row in rows}
    user = User.objects.filter(pk=actor.user_id, is_active=True).first()
    if user is None or actor.projects is not None:
        return dict.fromkeys(rows, set())
    theirs = {ADMINISTRATOR} if user.role == User.Role.ADMINISTRATOR else set()
    managed = set(ProjectManager.objects.filter(user=user).order_by().values_list("project", flat=True))
    return {row: theirs | ({PROJECT_MANAGER} if _is_managed(row, managed) else set()) for row in rows}


def _is_managed(row, managed):
    """A text is for whoever manages its project; of a departure boards say the rest."""
    return row.project_id in managed if isinstance(row, NamedAt) else bool(managed)


rights.parts["departures"] = rights.Part(grounds, set())
