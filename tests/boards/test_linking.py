from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.legal.retention import BIN_DAYS
from projets.boards import events
from projets.boards.actions.bin import purge_bin
from projets.boards.actions.cards import bin_cards, clear_cards, move_cards, rename_card
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.linking import follow_from_afar
from projets.boards.actions.lists import create_lists, edit_list
from projets.boards.actions.tasks import (
    bin_tasks,
    create_task_list,
    create_tasks,
    edit_task,
    finish_tasks,
    link_cards,
    make_card_of_task,
    move_task,
)
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Board, Card, List, Task, TaskList
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.facts import Fact
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event
from tests.races import at_once


@pytest.fixture
def done(boards, both):
    """A closed list « Terminé » on each of the two boards: the one at hand."""
    for board in (boards.board, boards.elsewhere.board):
        create_lists(both, board, ["Terminé"], kind="closed")
    return List.objects.get(board=boards.board, name="Terminé")


@pytest.fixture
def steps(boards, both):
    """A task list on card A."""
    create_task_list(both, boards.card("A"), "Étapes")
    return TaskList.objects.get()


def link(actor, steps, card):
    return Task.objects.get(pk=link_cards(actor, steps, [card]).facts[0].after.id)


def again(task):
    return Task.objects.get(pk=task.pk)


def ticked(task):
    return again(task).done_at is not None


def counts(boards):
    card = boards.card("A")
    return card.tasks_done, card.tasks_total


def work():
    """What the worker would."""
    for job in DBTaskResult.objects.filter(task_path=follow_from_afar.module_path):
        follow_from_afar.call(*job.args_kwargs["args"])


def test_called_as_the_card_and_done_as_it_is(boards, both, done, steps):
    move_cards(both, [boards.card("C")], done)
    act = link_cards(both, steps, [boards.card("B"), boards.card("C")])
    tasks = list(Task.objects.order_by("position"))
    assert [(task.name, ticked(task), task.linked_card_id) for task in tasks] == [
        ("B", False, boards.card("B").pk),
        ("C", True, boards.card("C").pk),
    ]
    assert ([fact.kind for fact in act.facts], counts(boards)) == (
        ["task.created", "task.created", "card.counted"],
        (1, 2),
    )


def test_follows_its_card_into_a_closed_list_and_back(boards, both, done, steps):
    task = link(both, steps, boards.card("B"))
    act = move_cards(both, [boards.card("B")], done)
    assert [fact.kind for fact in act.facts] == ["card.moved", "task.followed", "card.counted"]
    assert (ticked(task), counts(boards)) == (True, (1, 1))
    act = move_cards(both, [boards.card("B")], boards.doing)
    assert (ticked(task), counts(boards)) == (False, (0, 1))
    act = move_cards(both, [boards.card("B")], boards.todo)  # as open as before
    assert [fact.kind for fact in act.facts] == ["card.moved"]


def test_follows_a_list_that_becomes_another_kind(boards, both, steps):
    task = link(both, steps, boards.card("D"))
    edit_list(both, boards.doing, kind="closed")
    assert ticked(task)
    act = edit_list(both, boards.doing, name="Fini")
    assert [fact.kind for fact in act.facts] == ["list.edited"]
    edit_list(both, boards.doing, kind="active")
    assert not ticked(task)


def test_undone_with_what_it_followed(boards, both, done, steps):
    task = link(both, steps, boards.card("B"))
    moved = move_cards(both, [boards.card("B")], done)
    undone = undo_act(both, moved)
    assert (ticked(task), counts(boards)) == (False, (0, 1))
    undo_act(both, undone)
    assert ticked(task)
    closed = edit_list(both, boards.doing, kind="closed")
    other = link(both, steps, boards.card("D"))
    undo_act(both, closed)
    assert not ticked(other)


def test_a_link_can_be_undone_although_its_card_went_on(boards, both, done, steps):
    act = link_cards(both, steps, [boards.card("B")])
    move_cards(both, [boards.card("B")], done)
    undo_act(both, act)
    assert counts(boards) == (0, 0)


