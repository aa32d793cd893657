"""A team on a board: its people are members as long as they are in it, whoever says so (A-09, A-10)."""

import pytest
from django_tasks_db.models import DBTaskResult

from projets.accounts.actions.people import activate_user, deactivate_user
from projets.accounts.models import User
from projets.accounts.organisations.actions.affiliations import remove_affiliation
from projets.accounts.organisations.actions.claims import apply_claims
from projets.accounts.organisations.actions.teams import add_to_team, delete_team, remove_from_team
from projets.accounts.organisations.models import Affiliation, Team, TeamMember
from projets.boards.actions.boards import create_board
from projets.boards.actions.cards import create_cards
from projets.boards.actions.details import assign_cards
from projets.boards.actions.lists import create_lists
from projets.boards.actions.memberships import add_member, change_role, remove_member
from projets.boards.actions.teams import follow_teams, follow_teams_of, put_team, remove_team
from projets.boards.models import Board, Card, CardMember, List, Membership, TeamOnBoard
from projets.boards.teams import teams_on
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.accounts.organisations.world import acts, make_world
from tests.boards.test_belonging import founded
from tests.races import at_once

SYSTEM = Actor(None, "system")


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def manager(world):
    return acts(world.user(place="member"))


@pytest.fixture
def board(world, manager):
    create_board(manager, founded(_user(manager)), "Tableau")
    return Board.objects.get()


@pytest.fixture
def colleague(world):
    user = world.user(place="member")
    world.join(user)
    return user


def _user(actor):
    return Affiliation.objects.get(user=actor.user_id).user


def roles(board):
    """{person: (role, whether by hand)} beside the manager, who made the board."""
    rows = Membership.objects.filter(board=board).order_by("pk")[1:]
    return {row.user_id: (row.role, row.by_hand) for row in rows}


def catch_up():
    """What the worker does by itself."""
    dispatch()
    for job in DBTaskResult.objects.filter(task_path=follow_teams_of.module_path):
        follow_teams_of.call(*job.args_kwargs["args"])
    DBTaskResult.objects.all().delete()


def test_a_team_on_a_board_brings_its_people(world, manager, board, colleague):
    act = put_team(manager, board, world.team, "contributor")
    assert roles(board) == {colleague.pk: ("contributor", False)}
    told = sorted((event.stream_id, event.kind) for event in act.told)
    assert told == [
        (board.stream, "board_team.added"),
        (board.stream, "membership.added"),
        (colleague.stream, "membership.added"),
    ]
    assert Board.objects.visible_to(acts(colleague)).get() == board


def test_who_joins_or_leaves_the_team_joins_or_leaves_the_board(world, manager, board):
    head, late = acts(world.user(place="administrator")), world.user(place="member")
    put_team(manager, board, world.team, "editor")
    assert roles(board) == {}
    add_to_team(head, world.team, late)
    catch_up()
    assert roles(board) == {late.pk: ("editor", False)}
    remove_from_team(head, TeamMember.objects.get(user=late))
    catch_up()
    assert roles(board) == {}


def test_no_team_makes_a_guest_a_member(world, manager, board):
    """Whatever their provider says of them: it would be without end, as an editor perhaps."""
    guest = world.user(place="member", role="board_user")
    with writes_allowed():
        User.objects.filter(pk=guest.pk).update(is_guest=True)
    put_team(manager, board, world.team, "editor")
    apply_claims(SYSTEM, guest, {"roles": ["agent_public"]})
    catch_up()
    assert TeamMember.objects.filter(user=guest).exists()
    assert roles(board) == {}


def test_who_comes_by_a_claim_goes_with_it(world, manager, board):
    agent = world.user(place="member")
    put_team(manager, board, world.team, "reader")
    apply_claims(SYSTEM, agent, {"roles": ["agent_public"]})
    catch_up()
    assert roles(board) == {agent.pk: ("reader", False)}
    apply_claims(SYSTEM, agent, {"roles": []})
    catch_up()
    assert roles(board) == {}


def test_who_leaves_the_organisation_leaves_its_boards(world, manager, board, colleague):
    put_team(manager, board, world.team)
    remove_affiliation(acts(world.user(place="administrator")), Affiliation.objects.get(user=colleague))
    catch_up()
    assert roles(board) == {}


def test_a_team_that_is_deleted_takes_its_people_off(world, manager, board, colleague):
    put_team(manager, board, world.team)
    delete_team(acts(world.user(place="administrator")), world.team)
    catch_up()
    assert roles(board) == {}
    assert not TeamOnBoard.objects.exists()


def test_a_membership_by_hand_stays(world, manager, board, colleague):
    add_member(manager, board, colleague, "reader")
    put_team(manager, board, world.team, "editor")
    assert roles(board) == {colleague.pk: ("reader", True)}
    remove_team(manager, TeamOnBoard.objects.get())
    assert roles(board) == {colleague.pk: ("reader", True)}


def test_one_by_hand_that_is_taken_back_leaves_the_teams(world, manager, board, colleague):
    add_member(manager, board, colleague, "reader")
    put_team(manager, board, world.team, "editor")
    row = Membership.objects.get(user=colleague)
    act = remove_member(manager, row)
    assert [fact.kind for fact in act.facts] == ["membership.changed"] * 2  # to the board and to the person
    assert roles(board) == {colleague.pk: ("editor", False)}
    with pytest.raises(Conflict, match="A team brings"):
        remove_member(manager, row)
    with pytest.raises(Conflict, match="A team brings"):
        remove_member(acts(colleague), row)
    assert roles(board) == {colleague.pk: ("editor", False)}


