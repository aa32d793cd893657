"""An import from the file to the board, step by step: reading is no action, writing is one."""

from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projets.accounts.legal.retention import IMPORT_DAYS
from projets.accounts.models import User
from projets.boards.models import Board, Project
from projets.boards.permissions import PROJECT_MANAGER, grounds
from projets.exchange.actions.imports import drop_imports, fail_import, import_board, note_progress
from projets.exchange.importers import trello
from projets.exchange.models import ImportedRow, ImportJob
from projets.exchange.writing import Prepared
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, DomainError, NotFound, Refused
from projets.usecase.outages import is_outage

BEGUN, READ = 10, 60  # percent
TRIES = 3
_MAY_NOT = _("You may not create a board there: choose a project that you manage, or ask an administrator.")


def import_file(job_id):
    """Carry out a started import; what is refused is kept with it in words, in the language of who asked."""
    job = ImportJob.objects.select_related("project", "owner").get(pk=job_id)
    if job.state not in (ImportJob.State.WAITING, ImportJob.State.RUNNING):
        return
    actor = actor_of(job)
    with override(job.language):
        try:
            note_progress(actor, job, BEGUN)
            with default_storage.open(job.file) as file:
                plan = trello.read(file)
            note_progress(actor, job, READ)
            carry_out_plan(actor, job, plan)
        except Refused:
            fail_import(Actor(None, "system"), job, str(_MAY_NOT))
        except DomainError as error:
            fail_import(Actor(None, "system"), job, str(error))
        except OSError:
            fail_import(
                Actor(None, "system"), job, str(_("The file that was sent is no longer there: send it again."))
            )
        except Exception as error:
            if not (isinstance(error, DatabaseError) and is_outage(error)):  # else it is done again, once that is back
                give_up(job_id)
            raise  # for who runs the server; the person has read that it failed
    forget_file(job)


def give_up(job_id):
    """Whatever went wrong, even the process that did it: nothing was written, and whoever waits is told."""
    job = ImportJob.objects.select_related("project", "owner").get(pk=job_id)
    if job.state not in (ImportJob.State.WAITING, ImportJob.State.RUNNING):
        return
    with override(job.language):
        fail_import(Actor(None, "system"), job, str(_("The server failed on this import. Tell whoever runs it.")))
    forget_file(job)


def carry_out_plan(actor, job, plan):
    """Write it, to the board of an earlier import of the same source if the actor works on it, else to a new one."""
    for _again in range(TRIES):
        before = board_before(actor, plan.source, plan.board.source_id, job.project)
        project = before.project if before else job.project
        wanted = {"name": plan.board.name, "position": plan.board.position}
        board = before or Board(project=project or _project_of_its_own(job, plan), **wanted)
        prepared = Prepared(plan, board, job.matches, new_board=not before, new_project=not project)
        try:
            return import_board(
                actor,
                job,
                owners=[] if project else list(User.objects.filter(pk=job.owner_id)),
                projects=[project] if project else [],
                boards_before=[before] if before else [],
                matched=list(User.objects.filter(pk__in=job.matches.values()).exclude(pk=job.owner_id)),
                prepared=prepared,
            )
        except IntegrityError:  # two new projects took the same prefix at once, or two imports made the same rows
            continue
        except NotFound:
            if before is None:
                raise
            continue  # its board has just been deleted
    raise Conflict(_("Others are importing the same thing: try again in a moment."))


def abandoned():
    """Files that were looked at and never imported."""
    before = timezone.now() - timedelta(days=IMPORT_DAYS)
    return ImportJob.objects.filter(state=ImportJob.State.READ, asked_at__lt=before).order_by("pk")


def drop_abandoned():
    for job in abandoned():  # one by one: each is its owner's
        drop_imports(Actor(None, "system"), [job])


def _project_of_its_own(job, plan):
    return Project(name=job.project_name or plan.board.name)


def board_before(actor, source, source_id, project=None):
    """The board that an earlier import made of this one, in this project if one is named; else None."""
    if not source_id:
        return None
    made = ImportedRow.objects.filter(source=source, kind="board", source_id=source_id).order_by()
    boards = Board.objects.standing().filter(pk__in=made.values("row_id")).select_related("project").order_by("-id")
    if project is not None:
        boards = boards.filter(project=project)
    boards = list(boards)
    if actor.is_system:
        return boards[0] if boards else None
    theirs = grounds(actor, boards) if boards else {}
    return next((board for board in boards if theirs[board] & {PROJECT_MANAGER}), None)


def actor_of(job):
    return Actor(job.owner_id, "import") if job.owner_id else Actor(None, "system")


def forget_file(job):
    """It holds secret addresses of cards: it stays no longer than needed."""
    if job.file:
        with suppress(FileNotFoundError):
            default_storage.delete(job.file)