def test_neither_renamed_nor_ticked_by_hand(boards, both, steps):
    task = link(both, steps, boards.card("B"))
    for change in (
        lambda: edit_task(both, task, "Autre"),
        lambda: finish_tasks(both, [task]),
        lambda: edit_task(both, task, done=True, position=5),
    ):
        with pytest.raises(Invalid):
            change()
    assert (again(task).name, ticked(task), again(task).position) == ("B", False, task.position)
    edit_task(both, task, assignee_id=both.user_id)
    move_task(both, task, steps, 5)
    assert (again(task).assignee_id, again(task).position) == (both.user_id, 5)


def test_not_a_task_of_itself(boards, both, steps):
    with pytest.raises(Invalid):
        link_cards(both, steps, [boards.card("A")])
    assert Task.objects.count() == 0


def test_a_card_that_one_does_not_see_is_not_there(boards, editor, both, steps):
    secret = _card_elsewhere(boards)
    before = Act.objects.count()
    with pytest.raises(NotFound):
        link_cards(editor, steps, [secret])
    bin_cards(both, [boards.card("B")])
    with pytest.raises(NotFound):
        link_cards(editor, steps, [boards.card("B")])
    assert (Task.objects.count(), Act.objects.count()) == (0, before + 1)


@pytest.mark.parametrize("role", ["commenter", "reader", "project manager", None])
def test_not_for_everybody(boards, steps, role):
    with pytest.raises(Refused):
        link_cards(boards.member(role), steps, [boards.card("B")])
    assert Task.objects.count() == 0


def test_of_another_board_its_name_stays_there(boards, both, steps):
    """Nothing that the board is told holds the title of a card that its people may not see."""
    secret = _card_elsewhere(boards, "Confidentiel")
    task = link(both, steps, secret)
    rename_card(both, secret, "Confidentiel, bis")
    assert (task.name, again(task).name) == ("PORT-77", "PORT-77")
    told = Event.objects.filter(stream=boards.board.stream)
    assert not [event for event in told if "Confidentiel" in str(event.columns)]


def test_follows_a_card_of_another_board_in_nobodys_name(boards, both, done, steps):
    secret = _card_elsewhere(boards)
    task = link(both, steps, secret)
    over_there = List.objects.get(board=boards.elsewhere.board, name="Terminé")
    act = move_cards(both, [secret], over_there)
    assert ([fact.kind for fact in act.facts], ticked(task)) == (["card.moved"], False)
    work()
    told = Event.objects.filter(kind=events.TaskFollowed.kind).get()
    assert (ticked(task), counts(boards)) == (True, (1, 1))
    assert (told.stream_id, told.act.user_id, told.act.via, told.act.action) == (
        boards.board.stream,
        None,
        "system",
        "follow_cards",
    )
    work()
    assert Event.objects.filter(kind=events.TaskFollowed.kind).count() == 1


def test_a_refused_act_leaves_nothing_to_do(boards, both, done, steps):
    link(both, steps, _card_elsewhere(boards))
    with pytest.raises(Refused):
        edit_list(boards.member("reader", boards.elsewhere), boards.elsewhere, kind="closed")
    assert DBTaskResult.objects.count() == 0


def test_follows_a_card_that_leaves_for_another_board(boards, both, done, steps):
    task = link(both, steps, boards.card("B"))
    transfer_cards(both, [boards.card("B")], List.objects.get(board=boards.elsewhere.board, name="Terminé"))
    assert (ticked(task), again(task).name) == (True, "B")


def test_a_card_gone_for_good_leaves_name_and_state(boards, both, done, steps):
    task, far = link(both, steps, boards.card("B")), None
    move_cards(both, [boards.card("B")], done)
    bin_cards(both, [boards.card("B")])
    assert again(task).linked_card_id is not None
    create_task_list(both, _card_elsewhere(boards), "Loin")
    far = link(both, TaskList.objects.get(name="Loin"), boards.card("D"))
    with writes_allowed():
        Card.objects.filter(title__in="BD").update(binned_at=timezone.now() - timedelta(days=31))
    purge_bin(
        Actor(None, "system"), boards.project, list(Board.objects.all()), timezone.now() - timedelta(days=BIN_DAYS)
    )
    assert (again(task).name, ticked(task), again(task).linked_card_id) == ("B", True, None)
    assert again(far).linked_card_id is None
    edit_task(both, again(task), "Autre", done=False)
    assert (again(task).name, ticked(task)) == ("Autre", False)


