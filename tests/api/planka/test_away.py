"""Planka's archive and trash: what goes there with other changes, across boards, and what can be done there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projets.boards.models import Card
from tests.api.planka.client import Planka


@pytest.fixture
def planka(both):
    return Planka.of(both)


@pytest.fixture
def elsewhere(boards):
    return boards.elsewhere.board


def into(list_id, **more):
    return {"listId": str(list_id)} | more


@pytest.mark.parametrize("first", ["", "archive"])
def test_what_is_thrown_away_is_renamed_first(planka, boards, first):
    card, board = boards.card("A").pk, boards.board
    if first:
        planka.patch(f"/api/cards/{card}", into(board.archive_list_id))
    sent = into(board.trash_list_id, name="Vieille", dueDate="2027-01-01", isSubscribed=True)
    status, body = planka.patch(f"/api/cards/{card}", sent)
    item = body["item"]
    assert (status, item["listId"], item["name"], item["position"]) == (200, str(board.trash_list_id), "Vieille", None)
    assert item["dueDate"] == "2027-01-01T00:00:00.000Z"
    assert planka.get(f"/api/cards/{card}")[1]["item"]["isSubscribed"]
    back = planka.patch(f"/api/cards/{card}", into(boards.doing.pk, position=1.0, name="Reprise"))[1]["item"]
    assert (back["listId"], back["name"]) == (str(boards.doing.pk), "Reprise")


@pytest.mark.parametrize("sent", [{"name": "Autre"}, {"isSubscribed": True}, {"coverAttachmentId": None}])
def test_what_lies_in_the_trash_is_read_and_not_changed(planka, boards, sent):
    card = boards.card("A").pk
    planka.patch(f"/api/cards/{card}", into(boards.board.trash_list_id))
    assert planka.patch(f"/api/cards/{card}", sent)[0] == 422
    assert planka.get(f"/api/cards/{card}")[1]["item"]["name"] == "A"
    assert planka.get(f"/api/cards/{card}/comments")[0] == 200
    assert planka.post(f"/api/cards/{card}/read-notifications")[0] == 200


@pytest.mark.parametrize("away", ["archive_list_id", "trash_list_id"])
def test_put_away_on_another_board(planka, boards, elsewhere, away):
    card = boards.card("A").pk
    sent = into(getattr(elsewhere, away), boardId=str(elsewhere.pk), name="Partie")
    item = planka.patch(f"/api/cards/{card}", sent)[1]["item"]
    assert (item["boardId"], item["listId"], item["name"]) == (str(elsewhere.pk), sent["listId"], "Partie")
    assert (item["position"], item["prevListId"]) == (None, str(boards.elsewhere.pk))
    assert boards.titles(boards.todo) == "BC"


@pytest.mark.parametrize("away", ["archive_list_id", "trash_list_id"])
def test_what_is_away_comes_back_before_it_leaves_its_board(planka, boards, elsewhere, away):
    card = boards.card("A").pk
    planka.patch(f"/api/cards/{card}", into(boards.board.archive_list_id))
    sent = into(getattr(elsewhere, away), boardId=str(elsewhere.pk))
    assert planka.patch(f"/api/cards/{card}", sent)[0] == 422
    assert Card.objects.get(pk=card).board == boards.board


def test_files_and_task_lists_of_what_lies_in_the_trash_are_read_until_it_is_gone(planka, boards):
    path = f"/api/cards/{boards.card('A').pk}"
    steps = planka.post(f"{path}/task-lists", {"name": "Étapes", "position": 1})[1]["item"]["id"]
    form = {"type": "file", "name": "x", "file": SimpleUploadedFile("a.txt", b"bonjour")}
    file = f"/attachments/{planka.send(f'{path}/attachments', form)[1]['item']['id']}/download/a.txt"
    planka.patch(path, into(boards.board.trash_list_id))
    assert planka.get(f"/api/task-lists/{steps}")[0] == 200
    assert planka.fetch(file).getvalue() == b"bonjour"
    planka.delete(path)
    assert (planka.get(f"/api/task-lists/{steps}")[0], planka.fetch(file).status_code) == (404, 404)
