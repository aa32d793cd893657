"""Me, projects and boards, read."""

from projets.boards.actions.boards import subscribe_board
from projets.boards.actions.cards import rename_card
from projets.boards.actions.details import assign_cards
from projets.boards.actions.projects import favor_project


def test_me(boards, editor, asking):
    me = asking(editor, "read").get("me").json()
    assert (me["id"], me["name"], me["token"]["scope"]) == (str(editor.user_id), "Camille Martin", "read")
    assert me["token"]["project_ids"] is None


def test_my_cards(boards, editor, asking):
    assign_cards(editor, [boards.card("A")], add=[editor.user_id])
    mine = asking(editor, "read").get("me/cards").json()
    assert [card["reference"] for card in mine.pop("undated")] == ["PORT-1"]
    assert mine.pop("next") is None
    assert set(map(str, mine.values())) == {"[]"}


def test_projects(boards, editor, asking):
    favor_project(editor, boards.project)
    (project,) = asking(editor, "read").get("projects").json()["projects"]
    assert (project["name"], project["favorite"], project["late"]) == ("Portail", True, 0)
    assert [board["name"] for board in project["boards"]] == ["Feuille de route"]


def test_a_project(boards, asking):
    manager = boards.member("project manager")
    whole = asking(manager, "read").get(f"projects/{boards.project.pk}").json()
    assert [board["name"] for board in whole["boards"]] == ["Feuille de route", "Ailleurs"]
    assert [one["user_id"] for one in whole["managers"]] == [str(manager.user_id)]


def test_a_board(boards, editor, editor_asking):
    subscribe_board(editor, boards.board)
    whole = editor_asking.get(f"boards/{boards.board.pk}").json()
    assert [one["name"] for one in whole["lists"]] == ["À faire", "En cours"]
    assert sorted(card["title"] for card in whole["cards"]) == ["A", "B", "C", "D", "E", "F"]
    first = next(card for card in whole["cards"] if card["title"] == "A")
    assert first == first | {
        "list_id": str(boards.todo.pk),
        "reference": "PORT-1",
        "label_ids": [str(boards.urgent.pk)],
        "member_ids": [],
        "due_at": None,
        "position": 65536.0,
    }
    assert (whole["grounds"], whole["subscribed"], whole["subscribed_card_ids"]) == (["editor", "shaper"], True, [])
    assert whole["people"] == [{"id": str(editor.user_id), "name": "Camille Martin", "claimed": True}]


def test_a_board_is_kept_until_it_moves_on(boards, editor, editor_asking, django_assert_num_queries):
    path = f"boards/{boards.board.pk}"
    first = editor_asking.get(path)
    assert editor_asking.get(path, if_none_match=first["ETag"]).status_code == 304
    with django_assert_num_queries(10):
        assert editor_asking.get(path).content == first.content
    rename_card(editor, boards.card("A"), "Z")
    second = editor_asking.get(path, if_none_match=first["ETag"])
    assert second.status_code == 200
    assert second.json()["revision"] == first.json()["revision"] + 1
    assert "Z" in [card["title"] for card in second.json()["cards"]]


def test_a_board_of_others_is_not_there(boards, asking):
    outsider = asking(boards.member(None))
    assert outsider.get(f"boards/{boards.board.pk}").status_code == 404
    assert outsider.get("boards/12").status_code == 404
    assert outsider.get("projects").json() == {"projects": [], "next": None}