def test_a_card_cleared_by_a_client_without_bin_is_gone_for_its_tasks(boards, both, done, steps):
    task = link(both, steps, boards.card("B"))
    act = clear_cards(both, [boards.card("B")])
    assert [fact.kind for fact in act.facts] == ["card.cleared", "task.followed"]
    assert (again(task).name, ticked(task), again(task).linked_card_id) == ("B", False, None)


def test_made_into_a_card_it_is_linked_to_it(boards, both, done, steps):
    create_tasks(both, steps, ["1"], done=True)
    task = Task.objects.get()
    assert ticked(task)
    make_card_of_task(both, task, boards.doing)
    assert (again(task).linked_card_id, ticked(task), counts(boards)) == (
        Card.objects.get(title="1").pk,
        False,
        (0, 1),
    )
    with pytest.raises(Invalid):
        make_card_of_task(both, again(task), boards.doing)
    move_cards(both, [Card.objects.get(title="1")], done)
    assert ticked(task)


def test_a_copy_is_linked_too(boards, both, steps):
    task = link(both, steps, boards.card("B"))
    duplicate_cards(both, [boards.card("A")], boards.doing)
    copy = Task.objects.exclude(pk=task.pk).get()
    assert (copy.name, copy.linked_card_id) == ("B", boards.card("B").pk)


def test_a_task_in_the_bin_follows_too(boards, both, done, steps):
    task = link(both, steps, boards.card("B"))
    bin_tasks(both, [task])
    move_cards(both, [boards.card("B")], done)
    assert (ticked(task), counts(boards)) == (True, (0, 0))


@pytest.mark.django_db(transaction=True)
def test_a_card_closed_at_the_moment_it_is_linked(boards, both, done, steps):
    """Whoever comes second sees what the first did."""
    secret = _card_elsewhere(boards)
    over_there = List.objects.get(board=boards.elsewhere.board, name="Terminé")
    raised = at_once(
        lambda: link_cards(both, steps, [secret]),
        lambda: move_cards(both, [secret], over_there),
    )
    assert raised == [None, None]
    work()
    assert (ticked(Task.objects.get()), counts(boards)) == (True, (1, 1))


@pytest.mark.django_db(transaction=True)
def test_two_cards_made_each_other_s_tasks_at_once(boards, both, steps):
    """Each act changes the card that the other holds."""
    secret = _card_elsewhere(boards)
    create_task_list(both, secret, "Étapes")
    theirs = TaskList.objects.get(card=secret)
    for _again in range(10):
        raised = at_once(
            lambda: link_cards(both, steps, [secret]),
            lambda: link_cards(both, theirs, [boards.card("A")]),
        )
        assert raised == [None, None]
    assert counts(boards) == (0, 10)


def test_facts_of_before_say_which_card_it_was_made_into():
    """They named it otherwise."""
    state = {"id": 1, "card_id": 2, "task_list_id": 3, "name": "Un", "position": 1.0, "done_at": None}
    state |= {"assignee_id": None, "due_at": None, "due_has_time": False, "binned_at": None, "made_card_id": 9}
    fact = Fact.load("task.edited", {"after": state, "before": {"made_card_id": None}})
    assert (fact.after.linked_card_id, fact.changed) == (9, {"linked_card_id"})


def _card_elsewhere(boards, title="Secret"):
    with writes_allowed():
        return Card.objects.create(
            board=boards.elsewhere.board,
            list=boards.elsewhere,
            title=title,
            position=65536.0,
            number=77,
            list_changed_at=timezone.now(),
        )
