"""Cards by the command line, on the machine itself."""

import io
import json

import pytest

from projets.boards.models import Card, Comment, List
from projets.usecase.models import Act

pytestmark = pytest.mark.usefixtures("manager")


def acts():
    return list(Act.objects.order_by("pk").values_list("action", "via"))


def test_made_with_all_that_was_said(boards, manager, typed, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Un *texte*\n"))
    code, out, err = typed(
        *("card", "add", "Lire", "Relire", "--board", "Feuille de route", "--list", "en cours", "--first"),
        *("--description", "-", "--due", "05/01/2027", "--start", "2027-01-02", "--label", "Urgent", "--member", "me"),
    )
    made = list(Card.objects.shown().filter(list=boards.doing)[:2])
    assert [card.title for card in made] == ["Lire", "Relire"]
    assert (code, err) == (0, "")
    *lines, undoing = out.splitlines()
    assert lines == ["PORT-7  2027-01-05    Lire", "PORT-8  2027-01-05    Relire"]
    done = Act.objects.order_by("-pk").values_list("pk", flat=True)
    assert undoing == f"to undo: projets undo {' '.join(map(str, done))}"
    for card in made:
        assert (card.description, str(card.start_date), card.due_has_time) == ("Un *texte*\n", "2027-01-02", False)
        assert card.due_at.isoformat() == "2027-01-05T22:59:59+00:00"
        assert (card.label_ids, card.member_ids) == ([boards.urgent.pk], (manager.user_id,))
    names = ("create_cards", "edit_card", "edit_card", "label_cards", "assign_cards")
    assert acts() == [(name, "cli") for name in names]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--list", "Nulle part"),
        ("--label", "Nulle part"),
        ("--member", "Personne"),
        ("--due", "demain"),
        ("--after", "PORT-99"),
    ],
)
def test_nothing_is_made_when_a_name_is_wrong(wrong, typed):
    code, out, err = typed("card", "add", "Lire", "--board", "Feuille de route", *wrong)
    assert (code, out) == (2 if wrong[0] == "--due" else 1, "")
    assert err.startswith(("projets: ", "usage: "))
    assert (Card.objects.count(), acts()) == (6, [])


def test_found(boards, manager, typed, asked):
    late = asked("card", "edit", "PORT-2", "--due", "2020-02-03 14:30", "--member", "me")["cards"][0]
    assert late["due_has_time"] is True
    assert typed("card", "list", "--due", "late")[1] == "PORT-2  2020-02-03 14:30    B\n"
    references = {
        ("--mine",): ["PORT-2"],
        ("--board", "Feuille de route", "--list", "En cours"): ["PORT-4", "PORT-5", "PORT-6"],
        ("--board", boards.board.pk, "--label", "Urgent"): ["PORT-1", "PORT-4"],
        ("--project", "port", "--limit", 2): ["PORT-1", "PORT-2"],
        ("--due-before", "2020-02-03"): [],
        ("--due-before", "2020-02-04", "--done", "false"): ["PORT-2"],
        ("--text", "f"): ["PORT-6"],
        ("--archived",): [],
    }
    for filters, expected in references.items():
        assert [card["reference"] for card in asked("card", "list", *filters)["items"]] == expected, filters


def test_a_long_list_comes_to_its_end(boards, manager, asked, monkeypatch):
    monkeypatch.setattr("projets.operations.client.api.PIECE", 2)
    whole = asked("card", "list")
    assert ([card["title"] for card in whole["items"]], whole["next"]) == (list("ABCDEF"), None)
    some = asked("card", "list", "--limit", 3)
    assert ([card["title"] for card in some["items"]], some["next"] is None) == (list("ABC"), False)


def test_shown_with_its_names(boards, manager, typed, asked):
    asked("card", "edit", "PORT-1", "--member", "Awa Diop", "--description", "Un\x1b[31m texte", "--due", "2027-07-14")
    code, out, _err = typed("card", "show", "port-1")
    card = Card.objects.get(title="A")
    assert (code, out.splitlines()) == (
        0,
        [
            "PORT-1  A",
            "board   Feuille de route",
            "list    À faire",
            "due     2027-07-14",
            "labels  Urgent",
            "people  Awa Diop",
            f"id      {card.pk}",
            "",
            "Un [31m texte",
        ],
    )
    assert asked("card", "show", card.pk)["reference"] == "PORT-1"


