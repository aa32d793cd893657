"""Projects, boards and lists by the command line; who acts."""

from projets.accounts.models import User
from projets.boards.models import Board, List, Project
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act


def test_projects_and_boards(boards, manager, typed, asked):
    founded = asked("project", "add", "Nouvelle", "--prefix", "nouv", "--description", "À voir")
    assert list(Project.objects.filter(pk=founded["id"]).values_list("name", "prefix", "description")) == [
        ("Nouvelle", "NOUV", "À voir")
    ]
    board = asked("board", "add", "Suivi", "--project", "NOUV", "--list", "À faire", "--list", "Fait")
    assert (board["name"], board["project_id"]) == ("Suivi", founded["id"])
    lines = typed("project", "list")[1].splitlines()
    assert sorted(line.split("  ")[1:] for line in lines) == [["NOUV", "Nouvelle"], ["PORT", "Portail"]]
    assert typed("project", "show", "nouvelle")[1].splitlines() == ["NOUV  Nouvelle", f"  {board['id']}  Suivi"]
    assert [one["name"] for one in asked("board", "list", "--project", "PORT")["boards"]] == [
        "Feuille de route",
        "Ailleurs",
    ]
    assert typed("board", "list", "--project", "NOUV")[1] == f"{board['id']}  NOUV  Suivi\n"
    todo, done = List.objects.filter(board=board["id"])
    assert typed("board", "show", "Suivi")[1].splitlines() == [
        "NOUV  Suivi",
        "",
        f"À faire ({todo.pk})",
        "",
        f"Fait ({done.pk})",
    ]


def test_a_board_of_the_last_of_many_projects(boards, manager, typed, asked, monkeypatch):
    monkeypatch.setattr("projets.operations.client.api.PIECE", 1)
    for name in ("Alpha", "Zoulou"):
        asked("project", "add", name)
    board = asked("board", "add", "Suivi", "--project", "Zoulou")
    told = asked("project", "list")
    assert ([one["name"] for one in told["projects"]], told["next"]) == (["Alpha", "Portail", "Zoulou"], None)
    assert asked("board", "show", "Suivi")["board"]["id"] == board["id"]


def test_a_board_with_its_cards(boards, manager, typed, asked):
    asked("card", "finish", "PORT-4")
    shown = typed("board", "show", boards.board.pk)[1].splitlines()
    cards = ["  PORT-1       A", "  PORT-2       B", "  PORT-3       C"]
    assert shown[:6] == ["PORT  Feuille de route", "", f"À faire ({boards.todo.pk})", *cards]
    assert shown[8] == "  PORT-4    x  D"
    whole = asked("board", "show", boards.board.pk)
    assert sorted(whole) == [
        *("board", "cards", "field_groups", "fields", "grounds", "labels", "lists", "memberships"),
        *("people", "project", "revision", "subscribed", "subscribed_card_ids"),
    ]


def names(board):
    return [one.name for one in List.objects.filter(board=board, archived_at=None, binned_at=None)]


def test_lists(boards, manager, typed, asked):
    board = ("--board", "Feuille de route")
    asked("list", "add", "Un", "Deux", *board, "--after", "À faire")
    assert names(boards.board) == ["À faire", "Un", "Deux", "En cours"]
    closed = asked("list", "add", "Fait", *board, "--closed")["lists"][0]
    assert closed["kind"] == "closed"
    asked("list", "rename", "Deux", "Trois", *board)
    asked("list", "move", "En cours", *board, "--first")
    assert names(boards.board) == ["En cours", "À faire", "Un", "Trois", "Fait"]
    asked("list", "move", closed["id"], *board, "--after", "Un")
    asked("list", "move", "En cours", *board)
    assert names(boards.board) == ["À faire", "Un", "Fait", "Trois", "En cours"]
    asked("list", "archive", "Fait", *board)
    assert [line.split("  ")[1:] for line in typed("list", "list", *board)[1].splitlines()] == [
        ["active", "À faire"],
        ["active", "Un"],
        ["active", "Trois"],
        ["active", "En cours"],
    ]
    asked("list", "restore", closed["id"])
    assert "Fait" in names(boards.board)


def test_who_acts(boards, manager, typed, monkeypatch):
    code, out, err = typed("me")
    user = User.objects.get(pk=manager.user_id)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "name     Awa Diop",
        f"address  {user.email}",
        "role     project_owner",
        f"id       {user.pk}",
    ]
    with writes_allowed():
        User.objects.filter(pk=user.pk).update(is_active=False)
    said = f"{user.email}: this account is closed, or a guest's; neither acts from the command line"
    assert typed("me") == (1, "", f"projets: {said}\n")
    assert typed("board", "add", "Suivi", "--project", "PORT") == (1, "", f"projets: {said}\n")
    monkeypatch.setenv("PROJETS_AS", "nobody@ministere.example")
    said = "no account has this address or user name. See: projets user list."
    assert typed("me") == (1, "", f"projets: « nobody@ministere.example »: {said}\n")
    assert (Board.objects.count(), Act.objects.count()) == (2, 0)


def test_which_instance_has_to_be_said(typed, monkeypatch):
    url = "http://127.0.0.1:9"
    for given in ({}, {"PROJETS_URL": url}, {"PROJETS_URL": url, "PROJETS_AS": "awa"}):
        for name in ("PROJETS_URL", "PROJETS_AS", "PROJETS_TOKEN"):
            monkeypatch.setenv(name, given.get(name, ""))
        code, out, err = typed("me")
        assert (code, out, err.startswith("usage: projets")) == (2, "", True)
