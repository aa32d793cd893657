"""An import that waits, runs, fails or is dropped, and who may do that."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.models import Board, Card, Membership
from projets.exchange import importing, matching
from projets.exchange.actions.imports import ask_import, drop_imports
from projets.exchange.actions.starting import start_import
from projets.exchange.importing import carry_out_plan, import_file
from projets.exchange.models import ImportJob
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.guard import writes_allowed
from tests.exchange.rich import asked, counts, rich
from tests.exchange.trello_files import (
    ALICE,
    as_file,
    read,
)


def test_who_may_not_create_projects_may_not_import(boards):
    user = boards.person("Paul Petit", role="board_user")
    actor = Actor(user.pk, "import")
    job, before = asked(actor, rich()), counts()
    start_import(actor, job, [], queued=False)
    with pytest.raises(Refused):
        carry_out_plan(actor, ImportJob.objects.get(), read(as_file(rich())))
    assert counts() == before


@pytest.mark.parametrize("role", ["editor", "reader", "administrator", None])
def test_only_a_manager_imports_into_a_project(boards, role):
    actor = boards.member(role)
    job = asked(actor, rich())
    with pytest.raises(Refused):
        start_import(actor, job, [boards.project], queued=False)


def test_an_import_is_its_owners(actor, boards):
    job = asked(actor, rich())
    with pytest.raises(Refused):
        start_import(boards.member("project manager"), job, [], queued=False)
    assert ImportJob.objects.get().state == "read"


def test_whatever_goes_wrong_the_owner_is_told(actor, monkeypatch):
    job, before = asked(actor, rich()), counts()
    start_import(actor, job, [], queued=False)
    with writes_allowed():
        ImportJob.objects.update(file=default_storage.save("imports/broken", ContentFile(b"{}")))
    monkeypatch.setattr(importing.trello, "read", lambda file: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_file(job.pk)
    job = ImportJob.objects.get()
    assert (job.state, default_storage.exists("imports/broken"), counts()) == ("failed", False, before)
    assert job.error


def test_started_once(actor):
    job = asked(actor, rich())
    start_import(actor, job, [])
    with pytest.raises(Conflict):
        start_import(actor, job, [])
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("matches", [{"stranger": "OWNER"}, {ALICE: "999"}])
def test_matches_are_people_of_the_file_and_accounts(actor, owner, matches):
    job = asked(actor, rich())
    with pytest.raises(Invalid):
        start_import(actor, job, [], matches={k: str(owner.pk) if v == "OWNER" else v for k, v in matches.items()})
    assert ImportJob.objects.get().state == "read"


def test_a_guest_is_nobody_who_could_be_matched(actor, boards):
    """They would be an editor of the board, and without end."""
    guest = boards.person("Alice Martin", is_guest=True, role="board_user")
    boards.join(Actor(guest.pk, "web"), "reader", boards.board)
    boards.join(actor, "reader", boards.board)
    assert matching.accounts({ALICE: guest.email}) == ({}, {ALICE})
    assert [one.pk for one in matching.colleagues(actor)] == [actor.user_id]
    job = asked(actor, rich())
    with pytest.raises(Invalid) as refused:
        start_import(actor, job, [], matches={ALICE: str(guest.pk)}, queued=False)
    assert refused.value.field == "matches"
    with writes_allowed():  # chosen before they were one
        ImportJob.objects.update(matches={ALICE: guest.pk}, state="waiting")
    carry_out_plan(actor, ImportJob.objects.get(), read(as_file(rich())))
    assert not Membership.objects.filter(user=guest).exclude(board=boards.board).exists()


@pytest.fixture
def sent(actor, settings, tmp_path):
    """`sent(content)`: a started import of this file, which waits for the worker."""
    settings.STORAGES = {**settings.STORAGES, "default": _files(tmp_path)}

    def send(content):
        name = default_storage.save("imports/essai.json", ContentFile(content))
        act = ask_import(actor, User.objects.get(pk=actor.user_id), read(as_file(rich())), file=name)
        job = ImportJob.objects.get(pk=act.facts[0].after.id)
        start_import(actor, job, [], queued=False)
        return job

    return send


def _files(path):
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": path}}


def test_the_worker_imports_and_forgets_the_file(sent):
    job = sent(as_file(rich()).getvalue())
    import_file(job.pk)
    job.refresh_from_db()
    assert (job.state, job.percent, Card.objects.filter(board=job.board).count()) == ("done", 100, 3)
    assert not default_storage.exists(job.file)
    before = counts()
    import_file(job.pk)
    assert counts() == before


def test_what_fails_is_said(sent):
    job = sent(b"[]")
    before = counts()
    import_file(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "answer of Trello" in job.error
    assert counts() == before


def test_a_file_that_is_gone_is_said(sent):
    job = sent(b"{}")
    default_storage.delete(job.file)
    import_file(job.pk)
    job.refresh_from_db()
    assert "no longer there" in job.error


def test_an_operator_without_any_account(db):
    operator = Actor(None, "system")
    act = ask_import(operator, instance(), read(as_file(rich())))
    job = ImportJob.objects.get(pk=act.facts[0].after.id)
    start_import(operator, job, [], queued=False)
    job.refresh_from_db()
    carry_out_plan(operator, job, read(as_file(rich())))
    assert Board.objects.get().project.managers.count() == 0


def test_dropped_with_its_file(sent, actor):
    sent(as_file(rich()).getvalue())
    other = asked(actor, rich())
    with pytest.raises(Conflict):  # one of them has been started
        drop_imports(actor, list(ImportJob.objects.all()))
    assert ImportJob.objects.count() == 2
    drop_imports(actor, [other])
    assert ImportJob.objects.count() == 1


def test_only_its_owner_drops_it(actor, boards):
    job = asked(actor, rich())
    with pytest.raises(Refused):
        drop_imports(boards.member("project manager"), [job])
    assert ImportJob.objects.count() == 1


def test_what_nobody_started_is_dropped_after_a_week(actor, sent, django_capture_on_commit_callbacks):
    name = default_storage.save("imports/autre.json", ContentFile(b"{}"))
    owner = User.objects.get(pk=actor.user_id)
    ask_import(actor, owner, read(as_file(rich())), file=name)
    fresh = asked(actor, rich())
    with writes_allowed():
        ImportJob.objects.filter(file=name).update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        importing.drop_abandoned()
    assert [job.pk for job in ImportJob.objects.all()] == [fresh.pk]
    assert not default_storage.exists(name)
