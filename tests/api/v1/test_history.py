"""What happened, putting it back, and what lies in the bins."""

import pytest

from projets.boards.actions.cards import bin_cards, rename_card
from projets.boards.models import Card
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event


def test_what_happened_the_newest_first(boards, editor, editor_asking):
    for title in "XYZ":
        rename_card(editor, Card.objects.get(number=1), title)
    first = editor_asking.get("cards/PORT-1/history?limit=2").json()
    newest = first["items"][0]
    assert newest == newest | {
        "kind": "card.renamed",
        "before": {"title": "Y", "version": 3},
        "user_id": str(editor.user_id),
        "via": "web",
        "undoes_act_id": None,
    }
    assert newest["after"]["title"] == "Z"
    rest = editor_asking.get(f"cards/PORT-1/history?cursor={first['next']}").json()
    assert ([one["after"]["title"] for one in rest["items"]], rest["next"]) == (["X"], None)
    assert len(editor_asking.get(f"boards/{boards.board.pk}/history").json()["items"]) == 3


def test_undone_and_done_again(boards, editor_asking):
    act = editor_asking.patch("cards/PORT-1", {"title": "Z"}).headers["Projets-Act"]
    undone = editor_asking.post(f"acts/{act}/undo")
    assert undone.status_code == 200
    assert undone.json()["events"][0]["undoes_act_id"] == act
    assert Card.objects.get(number=1).title == "A"
    again = editor_asking.post(f"acts/{undone.headers['Projets-Act']}/undo", idempotency_key="k")
    assert again.json() == editor_asking.post(f"acts/{undone.headers['Projets-Act']}/undo", idempotency_key="k").json()
    assert Card.objects.get(number=1).title == "Z"
    assert editor_asking.get(f"acts/{act}").json()["events"][0]["after"]["title"] == "Z"


def test_the_last_act_on_a_board(boards, editor_asking):
    assert editor_asking.post(f"boards/{boards.board.pk}/undo").status_code == 422
    editor_asking.patch("cards/PORT-1", {"title": "Z"})
    assert editor_asking.post(f"boards/{boards.board.pk}/undo").status_code == 200
    assert Card.objects.get(number=1).title == "A"


def test_acts_of_others_are_not_there(boards, editor_asking, asking):
    act = editor_asking.patch("cards/PORT-1", {"title": "Z"}).headers["Projets-Act"]
    other = asking(boards.member("editor", name="Zoé"), "write")
    assert [other.get(f"acts/{act}").status_code, other.post(f"acts/{act}/undo").status_code] == [404, 404]
    assert Card.objects.get(number=1).title == "Z"


def test_what_somebody_has_changed_since(boards, editor, editor_asking):
    act = editor_asking.patch("cards/PORT-1", {"title": "Y"}).headers["Projets-Act"]
    rename_card(boards.member("editor", name="Zoé"), Card.objects.get(number=1), "Z")
    refused = editor_asking.post(f"acts/{act}/undo")
    assert (refused.status_code, Card.objects.get(number=1).title) == (409, "Z")


def test_an_old_act_tells_nothing_of_a_board_that_one_has_left(boards, editor, editor_asking):
    act = editor_asking.patch("cards/PORT-1", {"title": "Z"}).headers["Projets-Act"]
    boards.leave(editor)
    assert editor_asking.get(f"acts/{act}").json() == {"events": []}


def test_bins(boards, editor, editor_asking, asking):
    bin_cards(editor, [boards.card("A")])
    (lying,) = editor_asking.get(f"boards/{boards.board.pk}/bin").json()["items"]
    assert (lying["kind"], lying["name"], lying["days_left"]) == ("card", "A", 29)
    assert lying["person"]["id"] == str(editor.user_id)
    assert editor_asking.get(f"boards/{boards.board.pk}/bin?search=b").json()["items"] == []
    manager = asking(boards.member("project manager"))
    manager.delete(f"boards/{boards.board.pk}")
    assert [one["kind"] for one in manager.get(f"projects/{boards.project.pk}/bin").json()["items"]] == ["board"]
    manager.delete(f"projects/{boards.project.pk}")
    assert [one["name"] for one in manager.get("bin").json()["items"]] == ["Portail"]
    assert manager.post(f"projects/{boards.project.pk}/restore").json()["binned_at"] is None
    assert manager.post(f"boards/{boards.board.pk}/restore").json()["binned_at"] is None


@pytest.mark.parametrize("path", ["acts/12", "cards/PORT-99/history", "boards/12/history", "boards/12/bin"])
def test_of_what_is_not_there(editor_asking, path):
    assert editor_asking.get(path).status_code == 404


def test_events_of_the_log_have_the_columns_that_are_public(boards, editor_asking):
    with writes_allowed():
        assert Event.objects.count() >= 1
    editor_asking.post("cards/PORT-1/links", {"url": "https://exemple.fr"})
    (added, *_counted) = editor_asking.get("cards/PORT-1/history").json()["items"]
    assert added["kind"] == "attachment.added"
    assert "key" not in added["after"]
