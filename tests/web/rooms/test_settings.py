"""A board's settings."""

import pytest

from projets.boards.models import Board, BoardSubscription, Label


@pytest.fixture
def here(boards):
    return f"/tableaux/{boards.board.pk}/"


def test_each_sees_what_their_role_allows(boards, manager, editor, stranger, here, browser, django_assert_num_queries):
    client = browser(editor)
    with django_assert_num_queries(13):
        page = client.get(here + "reglages/").content.decode()
    assert ("Nouvelle étiquette" in page, "Vue d’ouverture" in page, "S’abonner" in page) == (True, False, True)
    page = browser(manager).get(here + "reglages/").content.decode()
    assert ("Nouvelle étiquette" in page, "Vue d’ouverture" in page) == (False, True)
    assert browser(stranger).get(here + "reglages/").status_code == 404
    for part in ("board-head", "labels", "subscription", "away"):
        answer = browser(manager).get(here + "reglages/", headers={"x-fragment": part})
        assert (answer.status_code, "<html" in answer.content.decode()) == (200, False)


def test_what_the_form_holds_changes(boards, manager, editor, here, send):
    form = {"name": "Suivi", "default_view": "list", "boxes": ["shows_creator", "shows_age"], "shows_age": "1"}
    assert send(editor, here + "modification/", **form).status_code == 403
    assert boards.board.name == "Feuille de route"
    assert send(manager, here + "modification/", **form).status_code == 200
    board = Board.objects.get(pk=boards.board.pk)
    assert (board.name, board.default_view, board.shows_creator, board.shows_age) == ("Suivi", "list", False, True)


def test_subscription_is_one_s_own(boards, editor, here, send):
    assert send(editor, here + "suivi/", subscribed="1").status_code == 200
    assert BoardSubscription.objects.get().user_id == editor.user_id
    assert send(editor, here + "suivi/", subscribed="0").status_code == 200
    assert BoardSubscription.objects.count() == 0


def test_labels_in_order(boards, editor, here, send, browser):
    assert send(editor, here + "etiquettes/", name="Neuf", color="bleu").status_code == 200
    second = browser(editor).get(here + "reglages/").context["labels"][1]
    assert send(editor, f"/etiquettes/{second.pk}/place/", position=second.up).status_code == 200
    assert list(Label.objects.values_list("name", flat=True)) == ["Neuf", "Urgent"]


def test_archived_binned_and_restored(boards, manager, editor, here, send, browser):
    assert send(manager, here + "archive/").status_code == 200
    assert Board.objects.get(pk=boards.board.pk).archived_at is not None
    assert send(manager, here + "retour/").status_code == 200
    assert send(editor, here + "corbeille/").status_code == 403
    assert send(manager, here + "corbeille/").json()["redirect"] == f"/projets/{boards.project.pk}/"
    assert browser(editor).get(here).status_code == 404
    assert send(manager, here + "restauration/").status_code == 200
    assert browser(editor).get(here).status_code == 200


def test_a_picker_is_told_which_label_it_has_made(boards, editor, send):
    made = send(editor, f"/tableaux/{boards.board.pk}/etiquettes/", name="", color="rose").json()["label"]
    assert made == {"id": str(Label.objects.get(color="rose").pk), "name": "", "color": "rose"}


def test_kinds_of_cards_and_what_is_unfolded(boards, manager, here, send):
    form = {
        "default_card_kind": "story",
        "boxes": ["limits_card_kinds", "expands_task_lists"],
        "expands_task_lists": "1",
    }
    assert send(manager, here + "modification/", **form).status_code == 200
    board = Board.objects.get(pk=boards.board.pk)
    assert (board.default_card_kind, board.limits_card_kinds, board.expands_task_lists) == ("story", False, True)
    assert send(manager, here + "modification/", default_card_kind="epic").status_code == 422


@pytest.mark.parametrize("view", ["list", "grid"])
def test_a_board_opens_in_its_view(boards, manager, here, send, browser, view):
    send(manager, here + "modification/", default_view=view)
    client = browser(manager)
    assert client.get(here).url == here + "liste/"
    assert client.get(here + "?vue=tableau").status_code == 200
    assert client.get(here, headers={"x-fragment": "board"}).status_code == 200
    assert here + "?vue=tableau" in client.get(here + "liste/").content.decode()
    assert here + "liste/" in client.get("/projets/").content.decode()
    send(manager, here + "modification/", default_view="board")
    assert client.get(here).status_code == 200
