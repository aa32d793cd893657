"""What happens to lanes: a job lost, a database that goes away, a webhook or a body that is there no more."""

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from projets.boards.actions.cards import rename_card
from projets.notifications.webhooks.jobs import send_deliveries, wake_lanes
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from tests.losing import lose, on_postgresql
from tests.notifications.webhooks.test_delivery import names
from tests.receiving import ok, serving

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_job_for_a_lane_however_much_happens(hook, receiver, boards, editor):
    hook(receiver.url)
    for title in "ABC":
        rename_card(editor, boards.card(title), title.lower())
        dispatch()
    theirs = DBTaskResult.objects.filter(task_path=send_deliveries.module_path)
    assert (theirs.count(), Delivery.objects.count()) == (1, 3)


def test_a_sender_that_was_lost_is_replaced(hook, receiver, boards, editor, work, later):
    hook(receiver.url)
    rename_card(editor, boards.card("A"), "a")
    dispatch()
    DBTaskResult.objects.all().delete()
    later(seconds=61)
    rename_card(editor, boards.card("B"), "b")
    work()
    assert names(receiver) == ["a", "b"]


def test_a_worker_that_begins_wakes_what_waits(hook, receiver, boards, editor, work):
    """Its job was given up, or was not in the backup that was put back."""
    hook(receiver.url)
    rename_card(editor, boards.card("A"), "a")
    dispatch()
    DBTaskResult.objects.all().delete()
    wake_lanes()
    wake_lanes()
    assert DBTaskResult.objects.count() == 1
    work()
    assert names(receiver) == ["a"]
    wake_lanes()
    assert not DBTaskResult.objects.ready().exists()


@pytest.mark.parametrize("model", [Webhook, Message])
def test_what_goes_for_good_while_it_is_sent(hook, allowed, boards, editor, work, model):
    """With its board, or by age: its lane ends, or goes on with the next."""

    def answer(handler):
        with writes_allowed():
            model.objects.filter(pk=model.objects.order_by("pk").first().pk).delete()
        connection.close()
        ok(handler)

    with serving(answer) as server:
        hook(server.url, board=boards.board)
        for title in "AB":
            rename_card(editor, boards.card(title), title.lower())
        work()
        assert names(server) == (["a", "b"] if model is Message else ["a"])
    assert {job.status for job in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


@on_postgresql
def test_the_database_goes_away_while_a_receiver_answers(hook, allowed, boards, editor, work):
    """What it said is noted once the database is back: it is not told the same twice."""

    def answer(handler):
        if len(handler.server.received) == 1:
            lose(line)
        ok(handler)

    with serving(answer) as server:
        hook(server.url)
        for title in "ABC":
            rename_card(editor, boards.card(title), title.lower())
        dispatch()
        line = connection.connection
        work()
        assert names(server) == ["a", "b", "c"]
        assert connection.connection is not line
    assert [(one.state, one.tries) for one in Delivery.objects.all()] == [("done", 1)] * 3
