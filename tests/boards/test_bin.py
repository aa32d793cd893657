from datetime import timedelta

import pytest
from django.utils import timezone

from projets.boards.actions import boards as of_boards
from projets.boards.actions.bin import overdue, purge_bin
from projets.boards.actions.cards import bin_cards, describe_card
from projets.boards.actions.fields import bin_field, create_field
from projets.boards.actions.labels import bin_label
from projets.boards.actions.lists import bin_lists
from projets.boards.actions.projects import bin_project
from projets.boards.models import (
    Attachment,
    Board,
    Card,
    CardMember,
    Comment,
    Field,
    Label,
    List,
    Project,
    Task,
    TaskList,
    TextVersion,
)
from projets.operations import retention
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

SYSTEM = Actor(None, "system")
LATER = timedelta(days=31)


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


def purge(boards, after=LATER):
    """Empty the bin as one will so long from now."""
    before = timezone.now() + after - timedelta(days=30)
    return purge_bin(SYSTEM, boards.project, list(Board.objects.all()), before)


def furnish(card, person):
    """With a task, a comment, a file, somebody on it and two texts."""
    with writes_allowed():
        column = TaskList.objects.create(card=card, name="À faire", position=1.0)
        Task.objects.create(task_list=column, name="Relire", position=1.0)
        comment = Comment.objects.create(card=card, text="Bonjour", written_at=timezone.now())
        TextVersion.objects.create(owner_id=comment.pk, version=1, text="Bonjour")
        Attachment.objects.create(card=card, name="plan.pdf", key="0a")
        CardMember.objects.create(card=card, person_id=person.user_id)
    describe_card(person, card, "Un texte")


def titles():
    return "".join(Card.objects.order_by("title").values_list("title", flat=True))


def test_after_thirty_days_and_not_before(boards, editor):
    bin_cards(editor, [boards.card("A")])
    assert purge(boards, timedelta(days=29)).facts == []
    assert titles() == "ABCDEF"
    (fact,) = purge(boards).facts
    assert (fact.kind, fact.after.title, fact.changed) == ("card.purged", "A", set())
    assert titles() == "BCDEF"


def test_a_card_goes_with_all_that_it_holds(boards, editor):
    for title in "AB":
        furnish(boards.card(title), editor)
    bin_cards(editor, [boards.card("A")])
    purge(boards)
    for model in (TaskList, Task, Comment, Attachment, CardMember):
        assert model.objects.count() == 1
    assert TextVersion.objects.count() == 2
    assert Comment.objects.get().card == boards.card("B")


def test_a_list_goes_with_its_cards(boards, editor):
    furnish(boards.card("A"), editor)
    bin_lists(editor, [boards.todo])
    act = purge(boards)
    assert [fact.kind for fact in act.facts] == ["list.purged"]
    assert (titles(), List.objects.filter(board=boards.board).get(), TextVersion.objects.count()) == (
        "DEF",
        boards.doing,
        0,
    )


def test_a_board_goes_with_its_lists_and_is_told_to_its_project(boards, editor, manager):
    furnish(boards.card("A"), editor)
    of_boards.bin_board(manager, boards.board)
    act = purge(boards)
    assert {event.stream_id for event in act.events.all()} == {boards.board.stream, boards.project.stream}
    assert (titles(), Board.objects.get().name, Label.objects.count(), TextVersion.objects.count()) == (
        "",
        "Ailleurs",
        0,
        0,
    )
    assert Event.objects.filter(stream=boards.board.stream).count() == 3


def test_a_project_goes_with_its_boards(boards, manager):
    bin_project(manager, boards.project)
    purge(boards)
    assert not Project.objects.exists()
    assert not Board.objects.exists()
    assert titles() == ""


def test_labels_fields_and_what_cards_hold(boards, editor, manager):
    furnish(boards.card("A"), editor)
    create_field(manager, boards.project, "Budget", "euros")
    bin_field(manager, Field.objects.get())
    bin_label(editor, boards.urgent)
    with writes_allowed():
        for model in (TaskList, Task, Comment, Attachment):
            model.objects.update(binned_at=timezone.now())
    kinds = [fact.kind for fact in purge(boards).facts]
    assert kinds == [
        "task_list.purged",
        "comment.purged",
        "attachment.purged",
        "label.purged",
        "field.purged",
    ]  # the task went with its list
    for model in (TaskList, Task, Comment, Attachment, Label, Field):
        assert not model.objects.exists()
    assert TextVersion.objects.get().text == "Un texte"
    assert titles() == "ABCDEF"


def test_nobody_empties_a_bin_before_its_time(boards, editor, manager):
    bin_cards(editor, [boards.card("A")])
    for actor in (editor, manager, boards.member("administrator"), Actor(None, "web")):
        with pytest.raises(Refused):
            purge_bin(actor, boards.project, [boards.board], timezone.now() + LATER)
    assert (titles(), Act.objects.count()) == ("ABCDEF", 1)


def test_all_boards_are_held(boards, editor):
    bin_cards(editor, [boards.card("A")])
    with pytest.raises(Conflict):
        purge_bin(SYSTEM, boards.project, [boards.elsewhere.board], timezone.now() + LATER)
    assert titles() == "ABCDEF"


def test_every_night(boards, editor):
    bin_cards(editor, [boards.card("A"), boards.card("B")])
    with writes_allowed():
        Card.objects.filter(title="A").update(binned_at=timezone.now() - LATER)
    assert [project for project, _boards in overdue(timezone.now() - timedelta(days=30))] == [boards.project]
    retention.empty_the_bin()
    assert titles() == "BCDEF"
    assert Act.objects.order_by("id").last().via == "system"
    retention.empty_the_bin()
    assert Act.objects.filter(action="purge_bin").count() == 1
