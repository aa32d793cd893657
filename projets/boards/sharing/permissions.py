"""Who opens a board to people without an account here, and who shuts it again.

Links stand in the stream of their board, whose grounds are known; an administrator of the instance shuts any of them,
those of private projects too.
"""

from projets.accounts.models import User
from projets.boards import permissions as boards
from projets.usecase import rights

ADMINISTRATOR = boards.ADMINISTRATOR

rights.table.update(
    {
        "make_link": boards.MANAGE,
        "revoke_link": {boards.PROJECT_MANAGER, ADMINISTRATOR},
    }
)


def grounds(actor, rows):
    found = boards.grounds(actor, rows)
    administers = User.objects.filter(pk=actor.user_id, is_active=True, role=User.Role.ADMINISTRATOR)
    if actor.user_id is not None and actor.projects is None and administers.exists():
        found = {row: theirs | {ADMINISTRATOR} for row, theirs in found.items()}
    return found


rights.parts["sharing"] = rights.Part(grounds, boards.MEMBERS)
