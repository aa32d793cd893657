"""Cards at Planka's door: made, moved, put away and taken back, in as few queries as can be."""

import pytest
from django.db import connection

from projets.boards.models import Card, ProjectManager
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka

HERE = connection.vendor


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


def new(**more):
    return {"type": "project", "name": "Neuve", "position": 65536.0 * 9} | more


def test_a_card_is_made(planka, boards, editor):
    status, body = planka.post(f"/api/lists/{boards.todo.pk}/cards", new())
    item = body["item"]
    assert (status, item["name"], item["listId"], item["boardId"]) == (
        200,
        "Neuve",
        str(boards.todo.pk),
        str(boards.board.pk),
    )
    assert (item["creatorUserId"], item["updatedAt"], item["isClosed"]) == (str(editor.user_id), None, False)
    assert boards.titles(boards.todo) == "ABCNeuve"


def test_a_card_moves_within_its_board_and_back(planka, boards):
    card = boards.card("A")
    for to_list, position in ((boards.doing, 1.0), (boards.todo, 65536.0 * 9)):
        status, body = planka.patch(f"/api/cards/{card.pk}", {"listId": str(to_list.pk), "position": position})
        assert status == 200
        assert (body["item"]["listId"], body["item"]["position"]) == (str(to_list.pk), position)
        assert body["item"]["updatedAt"] is not None
        assert body["item"] == {
            k: v for k, v in planka.get(f"/api/cards/{card.pk}")[1]["item"].items() if k != "isSubscribed"
        }
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("BCA", "DEF")


def test_a_place_alone_is_a_move_and_the_same_list_again_is_none(planka, boards):
    card = boards.card("A")
    assert planka.patch(f"/api/cards/{card.pk}", {"position": 65536.0 * 9})[1]["item"]["position"] == 65536 * 9
    assert boards.titles(boards.todo) == "BCA"
    assert planka.patch(f"/api/cards/{card.pk}", {"listId": str(boards.todo.pk)})[0] == 200
    assert planka.patch(f"/api/cards/{card.pk}", {"listId": str(boards.doing.pk)})[0] == 422
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("BCA", "DEF")


def test_put_away_and_taken_back(planka, boards):
    card, board = boards.card("A"), boards.board
    archived = planka.patch(f"/api/cards/{card.pk}", {"listId": str(board.archive_list_id)})[1]["item"]
    assert (archived["position"], archived["prevListId"]) == (None, str(boards.todo.pk))
    assert boards.titles(boards.todo) == "BC"
    back = {"listId": str(boards.doing.pk), "position": 1.0}
    assert planka.patch(f"/api/cards/{card.pk}", back)[1]["item"]["listId"] == str(boards.doing.pk)
    assert boards.titles(boards.doing) == "ADEF"


@pytest.mark.parametrize(
    ("role", "status"), [("reader", 403), ("commenter", 403), (None, 404), ("project manager", 404)]
)
def test_who_may_not_moves_nothing(boards, role, status):
    other = Planka.of(boards.member(role, name="Zoé Petit"))
    move = {"listId": str(boards.doing.pk), "position": 1.0}
    assert other.patch(f"/api/cards/{boards.card('A').pk}", move)[0] == status
    assert other.post(f"/api/lists/{boards.todo.pk}/cards", new())[0] == status
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("ABC", "DEF")


def test_a_list_that_one_does_not_see_is_not_there(planka, boards):
    move = {"listId": str(boards.elsewhere.pk), "position": 1.0}
    assert planka.patch(f"/api/cards/{boards.card('A').pk}", move) == (
        404,
        {"code": "E_NOT_FOUND", "message": "List not found"},
    )


def test_who_manages_and_edits_moves(boards, editor):
    with writes_allowed():
        ProjectManager.objects.create(project=boards.project, user_id=editor.user_id)
    move = {"listId": str(boards.doing.pk), "position": 1.0}
    assert Planka.of(editor).patch(f"/api/cards/{boards.card('A').pk}", move)[0] == 200
    assert Card.objects.get(title="A").list == boards.doing


def test_as_few_queries_as_can_be(planka, boards, django_assert_num_queries, django_capture_on_commit_callbacks):
    card = boards.card("A").pk
    move = {"listId": str(boards.doing.pk), "position": 7.0}
    with django_capture_on_commit_callbacks(execute=True):  # the board's stream is known from then on
        planka.patch(f"/api/cards/{card}", move)
    with django_assert_num_queries(15 if HERE == "sqlite" else 13):
        planka.patch(f"/api/cards/{card}", move | {"position": 1000.0})
    with django_assert_num_queries(14 if HERE == "sqlite" else 12):
        planka.post(f"/api/lists/{boards.todo.pk}/cards", new())


@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 20_000])
def test_a_structure_as_deep_text_is_refused(planka, boards, text):
    status, body = planka.post(f"/api/lists/{boards.todo.pk}/cards", new(stopwatch=text))
    assert (status, body["code"]) == (400, "E_MISSING_OR_INVALID_PARAMS")
    assert not Card.objects.filter(title="Neuve").exists()
