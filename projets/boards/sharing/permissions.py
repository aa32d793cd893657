"""Who opens a board to people without an account here, and who shuts it again.

Links stand in the stream of their board, whose grounds are known; an administrator of the instance shuts any of them,
those of private projects too, and one of an organisation those of its projects.
"""

from projets.accounts.organisations.queries import administers_instance
from projets.accounts.permissions import ANYBODY
from projets.boards import permissions as boards
from projets.boards.belonging import boards_headed_by
from projets.usecase import rights

ADMINISTRATOR, HEAD = boards.ADMINISTRATOR, boards.HEAD
SPONSOR = "sponsor"  # answers for this very guest, and still sees the board

rights.table.update(
    {
        "make_link": boards.MANAGE,
        "revoke_link": {boards.PROJECT_MANAGER, ADMINISTRATOR, HEAD},
        "invite_guest": boards.MANAGE | ANYBODY,  # any account may be the sponsor
        "invite_again": {boards.PROJECT_MANAGER, SPONSOR},
        "accept_invitation": {boards.SYSTEM},
        "prolong_guest": {boards.PROJECT_MANAGER, SPONSOR},
        "end_guest": {boards.PROJECT_MANAGER, SPONSOR, ADMINISTRATOR, HEAD, boards.SYSTEM},
        "tell_of_end": {boards.SYSTEM},
        "forget_guest": {boards.SYSTEM},
    }
)


def grounds(actor, rows):
    found = boards.grounds(actor, rows)
    if actor.user_id is not None and actor.projects is None and administers_instance(actor.user_id):
        found = {row: theirs | {ADMINISTRATOR} for row, theirs in found.items()}
    headed = boards_headed_by(actor, {row.board_id for row in rows})
    found = {row: theirs | ({HEAD} if row.board_id in headed else set()) for row, theirs in found.items()}
    return {row: theirs | ({SPONSOR} if _answers_for(actor, row, theirs) else set()) for row, theirs in found.items()}


def _answers_for(actor, row, theirs):
    sponsor = getattr(row, "sponsor_id", None)
    return sponsor is not None and sponsor == actor.user_id and bool(theirs & boards.ALL_MEMBERS)


rights.parts["sharing"] = rights.Part(grounds, boards.MEMBERS)
