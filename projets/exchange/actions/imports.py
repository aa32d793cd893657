"""A file becomes a board: asked for with its analysis, written in one go. `starting` is the step between."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.boards import belonging, names
from projets.boards import events as boards
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, state
from projets.boards.models import Board, Membership, ProjectManager
from projets.boards.queries import prefixes_taken
from projets.exchange import events
from projets.exchange.models import ImportJob
from projets.exchange.writing import Prepared
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import begin_stream, record


@action("owner")
def ask_import(actor, owner, plan, file="", file_name=""):
    """Keep what a file holds, so that its owner can look at it, choose who is who, and start.

    `owner` is an account, or the instance where nobody has one.
    """
    job = ImportJob(
        owner=owner if isinstance(owner, User) else None,
        source=plan.source,
        file=file,
        file_name=file_name[:200],
        language=translation.get_language(),
        analysis=analysis(plan),
    )
    job.save(force_insert=True)
    record(job.stream, events.ImportAsked(None, events.ImportState.of(job)))


@action("job")
def note_progress(actor, job, percent):
    """Tell whoever waits; an import writes its rows in one go, so this is another act."""
    if job.state in (ImportJob.State.WAITING, ImportJob.State.RUNNING):
        go_on(job, events.ImportWentOn, state=ImportJob.State.RUNNING, percent=percent)


@action("job", "owners", "projects", "boards_before", "matched")
def import_board(actor, job, owners, projects, boards_before, matched, prepared):
    """Write the whole plan that was `prepared`, or nothing of it.

    `boards_before`: the board that an earlier import of the same source made, which gets what is new; else none, and
    the board is made, in the project of `projects`, or in a new one for the owner of the import, then in `owners`.
    `matched`: the accounts of those who were members there, who become members here.
    """
    if job.state == ImportJob.State.DONE:
        return
    new_board, new_project = not boards_before, not (boards_before or projects)
    if new_project and [one.pk for one in owners] != [job.owner_id] * bool(job.owner_id):
        raise Invalid(_("A new project belongs to who asked for the import."))
    plan, board = prepared.plan, prepared.board
    if prepared.is_stale:
        prepared = Prepared(plan, board, job.matches, new_board=new_board, new_project=new_project)
    if new_project:
        _create_project(board.project, job, prepared.last_number)
    if job.owner_id:
        belonging.require_may_bring(actor, board.project_id, *matched)
    if new_board:
        _create_board(board, job)
    prepared.write()
    added = events.ImportedBoardState(board.pk, board.project_id, plan.source, prepared.known.added)
    record(board.stream, events.BoardImported(None, added))
    done = {"percent": 100, "board": board, "balance": prepared.balance, "ended_at": timezone.now()}
    go_on(job, events.ImportDone, state=ImportJob.State.DONE, **done)


@action("job")
def fail_import(actor, job, reason):
    """Nothing was written; the person reads why."""
    ended = timezone.now()
    go_on(job, events.ImportFailed, state=ImportJob.State.FAILED, error=reason, ended_at=ended)


@action("jobs")
def drop_imports(actor, jobs):
    """Forget files that shall not be imported after all: with what they hold, nothing of it stays."""
    if any(job.state != ImportJob.State.READ for job in jobs):
        raise Conflict(_("This import has been started already."))
    ImportJob.objects.filter(pk__in=[job.pk for job in jobs]).delete()
    for job in jobs:
        if job.file:
            transaction.on_commit(partial(default_storage.delete, job.file))


def analysis(plan):
    """What a person should see before they start: the balance as it would be, and the people to match."""
    people = [
        {"id": one.source_id, "name": one.name, "username": one.username, "listed": one.listed} for one in plan.people
    ]
    return plan.balance() | {"people": people, "source_board": plan.board.source_id}


def go_on(job, fact, **columns):
    """Change the import and tell its owner: within an action."""
    was = events.ImportState.of(job)
    for name, value in columns.items():
        setattr(job, name, value)
    job.save(force_update=True)
    record(job.stream, fact(was, events.ImportState.of(job)))


def _create_project(project, job, last_number):
    project.prefix = names.prefix_for(project.name, prefixes_taken())
    project.last_number = last_number
    belonging.place(project, job.owner_id)
    begin_stream(project.stream)
    create(boards.ProjectCreated, project)
    if job.owner_id:
        record(job.stream, boards.ProjectCreated(None, state(project)))  # whose home shows it
        create(boards.ManagerAdded, ProjectManager(project=project, user_id=job.owner_id))


def _create_board(board, job):
    """After the others, or where its `position` says."""
    begin_stream(board.stream)
    shifted = arrange([board], Board.objects.filter(project=board.project_id, binned_at=None), board.position)
    create(boards.BoardCreated, board)
    save(boards.BoardShifted, shifted)
    if job.owner_id:
        editor = Membership.Role.EDITOR
        owner = Membership(board=board, user_id=job.owner_id, role=editor)
        owner.save(force_insert=True)
        record(board.stream, boards.MembershipAdded(None, state(owner)))  # their home knows it by the project
