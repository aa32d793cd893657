import pytest

from projets.boards.actions.boards import (
    archive_board,
    bin_board,
    create_board,
    edit_board,
    move_board,
    restore_board,
    subscribe_board,
    unarchive_board,
)
from projets.boards.actions.projects import bin_project, restore_project
from projets.boards.models import Board, BoardSubscription, Card, List, Membership
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.log import revision_of
from projets.usecase.models import Act


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


def names():
    return [board.name for board in Board.objects.filter(binned_at=None)]


def test_a_board_is_born_with_its_lists_and_its_creator_as_editor(boards, manager):
    act = create_board(manager, boards.project, " Recrutement ", list_names=["À faire", "Fait"])
    board = Board.objects.get(name="Recrutement")
    assert names() == ["Feuille de route", "Ailleurs", "Recrutement"]
    assert (board.memberships.get().user_id, board.memberships.get().role) == (manager.user_id, "editor")
    assert [one.name for one in board.lists.all()] == ["À faire", "Fait"]
    assert [(event.stream_id, event.kind) for event in act.events.order_by("id")] == [
        (board.stream, "board.created"),
        (boards.project.stream, "board.created"),
        (board.stream, "membership.added"),
        (board.stream, "list.created"),
        (board.stream, "list.created"),
    ]
    assert revision_of(board.stream) == 4


def test_who_makes_room_is_told_on_the_project_alone(boards, manager):
    with writes_allowed():
        Board.objects.filter(name="Ailleurs").update(position=65536.1)
    act = create_board(manager, boards.project, "Nouveau", position=65536)
    assert names() == ["Feuille de route", "Nouveau", "Ailleurs"]
    (shifted,) = act.events.filter(kind="board.shifted")
    assert (shifted.stream_id, shifted.fact.before.position) == (boards.project.stream, 65536.1)
    assert shifted.fact.after.position == Board.objects.get(name="Ailleurs").position


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"position": -1}, "position"),
        ({"list_names": ["fine", ""]}, "name"),
    ],
)
def test_not_created(boards, manager, columns, field):
    with pytest.raises(Invalid) as refused:
        create_board(manager, boards.project, **({"name": "Nouveau"} | columns))
    assert (refused.value.field, Board.objects.count(), Act.objects.count()) == (field, 2, 0)
    assert not Membership.objects.exists()


def test_edit_is_told_on_board_and_project(boards, manager):
    act = edit_board(manager, boards.board, name="Route", default_view="list", shows_creator=True, shows_age=True)
    assert {event.stream_id for event in act.events.all()} == {boards.board.stream, boards.project.stream}
    assert act.facts[0].changed == {"name", "default_view", "shows_creator", "shows_age"}
    assert edit_board(manager, boards.board, name="Route").facts == []
    with pytest.raises(Invalid) as refused:
        edit_board(manager, boards.board, name="Autre", default_view="gantt")
    assert (refused.value.field, Board.objects.first().name) == ("default_view", "Route")


def test_move(boards, manager):
    act = move_board(manager, boards.elsewhere.board, 0)
    assert names() == ["Ailleurs", "Feuille de route"]
    assert {fact.kind for fact in act.facts} == {"board.moved"}
    move_board(manager, boards.elsewhere.board)
    assert names() == ["Feuille de route", "Ailleurs"]


def test_away_and_back(boards, manager):
    for act, kind in (
        (archive_board, "board.archived"),
        (unarchive_board, "board.unarchived"),
        (bin_board, "board.binned"),
        (restore_board, "board.restored"),
    ):
        facts = act(manager, boards.board).facts
        assert {fact.kind for fact in facts} == {kind}
        assert len(facts) == 2


def test_what_is_on_a_board_goes_to_the_bin_with_it(boards, manager):
    bin_board(manager, boards.board)
    assert not Card.objects.visible_to(manager).exists()
    assert not List.objects.visible_to(manager).filter(board=boards.board).exists()
    with pytest.raises(NotFound):
        edit_board(manager, boards.board, name="Autre")
    restore_board(manager, boards.board)
    assert Card.objects.visible_to(manager).count() == 6
    assert Board.objects.first().position == 65536.0


def test_restored_only_where_its_project_stands(boards, manager):
    bin_board(manager, boards.board)
    bin_project(manager, boards.project)
    with pytest.raises(Invalid):
        restore_board(manager, boards.board)
    assert Board.objects.get(pk=boards.board.pk).in_bin
    restore_project(manager, boards.project)
    restore_board(manager, boards.board)


@pytest.mark.parametrize("ground", ["reader", "project manager", "administrator"])
def test_any_who_sees_a_board_may_hear_of_it(boards, ground):
    actor = boards.member(ground)
    act = subscribe_board(actor, boards.board)
    told = [(one.stream_id, one.kind) for one in act.events.all()]
    assert told == [(f"user:{actor.user_id}", "board_subscription.added")]
    assert subscribe_board(actor, boards.board).facts == []
    assert BoardSubscription.objects.get().user_id == actor.user_id
    subscribe_board(actor, boards.board, subscribed=False)
    assert not BoardSubscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_project_went_to_the_bin_meanwhile(boards, manager, meanwhile):
    meanwhile(lambda: bin_project(manager, boards.project))
    with pytest.raises(NotFound):
        create_board(manager, boards.project, "Nouveau")
    assert Board.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_no_longer_manager(boards, manager, meanwhile):
    def lose():
        with writes_allowed():
            boards.project.managers.all().delete()

    meanwhile(lose)
    with pytest.raises(Refused):
        create_board(manager, boards.project, "Nouveau")
    assert Board.objects.count() == 2
