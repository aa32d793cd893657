from datetime import UTC, datetime

import pytest

from projets.boards.actions.tasks import (
    bin_task_list,
    bin_tasks,
    create_task_list,
    create_tasks,
    edit_task,
    edit_task_list,
    finish_tasks,
    make_card_of_task,
    move_task,
    move_task_list,
)
from projets.boards.models import Card, Task, TaskList
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.models import Act, Event


@pytest.fixture
def steps(boards, editor):
    """A task list « Étapes » on card A, with tasks 1, 2 and 3."""
    create_task_list(editor, boards.card("A"), "Étapes")
    create_tasks(editor, TaskList.objects.get(), list("123"))
    return TaskList.objects.get()


def names(task_list):
    return "".join(Task.objects.filter(task_list=task_list, binned_at=None).values_list("name", flat=True))


def counts(boards):
    card = boards.card("A")
    return card.tasks_done, card.tasks_total


def test_created_in_order_and_counted_on_the_card(boards, steps):
    assert (names(steps), counts(boards)) == ("123", (0, 3))
    kinds = list(Event.objects.values_list("kind", flat=True).order_by("revision"))
    assert kinds == ["task_list.created", *["task.created"] * 3, "card.counted"]


def test_several_lists_on_a_card_have_an_order(boards, editor, steps):
    create_task_list(editor, boards.card("A"), "Suite")
    move_task_list(editor, TaskList.objects.get(name="Suite"), 0)
    assert list(TaskList.objects.values_list("name", flat=True)) == ["Suite", "Étapes"]


def test_a_list_is_named_and_shown(editor, steps):
    edit_task_list(editor, steps, "Jalons", on_front=True, hides_done=True)
    again = TaskList.objects.get()
    assert (again.name, again.on_front, again.hides_done) == ("Jalons", True, True)


def test_finished_and_reopened(boards, editor, steps):
    finish_tasks(editor, Task.objects.filter(name__in="12"))
    assert counts(boards) == (2, 3)
    act = finish_tasks(editor, [Task.objects.get(name="1")], done=False)
    assert [fact.kind for fact in act.facts] == ["task.reopened", "card.counted"]
    assert counts(boards) == (1, 3)


def test_given_to_somebody_and_dated(boards, editor, steps):
    due = datetime(2027, 3, 28, 12, 30, tzinfo=UTC)
    edit_task(editor, Task.objects.get(name="1"), "Un", editor.user_id, due, True)
    task = Task.objects.get(name="Un")
    assert (task.assignee_id, task.due_at, task.due_has_time) == (editor.user_id, due, True)
    edit_task(editor, task, assignee_id=None, due_at=None, due_has_time=False)
    task.refresh_from_db()
    assert (task.assignee_id, task.due_at, task.due_has_time) == (None, None, False)


def test_due_without_a_time_is_due_at_the_end_of_the_day(editor, steps):
    edit_task(editor, Task.objects.get(name="1"), due_at=datetime(2027, 3, 28, 12, 30, tzinfo=UTC))
    task = Task.objects.get(name="1")
    assert (task.due_at, task.due_has_time) == (datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), False)
    with pytest.raises(Invalid):
        edit_task(editor, task, due_at=datetime(3000, 1, 2, tzinfo=UTC))
    assert Task.objects.get(name="1").due_at == task.due_at


def test_not_given_to_who_does_not_see_the_board(boards, editor, steps):
    stranger = boards.member(None)
    with pytest.raises(Invalid) as refused:
        edit_task(editor, Task.objects.get(name="1"), "Un", stranger.user_id)
    assert (refused.value.field, names(steps)) == ("assignee", "123")


def test_moved_within_the_card_only(boards, editor, steps):
    create_task_list(editor, boards.card("A"), "Suite")
    other = TaskList.objects.get(name="Suite")
    move_task(editor, Task.objects.get(name="3"), steps, 0)
    move_task(editor, Task.objects.get(name="1"), other)
    assert (names(steps), names(other)) == ("32", "1")
    create_task_list(editor, boards.card("B"), "Ailleurs")
    with pytest.raises(Invalid):
        move_task(editor, Task.objects.get(name="2"), TaskList.objects.get(name="Ailleurs"))
    assert names(steps) == "32"


def test_into_the_bin(boards, editor, steps):
    finish_tasks(editor, [Task.objects.get(name="1")])
    bin_tasks(editor, [Task.objects.get(name="1")])
    assert (names(steps), counts(boards)) == ("23", (0, 2))
    bin_task_list(editor, steps)
    assert counts(boards) == (0, 0)
    with pytest.raises(NotFound):
        finish_tasks(editor, [Task.objects.get(name="2")])


def test_made_into_a_card(boards, editor, steps):
    make_card_of_task(editor, Task.objects.get(name="2"), boards.doing)
    card = Card.objects.get(title="2")
    assert (card.list, card.creator_id, Task.objects.get(name="2").linked_card_id) == (
        boards.doing,
        editor.user_id,
        card.pk,
    )
    with pytest.raises(Invalid):
        make_card_of_task(editor, Task.objects.get(name="2"), boards.doing)
    assert Card.objects.filter(title="2").count() == 1


@pytest.mark.parametrize("wanted", [[], [""], ["x" * 1025], ["ok", "  "]])
def test_a_task_has_a_name(boards, editor, steps, wanted):
    with pytest.raises(Invalid):
        create_tasks(editor, steps, wanted)
    assert (names(steps), counts(boards)) == ("123", (0, 3))


@pytest.mark.parametrize("role", ["commenter", "reader", "project manager", None])
def test_not_for_everybody(boards, steps, role):
    before = Act.objects.count()
    with pytest.raises(Refused):
        finish_tasks(boards.member(role), list(Task.objects.all()))
    assert (Act.objects.count(), counts(boards)) == (before, (0, 3))
