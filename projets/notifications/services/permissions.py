"""Who may do what to notification services: one's own, and those of boards whose project one manages."""

from enum import StrEnum

from projets.accounts.permissions import HOLDER
from projets.boards import permissions as boards
from projets.usecase import rights


class Ground(StrEnum):
    SYSTEM = "system"
    OWNER = "owner"  # oneself, or who manages the project of its board


SYSTEM, OWNER = Ground

rights.table.update(
    {
        "add_service": {HOLDER, boards.PROJECT_MANAGER},
        "edit_service": {OWNER},
        "remove_service": {OWNER},
        "try_service": {OWNER},
        "note_delivery": {SYSTEM},
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.is_system else set() for row in rows}
    of_boards = boards.grounds(actor, [row.board for row in rows if row.board_id])
    return {row: _grounds(actor, row, of_boards) for row in rows}


def _grounds(actor, row, of_boards):
    if row.board_id:
        return {OWNER} if boards.PROJECT_MANAGER in of_boards[row.board] else set()
    whole = actor.projects is None  # a key made for some projects is not told what its person is told
    return {OWNER} if whole and row.user_id == actor.user_id else set()


rights.parts["services"] = rights.Part(grounds, set())
