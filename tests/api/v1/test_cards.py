"""Cards: read, made and changed, one by one and many at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projets.boards.actions.cards import describe_card
from projets.boards.actions.fields import create_field
from projets.boards.models import Card, Field
from projets.usecase.models import Act, Event


def ids(boards, titles):
    return [str(boards.card(title).pk) for title in titles]


def test_a_card_is_read_by_its_id_or_its_number(boards, editor, editor_asking):
    card = boards.card("A")
    describe_card(editor, card, "Un *texte*")
    read = editor_asking.get(f"cards/{card.pk}")
    assert read.json() == editor_asking.get("cards/PORT-1").json() == editor_asking.get("cards/port-1").json()
    assert (read.json()["description"], read.json()["description_version"]) == ("Un *texte*", 1)
    assert editor_asking.get("cards/PORT-1", if_none_match=read["ETag"]).status_code == 304
    for nowhere in ("PORT-99", "AUTRE-1", "12", str(2**63)):
        assert editor_asking.get(f"cards/{nowhere}").status_code in (404, 422), nowhere
    assert editor_asking.get("cards/abc").status_code == 422


def test_cards_are_added_in_one_act(boards, editor_asking):
    answer = editor_asking.post(f"lists/{boards.todo.pk}/cards", {"titles": ["G", "H"], "position": 1})
    cards = answer.json()["cards"]
    assert (answer.status_code, [card["reference"] for card in cards]) == (201, ["PORT-7", "PORT-8"])
    assert boards.titles(boards.todo) == "GHABC"
    assert Act.objects.get(pk=answer.headers["Projets-Act"]).action == "create_cards"


def test_several_things_of_a_card_change_in_one_act(boards, editor, editor_asking):
    card = boards.card("A")
    changes = {
        "title": "Z",
        "description": "Texte",
        "start_date": "2027-01-02",
        "due_at": "2027-01-05T12:00:00+01:00",
        "due_has_time": True,
        "done": True,
        "list_id": str(boards.doing.pk),
        "position": 1,
        "time_spent": 90,
        "subscribed": True,
    }
    before = Act.objects.count()
    answer = editor_asking.patch("cards/PORT-1", changes)
    assert answer.status_code == 200
    shown = answer.json()
    assert shown == shown | {
        "title": "Z",
        "description": "Texte",
        "start_date": "2027-01-02",
        "due_at": "2027-01-05T11:00:00Z",
        "list_id": str(boards.doing.pk),
        "time_spent": 90,
    }
    assert shown["done_at"]
    assert answer["ETag"] == editor_asking.get("cards/PORT-1")["ETag"]
    assert Act.objects.count() == before + 1
    cleared = editor_asking.patch("cards/PORT-1", {"start_date": None, "due_at": None, "time_spent": None}).json()
    assert (cleared["start_date"], cleared["due_at"], cleared["time_spent"]) == (None, None, None)
    assert Card.objects.get(pk=card.pk).title == "Z"


def test_a_description_that_somebody_else_has_changed(boards, editor, editor_asking):
    describe_card(editor, boards.card("A"), "Le leur")
    refused = editor_asking.patch("cards/PORT-1", {"description": "Le mien", "description_version": 0})
    assert (refused.status_code, refused.json()["version"]) == (409, 1)
    assert boards.card("A").description == "Le leur"


@pytest.mark.parametrize(
    "body",
    [
        {"title": ""},
        {"title": None},
        {"title": 1},
        {"title": "a" * 1025},
        {"due_at": "2027-01-05"},
        {"due_at": "2027-01-05T12:00:00"},
        {"due_at": "0001-01-01T00:00:00Z"},
        {"due_at": "9999-12-31T23:59:59-10:00"},
        {"due_at": 1},
        {"start_date": "2027-02-30"},
        {"start_date": "05/01/2027"},
        {"done": "true"},
        {"position": "1"},
        {"position": -1},
        {"time_spent": -1},
        {"time_spent": 1.5},
        {"list_id": 12},
        {"color": "bleu"},
        {"start_date": "2027-01-06", "due_at": "2027-01-05T12:00:00Z"},
    ],
)
def test_what_a_card_cannot_be(boards, editor_asking, body):
    before = Event.objects.count()
    assert editor_asking.patch("cards/PORT-1", {"done": False} | body).status_code == 422
    assert Event.objects.count() == before


def test_to_the_bin_and_back(boards, editor_asking):
    binned = editor_asking.delete("cards/PORT-1")
    assert binned.json()["binned_at"]
    assert editor_asking.get("cards/PORT-1").json()["binned_at"]
    assert editor_asking.delete("cards/PORT-1").status_code == 404
    (back,) = editor_asking.post("cards/restore", {"card_ids": ["PORT-1"]}).json()["cards"]
    assert (back["title"], back["binned_at"]) == ("A", None)


def test_many_at_once(boards, editor, editor_asking):
    chosen = {"card_ids": ["PORT-1", *ids(boards, "B"), "PORT-1"]}
    path = {
        "schedule": {"start_date": "2027-01-02"},
        "finish": {"done": True},
        "label": {"add": [str(boards.urgent.pk)]},
        "assign": {"add": [str(editor.user_id)], "responsible_id": str(editor.user_id)},
        "time": {"running": True},
        "archive": {},
    }
    before = Act.objects.count()
    for act, body in path.items():
        answer = editor_asking.post(f"cards/{act}", chosen | body)
        assert answer.status_code == 200, answer.content
        assert [card["title"] for card in answer.json()["cards"]] == ["A", "B"]
        assert Act.objects.get(pk=answer.headers["Projets-Act"]).via == "api"
    assert Act.objects.count() == before + len(path)
    shown = answer.json()["cards"][1]
    assert (shown["start_date"], shown["responsible_id"]) == ("2027-01-02", str(editor.user_id))
    assert shown["label_ids"] == [str(boards.urgent.pk)]
    assert shown["archived_at"]
    back = editor_asking.post("cards/unarchive", chosen).json()["cards"]
    assert [card["archived_at"] for card in back] == [None, None]
    nobody = editor_asking.post("cards/assign", chosen | {"responsible_id": None}).json()["cards"]
    assert nobody[0]["responsible_id"] is None
    assert nobody[0]["member_ids"] == [str(editor.user_id)]


def test_all_or_none(boards, editor_asking):
    before = Event.objects.count()
    assert editor_asking.post("cards/bin", {"card_ids": ["PORT-1", "PORT-99"]}).status_code == 404
    assert Event.objects.count() == before


def test_moved_on_their_board_or_to_another(boards, both, asking):
    program = asking(both, "write")
    moved = program.post("cards/move", {"card_ids": ids(boards, "BA"), "list_id": str(boards.doing.pk), "position": 1})
    assert moved.status_code == 200
    assert boards.titles(boards.doing) == "BADEF"
    sent = program.post("cards/move", {"card_ids": ids(boards, "B"), "list_id": str(boards.elsewhere.pk)}).json()
    assert sent["cards"][0]["board_id"] == str(boards.elsewhere.board_id)
    copies = program.post(
        "cards/duplicate", {"card_ids": ids(boards, "A"), "list_id": str(boards.todo.pk), "keep": ["dates"]}
    )
    assert copies.status_code == 201
    assert (copies.json()["cards"][0]["title"], copies.json()["cards"][0]["label_ids"]) == ("A", [])


def test_a_value(boards, editor, editor_asking):
    create_field(boards.member("project manager"), boards.project, "Coût", "euros")
    chosen = {"card_ids": ["PORT-1"], "field_id": str(Field.objects.get().pk)}
    for value, kept in ((12.5, "12.50"), ("1 234,5 €", "1234.50")):
        (card,) = editor_asking.post("cards/value", chosen | {"value": value}).json()["cards"]
        ((key, value),) = card["values"].items()
        assert (key.partition(":")[2], value) == (chosen["field_id"], kept)
    assert editor_asking.post("cards/value", chosen | {"value": "beaucoup"}).status_code == 422
    (card,) = editor_asking.post("cards/value", chosen | {"value": None}).json()["cards"]
    assert card["values"] == {}


def test_a_card_is_made_with_all_that_is_known_of_it_as_one_act(boards, editor, editor_asking):
    known = {
        "title": "Neuve",
        "description": "Un *texte*",
        "start_date": "2027-01-02",
        "due_at": "2027-01-05T12:00:00Z",
        "due_has_time": True,
        "position": 1,
        "label_ids": [str(boards.urgent.pk)],
        "member_ids": [str(boards.member("editor", name="Zoé Autre").user_id)],
        "responsible_id": str(editor.user_id),
    }
    before = Act.objects.count()
    answer = editor_asking.post("cards", known | {"list_id": str(boards.todo.pk), "kind": "story"})
    shown = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, shown["etag"])
    assert shown == shown | known | {
        "list_id": str(boards.todo.pk),
        "kind": "story",
        "creator_id": str(editor.user_id),
    }
    assert Act.objects.count() == before + 1
    assert editor_asking.get(f"cards/{shown['reference']}").json() == shown
    assert editor_asking.post(f"acts/{answer['Projets-Act']}/undo").status_code == 200
    assert Card.objects.get(pk=shown["id"]).binned_at


def test_a_card_needs_no_more_than_a_title(boards, editor_asking):
    shown = editor_asking.post("cards", {"list_id": str(boards.todo.pk), "title": "Neuve"}).json()
    assert (shown["title"], shown["description"], shown["due_at"], shown["label_ids"]) == ("Neuve", "", None, [])
    day = editor_asking.post("cards", {"list_id": str(boards.todo.pk), "title": "N", "due_at": "2027-01-05T12:00:00Z"})
    assert (day.json()["due_at"], day.json()["due_has_time"]) == ("2027-01-05T22:59:59Z", False)


def test_what_cannot_be_said_of_a_card_makes_none(boards, editor, editor_asking, asking):
    before, outsider = Act.objects.count(), boards.member(None)
    for more, status in (
        ({"label_ids": ["12"]}, 404),
        ({"member_ids": [str(outsider.user_id)]}, 422),
        ({"due_at": "2027-01-01T12:00:00Z", "start_date": "2027-01-05"}, 422),
        ({"title": ""}, 422),
        ({"list_id": "12"}, 404),
    ):
        sent = {"list_id": str(boards.todo.pk), "title": "Neuve"} | more
        assert editor_asking.post("cards", sent).status_code == status, more
    assert (Act.objects.count(), Card.objects.filter(title="Neuve").exists()) == (before, False)


def queries_of(ask, names, done):
    with CaptureQueriesContext(connection) as asked:
        answer = ask.post("cards/finish", {"card_ids": names, "done": done})
    return len(asked), [one["reference"] for one in answer.json()["cards"]]


def test_many_names_of_one_card_cost_no_more_than_one(boards, editor_asking):
    one, found = queries_of(editor_asking, ["PORT-1"], True)
    names = ["PORT-1", "port-1"] * 400 + [str(boards.card("A").pk)]
    many, again = queries_of(editor_asking, names, False)
    assert many <= one + 1  # one for the ids
    assert found == again == ["PORT-1"]
    assert boards.card("A").done_at is None


def test_many_cards_by_their_numbers_cost_no_more_than_two(boards, editor_asking):
    queries_of(editor_asking, ["PORT-1", "PORT-2"], True)  # the first act of all makes what later ones find
    two, _found = queries_of(editor_asking, ["PORT-1", "PORT-2"], False)
    four, found = queries_of(editor_asking, [f"PORT-{number}" for number in (6, 5, 4, 3)], True)
    assert (two, found) == (four, ["PORT-6", "PORT-5", "PORT-4", "PORT-3"])


def test_too_many_ids_are_refused_in_words(boards, editor_asking):
    many = [str(number) for number in range(1, 1002)]
    for path, sent in (("cards/label", "add"), ("cards/label", "remove"), ("cards/assign", "add")):
        answer = editor_asking.post(path, {"card_ids": ids(boards, "A"), sent: many})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"#/{sent}")


def test_a_stopwatch_is_started_and_stopped_by_its_start_alone(boards, editor_asking):
    path = f"cards/{boards.card('A').pk}"
    started = editor_asking.patch(path, {"timed_since": "2026-01-01T00:00:00Z"}).json()
    assert (started["time_spent"], started["timed_since"]) == (0, "2026-01-01T00:00:00Z")
    stopped = editor_asking.patch(path, {"timed_since": None}).json()
    assert (stopped["time_spent"], stopped["timed_since"]) == (0, None)