def test_moved_among_lists_and_boards(boards, asked, typed):
    asked("card", "move", "PORT-1", "PORT-2", "--list", "En cours", "--after", "PORT-4")
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("C", "DABEF")
    asked("card", "move", "PORT-6", "--list", boards.doing.pk, "--first")
    assert boards.titles(boards.doing) == "FDABE"
    asked("card", "move", "PORT-6", "--list", "Entrée", "--board", "Ailleurs")
    assert boards.titles(boards.elsewhere) == "F"
    code, out, err = typed("card", "move", "PORT-1", "--list", "Entrée")
    assert (code, out) == (1, "")
    assert err == "projets: list « Entrée »: you see none of this name; there are: « À faire », « En cours »\n"


def test_a_name_that_several_have(boards, asked, typed):
    asked("list", "add", "En cours", "--board", boards.board.pk)
    code, out, err = typed("card", "move", "PORT-1", "--list", "En cours")
    both = ", ".join(f"{one.pk} (En cours)" for one in List.objects.filter(name="En cours"))
    assert (code, out, err) == (
        1,
        "",
        f"projets: list « En cours »: 2 have this name; say which by its id: {both}\n",
    )
    assert boards.titles(boards.todo) == "ABC"


def test_put_away_and_back(boards, asked):
    card = boards.card("A")
    told = {
        "finish": lambda: card.done_at is not None,
        "reopen": lambda: card.done_at is None,
        "archive": lambda: card.archived_at is not None,
        "delete": lambda: card.binned_at is not None,
    }
    for verb, holds in told.items():
        assert [one["reference"] for one in asked("card", verb, "PORT-1")["cards"]] == ["PORT-1"]
        card.refresh_from_db()
        assert holds(), verb
    asked("card", "restore", "PORT-1")
    card.refresh_from_db()
    assert (card.binned_at, card.archived_at is None) == (None, False)
    asked("card", "restore", "PORT-1")
    card.refresh_from_db()
    assert card.archived_at is None


def test_edited_commented_and_undone(boards, asked, typed, manager):
    code, out, err = typed("card", "edit", "PORT-1", "--title", "Autre", "--no-label", "Urgent", "--json")
    assert (code, json.loads(out)["cards"][0]["title"]) == (0, "Autre")
    undo = err.removeprefix("to undo: projets ").split()
    assert (undo[0], len(undo)) == ("undo", 3)
    kinds = [event["kind"] for event in asked(*undo)["events"]]
    assert kinds == ["card.labelled", "card.renamed"]
    assert (boards.card("A").label_ids, Card.objects.count()) == ([boards.urgent.pk], 6)
    asked("card", "move", "PORT-1", "--list", "En cours")
    asked("undo", "--board", "Feuille de route")
    assert boards.titles(boards.todo) == "ABC"


def test_what_cannot_be_undone_does_not_say_how(manager, typed):
    code, out, err = typed("card", "comment", "PORT-1", "Voilà 😀")
    comment = Comment.objects.get()
    assert (comment.author_id, comment.text) == (manager.user_id, "Voilà 😀")
    assert (code, out, err) == (0, f"{comment.pk}  Voilà 😀\n", "")


@pytest.mark.parametrize(
    "wrong",
    [
        ("card",),
        ("card", "fly"),
        ("card", "edit", "PORT-1"),
        ("card", "list", "--limit", "0"),
        ("card", "list", "--list", "À faire"),
        ("card", "add", "Lire"),
        ("card", "add", "Lire", "--list", "À faire"),
        ("card", "move", "PORT-1", "--list", "En cours", "--first", "--last"),
        ("undo",),
        ("undo", "12", "--board", "Ailleurs"),
    ],
)
def test_what_makes_no_sense(wrong, typed):
    code, out, err = typed(*wrong)
    assert (code, out, err.startswith("usage: projets")) == (2, "", True)
    assert acts() == []


def test_rights_are_those_of_the_person(boards, typed, act_as):
    act_as(boards.member("reader", name="Luc Petit"))
    code, out, err = typed("card", "finish", "PORT-1")
    said = "Your role does not allow this: ask whoever manages the project for another one."
    assert (code, out, err) == (1, "", f"projets: {said}\n")
    act_as(boards.member(None, name="Zoé Blanc"))
    code, out, err = typed("card", "show", "PORT-1")
    assert (code, out, err) == (1, "", "projets: No card has this number, or you cannot see it.\n")
    assert (boards.card("A").done_at, acts()) == (None, [])
