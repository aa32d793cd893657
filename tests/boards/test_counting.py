from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projets.boards.actions.counting import recount
from projets.boards.models import Attachment, Card, Comment, Task, TaskList
from projets.usecase.guard import writes_allowed
from projets.usecase.log import performing
from projets.usecase.models import Event


@contextmanager
def acting(actor, boards):
    with performing(actor, "edit_card", {boards.todo.stream}):
        yield


@pytest.fixture
def full(boards):
    """Card A with what it holds, and a bit of everything in the bin."""
    card, now = boards.card("A"), timezone.now()
    with writes_allowed():
        kept, gone = (
            TaskList.objects.create(card=card, name=name, position=1.0, binned_at=binned_at)
            for name, binned_at in (("Reste", None), ("Corbeille", now))
        )
        tasks = (kept, None, None), (kept, now, None), (kept, now, now), (gone, now, None)
        for task_list, done_at, binned_at in tasks:
            Task.objects.create(task_list=task_list, name="Tâche", position=1.0, done_at=done_at, binned_at=binned_at)
        for binned_at in (None, None, None, now):
            Comment.objects.create(card=card, text="Bonjour", written_at=now, binned_at=binned_at)
            Attachment.objects.create(card=card, name="a.pdf", key="k", binned_at=binned_at)
    return card


def counts(card):
    return card.tasks_total, card.tasks_done, card.comments_total, card.attachments_total


def test_what_stands_is_counted(boards, editor, full):
    with acting(editor, boards):
        recount([full])
    card = boards.card("A")
    assert counts(card) == counts(full) == (2, 1, 3, 3)
    assert card.version == full.version == 2
    fact = Event.objects.get().fact
    assert (fact.kind, fact.changed) == (
        "card.counted",
        {"tasks_total", "tasks_done", "comments_total", "attachments_total", "version"},
    )


def test_counts_that_are_right_are_not_recorded(boards, editor):
    with acting(editor, boards):
        recount([boards.card("A"), boards.card("B")])
    assert (Event.objects.count(), boards.card("A").version) == (0, 1)


def test_an_old_copy_gets_a_version_of_its_own(boards, editor, full):
    with writes_allowed():
        Card.objects.filter(pk=full.pk).update(version=7)
    with acting(editor, boards):
        recount([full, boards.card("A")])
    assert (full.version, boards.card("A").version) == (8, 8)


def test_queries_do_not_grow(boards, editor, full):
    with acting(editor, boards), CaptureQueriesContext(connection) as one:
        recount([full])
    with acting(editor, boards), CaptureQueriesContext(connection) as six:
        recount(list(Card.objects.all()))
    assert len(six) <= len(one)
