import pytest

from projets.boards.actions.attachments import attach_link, bin_attachment
from projets.boards.actions.cards import bin_cards
from projets.boards.actions.comments import bin_comment, write_comment
from projets.boards.actions.restoring import restore_content
from projets.boards.actions.tasks import bin_task_list, bin_tasks, create_task_list, create_tasks
from projets.boards.models import Attachment, Comment, Task, TaskList
from projets.usecase.errors import Invalid, Refused
from projets.usecase.models import Act


@pytest.fixture
def held(boards, editor):
    """A card with one of everything, all in the bin."""
    create_task_list(editor, boards.card("A"), "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["un", "deux"])
    write_comment(editor, boards.card("A"), "Bonjour")
    attach_link(editor, boards.card("A"), "https://exemple.fr")
    bin_tasks(editor, [Task.objects.get(name="un")])
    bin_comment(editor, Comment.objects.get())
    bin_attachment(editor, Attachment.objects.get())
    return [Task.objects.get(name="un"), Comment.objects.get(), Attachment.objects.get()]


def counts(boards):
    card = boards.card("A")
    return card.tasks_total, card.comments_total, card.attachments_total


def test_all_come_back_in_one_act(boards, editor, held):
    assert counts(boards) == (1, 0, 0)
    act = restore_content(editor, held)
    assert [fact.kind for fact in act.facts] == [
        *("task.restored", "comment.restored", "attachment.restored", "card.counted")
    ]
    assert counts(boards) == (2, 1, 1)
    assert list(Task.objects.standing().values_list("name", flat=True)) == ["un", "deux"]
    assert restore_content(editor, held).facts == []


def test_a_task_list_comes_back_with_its_tasks(boards, editor, held):
    bin_task_list(editor, TaskList.objects.get())
    assert counts(boards) == (0, 0, 0)
    restore_content(editor, [TaskList.objects.get()])
    assert counts(boards) == (1, 0, 0)


def test_not_into_what_is_in_the_bin(boards, editor, held):
    bin_task_list(editor, TaskList.objects.get())
    with pytest.raises(Invalid):
        restore_content(editor, held)
    bin_cards(editor, [boards.card("A")])
    with pytest.raises(Invalid):
        restore_content(editor, held[1:])
    assert all(type(row).objects.get(pk=row.pk).in_bin for row in held)
    assert Act.objects.filter(action="restore_content").count() == 0


def test_who_may_not(boards, held):
    with pytest.raises(Refused):
        restore_content(boards.member("reader"), held)
    assert counts(boards) == (1, 0, 0)
