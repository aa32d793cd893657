"""Who may do what to webhooks: administrators, for what a webhook tells is what nobody else sees all of.

Who administers an organisation stops one that is told of a board of its projects, and does nothing else with it.
"""

from enum import StrEnum

from projets.accounts.organisations.queries import administers_instance
from projets.boards import permissions as boards
from projets.boards.belonging import boards_headed_by
from projets.boards.models import Board
from projets.usecase import rights


class Ground(StrEnum):
    SYSTEM = "system"  # nobody: what follows by itself
    ADMINISTRATOR = "administrator"
    HEAD = "head"  # administers the organisation whose board it is told of


SYSTEM, ADMINISTRATOR, HEAD = Ground

rights.table.update(
    {
        # on the instance; and on the board, if it is bound to one, which an administrator sees where it is shared
        "create_webhook": {ADMINISTRATOR, boards.PROJECT_MANAGER},
        "edit_webhook": {ADMINISTRATOR},
        "renew_secret": {ADMINISTRATOR},
        "switch_on_webhook": {ADMINISTRATOR},
        "switch_off_webhook": {ADMINISTRATOR, HEAD},
        "give_up_webhook": {SYSTEM},
        "remove_webhook": {ADMINISTRATOR},
        "try_webhook": {ADMINISTRATOR},
        "replay_deliveries": {ADMINISTRATOR},
    }
)


def grounds(actor, rows):
    if actor.user_id is None:
        return {row: {SYSTEM} if actor.is_system else set() for row in rows}
    within = _within(actor, rows)
    administers = administers_instance(actor.user_id)
    headed = boards_headed_by(actor, {row.board_id for row in rows})
    return {
        row: ({ADMINISTRATOR} if administers and row in within else set())
        | ({HEAD} if row.board_id in headed else set())
        for row in rows
    }


def _within(actor, rows):
    """For a key made for some projects, those that are bound to a board of one of these; for anybody else all."""
    if actor.projects is None:
        return set(rows)
    boards = Board.objects.filter(pk__in={row.board_id for row in rows if row.board_id}, project__in=actor.projects)
    theirs = set(boards.order_by().values_list("pk", flat=True))
    return {row for row in rows if row.board_id in theirs}


rights.parts["webhooks"] = rights.Part(grounds, set())
