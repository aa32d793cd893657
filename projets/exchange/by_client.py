"""An import that a client of the API asks for with a new board: at once, as a board of its own each time."""

from dataclasses import replace
from uuid import uuid4

from projets.boards.models import Board
from projets.exchange.actions.imports import ask_import
from projets.exchange.actions.starting import start_import
from projets.exchange.importers import trello
from projets.exchange.importing import carry_out_plan
from projets.exchange.models import ImportedRow, ImportJob


def import_board_of(actor, owner, project, file, name, position):
    """Make a board called `name` at `position` in `project` of an export of Trello, and answer it.

    Raises Invalid for a file that is none, and whatever the actions refuse; then nothing is written.
    """
    plan = trello.read(file)
    source_id = f"{plan.board.source_id}:{uuid4()}"
    plan = replace(plan, board=replace(plan.board, name=name, position=position, source_id=source_id))
    job = ImportJob.objects.get(pk=ask_import(actor, owner, plan, file_name=file.name).facts[0].after.id)
    start_import(actor, job, [project], queued=False)
    job.refresh_from_db()
    carry_out_plan(actor, job, plan)
    made = ImportedRow.objects.get(source=plan.source, kind="board", source_id=plan.board.source_id)
    return Board.objects.get(pk=made.row_id)