def test_a_role_given_by_hand_is_by_hand_from_then_on(world, manager, board, colleague):
    put_team(manager, board, world.team, "reader")
    change_role(manager, Membership.objects.get(user=colleague), "editor")
    assert roles(board) == {colleague.pk: ("editor", True)}


def test_of_several_teams_the_highest_role_holds(world, manager, board, colleague):
    with writes_allowed():
        other = Team.objects.create(organisation=world.organisation, name="Données")
        TeamMember.objects.create(team=other, organisation=world.organisation, user=colleague)
    put_team(manager, board, world.team, "reader")
    put_team(manager, board, other, "editor")
    assert roles(board) == {colleague.pk: ("editor", False)}
    put_team(manager, board, other, "commenter")
    assert roles(board) == {colleague.pk: ("commenter", False)}
    remove_team(manager, TeamOnBoard.objects.get(team=other))
    assert roles(board) == {colleague.pk: ("reader", False)}
    assert TeamOnBoard.objects.count() == 1


def test_who_leaves_by_the_team_leaves_the_cards(world, manager, board, colleague):
    put_team(manager, board, world.team)
    create_lists(manager, board, ["À faire"])
    create_cards(manager, List.objects.get(), ["Une"])
    assign_cards(manager, [Card.objects.get()], add=[colleague.pk])
    remove_team(manager, TeamOnBoard.objects.get())
    assert not CardMember.objects.exists()


def test_closed_accounts_wait_to_be_handed_over_and_come_back(world, manager, board, colleague):
    administrator = acts(world.user(role="administrator"))
    put_team(manager, board, world.team)
    deactivate_user(administrator, colleague)
    remove_team(manager, TeamOnBoard.objects.get())
    assert roles(board) == {colleague.pk: ("editor", False)}
    activate_user(administrator, colleague)
    catch_up()
    assert roles(board) == {}


def test_nobody_with_a_closed_account_is_brought(world, manager, board, colleague):
    deactivate_user(acts(world.user(role="administrator")), colleague)
    put_team(manager, board, world.team)
    assert roles(board) == {}


@pytest.mark.parametrize("who", ["member", "head", "administrator", "outsider"])
def test_only_who_manages_puts_teams_of_where_they_work(world, board, colleague, who):
    place = {"member": "member", "head": "administrator"}.get(who)
    user = world.user(role="administrator" if who == "administrator" else "project_owner", place=place)
    before = Act.objects.count()
    with pytest.raises(Refused):
        put_team(acts(user), board, world.team)
    assert (Act.objects.count(), roles(board)) == (before, {})


def test_a_manager_puts_no_team_of_elsewhere(world, manager, board):
    with writes_allowed():
        foreign = Team.objects.create(organisation=world.elsewhere, name="Autre")
    with pytest.raises(Refused):
        put_team(manager, board, foreign)
    assert not TeamOnBoard.objects.exists()


def test_a_team_of_elsewhere_is_outside_as_its_people_are(world, manager, board):
    with writes_allowed():
        foreign = Team.objects.create(organisation=world.elsewhere, name="Autre")
        Affiliation.objects.create(organisation=world.elsewhere, user_id=manager.user_id, source="manual")
    world.let(inviting_outside="forbidden")
    with pytest.raises(Invalid, match="its own people"):
        put_team(manager, board, foreign)
    assert not TeamOnBoard.objects.exists()
    world.let(inviting_outside="allowed")
    put_team(manager, board, foreign)
    assert TeamOnBoard.objects.get().team == foreign


def test_a_role_that_is_none_is_refused(world, manager, board, colleague):
    with pytest.raises(Invalid):
        put_team(manager, board, world.team, "owner")
    assert roles(board) == {}


def test_nobody_follows_teams_for_somebody_else(world, colleague):
    with pytest.raises(Refused):
        follow_teams(acts(world.user(role="administrator")), colleague)


def test_whence_a_membership_comes(world, manager, board, colleague):
    put_team(manager, board, world.team)
    teams, giving = teams_on(board)
    assert ([one.team for one in teams], giving) == ([world.team], {colleague.pk: ["Produit"]})


@pytest.mark.django_db(transaction=True)
def test_who_joins_while_the_team_is_put_on_the_board():
    world = make_world()
    user, late = world.user(place="member"), world.user(place="member")
    manager, head = acts(user), acts(world.user(place="administrator"))
    create_board(manager, founded(user), "Tableau")
    board = Board.objects.get()
    raised = at_once(
        lambda: put_team(manager, board, world.team, "reader"), lambda: add_to_team(head, world.team, late)
    )
    assert raised == [None, None]
    catch_up()
    assert roles(board) == {late.pk: ("reader", False)}


@pytest.mark.django_db(transaction=True)
def test_two_jobs_follow_one_person_at_once():
    world = make_world()
    user, late = world.user(place="member"), world.user(place="member")
    create_board(acts(user), founded(user), "Tableau")
    board = Board.objects.get()
    put_team(acts(user), board, world.team, "reader")
    world.join(late)
    assert at_once(*(lambda: follow_teams(SYSTEM, late) for _each in range(2))) == [None, None]
    assert roles(board) == {late.pk: ("reader", False)}
