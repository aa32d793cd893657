import io
import os
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from projets.boards import storage
from projets.boards.actions.cards import bin_cards
from projets.boards.models import Card
from projets.exchange.actions.starting import start_import
from projets.exchange.jobs import carry_out
from projets.exchange.models import ImportJob
from projets.operations import daily, jobs, retention
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.domain import make_boards
from tests.exchange.rich import asked, rich

pytestmark = pytest.mark.django_db(transaction=True)
done = []
called, answered = jobs.threading.Event(), jobs.threading.Event()


@task()
def note(word):
    done.append(word)


@task(queue_name="outgoing")
def call_somebody():
    called.set()
    answered.wait(15)
    done.append("answered")


@task()
def fail():
    raise LookupError("nothing there")


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def worker():
    running = jobs.Worker()
    yield running
    running.stop()


def state(result):
    return DBTaskResult.objects.get(pk=result.id).status


def until(condition):
    deadline = timezone.now() + timedelta(seconds=15)
    while not condition():
        assert timezone.now() < deadline
        jobs.threading.Event().wait(0.02)


def test_a_job_waits_for_its_transaction(worker):
    worker.start()
    until(lambda: DBTaskResult.objects.filter(task_path=jobs.nightly.module_path).exists())
    with pytest.raises(KeyError), transaction.atomic():
        note.enqueue("never")
        raise KeyError
    with transaction.atomic():
        result = note.enqueue("once")
        assert done == []
    until(lambda: state(result) == TaskResultStatus.SUCCESSFUL)
    assert done == ["once"]


def test_a_job_that_fails_says_why_and_the_next_is_done(worker):
    failing, following = fail.enqueue(), note.enqueue("after")
    worker.start()
    until(lambda: state(following) == TaskResultStatus.SUCCESSFUL)
    kept = DBTaskResult.objects.get(pk=failing.id)
    assert (kept.status, kept.exception_class_path) == (TaskResultStatus.FAILED, "builtins.LookupError")
    assert kept.traceback.endswith("LookupError: nothing there\n")


def test_nobody_waits_for_a_machine_that_does_not_answer(worker):
    called.clear()
    answered.clear()
    worker.start()
    calls = [call_somebody.enqueue() for _call in range(2)]
    assert called.wait(15)
    following = note.enqueue("meanwhile")
    until(lambda: state(following) == TaskResultStatus.SUCCESSFUL)
    assert done == ["meanwhile"]
    answered.set()
    until(lambda: {state(call) for call in calls} == {TaskResultStatus.SUCCESSFUL})
    assert done == ["meanwhile", "answered", "answered"]


def died(result, times):
    job = DBTaskResult.objects.get(pk=result.id)
    for number in range(times):
        job.claim(f"worker that died {number}")


def test_a_job_whose_worker_died_is_done_again(worker):
    result = note.enqueue("again")
    died(result, 1)
    worker.start()
    until(lambda: state(result) == TaskResultStatus.SUCCESSFUL)
    assert done == ["again"]


def test_a_job_that_kills_workers_is_given_up():
    result = note.enqueue("deadly")
    died(result, 3)
    jobs.rescue("me")
    assert state(result) == TaskResultStatus.FAILED
    assert "the process ended during each of 3 tries" in DBTaskResult.objects.get(pk=result.id).traceback


def test_an_import_that_kills_workers_is_told_as_failed():
    nadia = Actor(make_boards().person("Nadia Benali").pk, "web")
    with override("fr"):
        start_import(nadia, asked(nadia, rich()), [])
    died(DBTaskResult.objects.get(task_path=carry_out.module_path), 3)
    jobs.rescue("me")
    job = ImportJob.objects.get()
    assert (job.state, job.error) == (
        "failed",
        "Le serveur a échoué sur cet import. Prévenez la personne qui l’exploite.",
    )


def test_the_job_of_a_worker_that_lives_is_left_alone():
    if connection.vendor == "postgresql":
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [jobs.WORKERS, "other"])
    result = note.enqueue("theirs")
    DBTaskResult.objects.get(pk=result.id).claim("other")
    jobs.rescue("me" if connection.vendor == "postgresql" else "other")
    assert state(result) == TaskResultStatus.RUNNING
    if connection.vendor == "postgresql":
        other.close()
        until(lambda: jobs.rescue("me") or state(result) == TaskResultStatus.READY)


def test_one_night_is_always_planned():
    jobs.plan_night()
    jobs.plan_night()
    (planned,) = DBTaskResult.objects.filter(task_path=jobs.nightly.module_path)
    assert planned.run_after > timezone.now()
    DBTaskResult.objects.filter(pk=planned.pk).update(run_after=timezone.now())
    jobs.batch("me").run()
    states = DBTaskResult.objects.filter(task_path=jobs.nightly.module_path).values_list("status", flat=True)
    assert sorted(states) == [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL]


PARIS = ZoneInfo("Europe/Paris")
NIGHTS = {
    datetime(2026, 3, 28, 22, 0, tzinfo=PARIS): "2026-03-29T03:00:00+02:00",  # the hour from 2 to 3 is not there
    datetime(2026, 10, 25, 1, 0, tzinfo=PARIS): "2026-10-25T03:00:00+01:00",
    datetime(2026, 7, 14, 3, 0, tzinfo=PARIS): "2026-07-15T03:00:00+02:00",
}


@pytest.mark.parametrize(("now", "night"), NIGHTS.items(), ids=str)
def test_nights_in_paris(now, night):
    assert jobs.next_night(now).isoformat() == night


def test_one_daily_task_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    calls = []

    def broken():
        raise LookupError("lost")

    monkeypatch.setattr(daily, "_registered", {"a": broken, "b": lambda: calls.append("b")})
    with pytest.raises(RuntimeError, match=re.escape("failed: a")):
        jobs.nightly.call()
    assert calls == ["b"]
    assert "a failed; it is tried again tomorrow" in caplog.text


def test_what_has_ended_is_forgotten():
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))
    old, new, waiting = note.enqueue("1"), note.enqueue("2"), note.enqueue("3")
    for result, days in ((old, 15), (new, 13)):
        ended = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=result.id).update(status=TaskResultStatus.SUCCESSFUL, finished_at=ended)
    assert daily.do_all() == []
    assert list(Session.objects.values_list("pk", flat=True)) == ["new"]
    assert {str(job.pk) for job in DBTaskResult.objects.all()} == {new.id, waiting.id}


def test_bins_are_emptied_after_thirty_days(boards, editor):
    bin_cards(editor, [boards.card("A"), boards.card("B")])
    with writes_allowed():
        for title, days in (("A", 31), ("B", 29)):
            Card.objects.filter(title=title).update(binned_at=timezone.now() - timedelta(days=days))
    assert daily.do_all() == []
    assert set(Card.objects.values_list("title", flat=True)) == set("BCDEF")


def test_files_that_nothing_names_are_forgotten():
    key, _size = storage.put(io.BytesIO(b"Bonjour"))
    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(default_storage.path(storage.path_of(key)), (old, old))
    retention.forget_files()
    assert not default_storage.exists(storage.path_of(key))
