"""The database goes away in the middle of a job: nothing is lost, and nothing that is done is done again."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django_tasks import TaskResultStatus, task

from projets.operations import jobs
from tests.losing import lose, on_postgresql
from tests.operations.test_jobs import state, until, worker

__all__ = ["worker"]
pytestmark = [pytest.mark.django_db(transaction=True), on_postgresql]
done = []


def cut_short(word):
    done.append(word)
    if len(done) == 1:
        lose(connection.connection)
    Session.objects.count()


def end_without_it(word):
    done.append(word)
    Session.objects.count()
    lose(connection.connection)


short = {queue: task(queue_name=queue)(cut_short) for queue in ("default", "outgoing")}
late = {queue: task(queue_name=queue)(end_without_it) for queue in ("default", "outgoing")}


@pytest.fixture(autouse=True, params=["default", "outgoing"])
def queue(request, monkeypatch):
    """A task is known by its path: the one of this queue stands there."""
    done.clear()
    monkeypatch.setitem(globals(), "cut_short", short[request.param])
    monkeypatch.setitem(globals(), "end_without_it", late[request.param])
    return request.param


def test_a_job_that_it_cut_short_is_done_again(worker):
    result = cut_short.enqueue("twice")
    worker.start()
    until(lambda: state(result) == TaskResultStatus.SUCCESSFUL)
    assert done == ["twice", "twice"]


def test_a_job_that_was_done_is_noted_once_it_is_back(worker):
    result = end_without_it.enqueue("once")
    worker.start()
    until(lambda: state(result) == TaskResultStatus.SUCCESSFUL)
    assert done == ["once"]


def test_whose_job_it_is_can_still_be_seen(worker):
    """The lock that says that a worker lives went with its connection: it takes it again."""
    result = end_without_it.enqueue("once")
    worker.start()
    until(lambda: state(result) == TaskResultStatus.SUCCESSFUL)
    until(lambda: jobs.lives(worker.id, "another"))
