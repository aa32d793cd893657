import pytest

from projets.accounts.actions.people import deactivate_user
from projets.accounts.models import User
from projets.boards.actions.boards import subscribe_board
from projets.boards.actions.memberships import add_member, change_role, remove_member
from projets.boards.models import (
    Board,
    BoardSubscription,
    Card,
    CardMember,
    CardSubscription,
    Membership,
    ProjectManager,
    Task,
    TaskList,
)
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


def at_work(boards, actor):
    """On A as a member, responsible for B, with a task of C, and following both board and card."""
    with writes_allowed():
        CardMember.objects.create(card=boards.card("A"), person_id=actor.user_id)
        CardMember.objects.create(card=boards.card("B"), person_id=actor.user_id, is_responsible=True)
        CardMember.objects.create(card=boards.card("A"), person_id=boards.person("Léa Roux").pk)
        column = TaskList.objects.create(card=boards.card("C"), name="À faire", position=1.0)
        Task.objects.create(task_list=column, name="Relire", position=1.0, assignee_id=actor.user_id)
        CardSubscription.objects.create(card=boards.card("C"), user_id=actor.user_id)
    subscribe_board(actor, boards.board)


def membership(actor):
    return Membership.objects.get(user=actor.user_id)


def test_who_joins_is_told_by_id(boards, manager):
    person = boards.person("Jeanne Roy")
    act = add_member(manager, boards.board, person, "contributor")
    assert [(event.stream_id, event.kind) for event in act.events.order_by("stream")] == [
        (boards.board.stream, "membership.added"),
        (person.stream, "membership.added"),
    ]
    state = act.facts[0].after
    assert (state.board_id, state.user_id, state.role) == (boards.board.pk, person.pk, "contributor")
    assert Board.objects.visible_to(Actor(person.pk, "web")).get() == boards.board


def test_a_manager_may_join_the_board_they_manage(boards, manager):
    add_member(manager, boards.board, User.objects.get(pk=manager.user_id))
    assert membership(manager).role == "editor"


def test_once_only(boards, manager):
    person = boards.person()
    add_member(manager, boards.board, person, "reader")
    with pytest.raises(Conflict):
        add_member(manager, boards.board, person, "editor")
    assert (Membership.objects.get().role, Act.objects.count()) == ("reader", 1)


def test_a_role_that_exists_for_an_open_account(boards, manager):
    for person, role, field in (
        (boards.person(), "king", "role"),
        (boards.person(is_active=False), "reader", "user"),
    ):
        with pytest.raises(Invalid) as refused:
            add_member(manager, boards.board, person, role)
        assert refused.value.field == field
    assert (Membership.objects.count(), Act.objects.count()) == (0, 0)


def test_change_role(boards, manager, editor):
    (fact, told) = change_role(manager, membership(editor), "reader").facts
    assert (fact.kind, fact.before.role, fact.after.role) == ("membership.changed", "editor", "reader")
    assert told == fact
    with pytest.raises(Invalid):
        change_role(manager, membership(editor), "")
    assert change_role(manager, membership(editor), "reader").facts == []


def test_who_leaves_leaves_cards_and_tasks_in_one_act(boards, manager, editor):
    at_work(boards, editor)
    act = remove_member(manager, membership(editor))
    told = [(event.stream_id, event.kind, event.row_id) for event in act.events.order_by("id")]
    here = boards.board.stream
    assert [(stream, kind) for stream, kind, _row in told] == [
        (here, "membership.removed"),
        (f"user:{editor.user_id}", "membership.removed"),
        (here, "card.assigned"),
        (here, "card.assigned"),
        (here, "task.edited"),
    ]
    by_title = {fact.after.title: fact for fact in act.facts if fact.kind == "card.assigned"}
    assert editor.user_id in by_title["A"].before.member_ids
    assert editor.user_id not in by_title["A"].after.member_ids
    assert (by_title["B"].before.responsible_id, by_title["B"].after.responsible_id) == (editor.user_id, None)
    assert act.facts[-1].before.assignee_id == editor.user_id
    assert CardMember.objects.exclude(person_id=editor.user_id).count() == CardMember.objects.count() == 1
    assert Task.objects.get().assignee_id is None
    assert not BoardSubscription.objects.exists()
    assert not CardSubscription.objects.exists()
    assert not Board.objects.visible_to(editor).exists()


def test_what_lies_in_the_archive_or_the_bin_is_left_too(boards, manager, editor):
    at_work(boards, editor)
    with writes_allowed():
        Card.objects.filter(title="A").update(binned_at="2027-01-01T00:00Z")
        Card.objects.filter(title="B").update(archived_at="2027-01-01T00:00Z")
    remove_member(manager, membership(editor))
    assert not CardMember.objects.filter(person_id=editor.user_id).exists()


def test_other_boards_are_not_touched(boards, manager, both):
    at_work(boards, both)
    remove_member(manager, Membership.objects.get(user=both.user_id, board=boards.elsewhere.board))
    assert CardMember.objects.filter(person_id=both.user_id).count() == 2


def test_a_manager_who_still_sees_the_board_stays_on_cards(boards, manager, editor):
    at_work(boards, editor)
    with writes_allowed():
        ProjectManager.objects.create(project=boards.project, user_id=editor.user_id)
    act = remove_member(manager, membership(editor))
    assert {fact.kind for fact in act.facts} == {"membership.removed"}
    assert CardMember.objects.filter(person_id=editor.user_id).count() == 2
    assert Task.objects.get().assignee_id == editor.user_id
    assert (BoardSubscription.objects.count(), CardSubscription.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_anybody_may_leave(boards, role):
    actor = boards.member(role)
    remove_member(actor, membership(actor))
    assert not Membership.objects.exists()


def test_nobody_but_a_manager_sends_others_away(boards, editor):
    reader = boards.member("reader")
    with pytest.raises(Refused) as refused:
        remove_member(editor, membership(reader))
    assert (refused.value.why, Membership.objects.count()) == (Why.ROLE_TOO_LOW, 2)


@pytest.mark.django_db(transaction=True)
def test_removed_twice_is_removed_once(boards, manager, editor, meanwhile):
    row = membership(editor)
    meanwhile(lambda: remove_member(editor, row))
    with pytest.raises(NotFound):
        remove_member(manager, row)
    assert Act.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_closed_before_they_joined(boards, manager, meanwhile):
    person = boards.person()
    meanwhile(lambda: deactivate_user(Actor(None, "system"), person))
    with pytest.raises(Invalid):
        add_member(manager, boards.board, person)
    assert not Membership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_longer_manager(boards, manager, meanwhile):
    person = boards.person()

    def lose():
        with writes_allowed():
            ProjectManager.objects.all().delete()

    meanwhile(lose)
    with pytest.raises(Refused):
        add_member(manager, boards.board, person)
    assert not Membership.objects.exists()
