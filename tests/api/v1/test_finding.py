"""Finding cards: filters, and pages of what they find."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from projets.boards.actions.cards import archive_cards, describe_card
from projets.boards.actions.details import assign_cards, finish_cards, schedule_cards, value_cards
from projets.boards.actions.fields import create_field
from projets.boards.models import Field


@pytest.fixture
def found(editor_asking):
    def titles(query=""):
        answer = editor_asking.get(f"cards?{query}")
        assert answer.status_code == 200, answer.content
        return "".join(card["title"] for card in answer.json()["items"])

    return titles


def test_all_that_one_sees_in_order_of_creation(boards, found, asking):
    assert found() == "ABCDEF"
    assert asking(boards.member(None)).get("cards").json() == {"items": [], "next": None}


def test_by_place_and_label(boards, found):
    assert found(f"list_id={boards.todo.pk}") == "ABC"
    assert found(f"list_id={boards.todo.pk}&list_id={boards.doing.pk}") == "ABCDEF"
    assert found(f"board_id={boards.elsewhere.board_id}") == ""
    assert found(f"project_id={boards.project.pk}&label_id={boards.urgent.pk}") == "AD"
    assert found("label_id=12") == ""


def test_by_people(boards, editor, found):
    assign_cards(editor, [boards.card("B")], add=[editor.user_id])
    assign_cards(editor, [boards.card("C")], responsible=editor.user_id)
    assert found(f"member_id={editor.user_id}") == "BC"


def test_by_dates(boards, editor, found):
    now = timezone.now()
    schedule_cards(editor, [boards.card("A"), boards.card("B")], due_at=now - timedelta(days=2), due_has_time=True)
    schedule_cards(editor, [boards.card("C")], due_at=now + timedelta(days=2), due_has_time=True)
    finish_cards(editor, [boards.card("B")])
    assert [found(f"due={due}") for due in ("late", "coming", "none")] == ["A", "C", "DEF"]
    assert (found("done=true"), found("done=false")) == ("B", "ACDEF")
    moment = now.isoformat().replace("+00:00", "Z")
    assert (found(f"due_before={moment}"), found(f"due_after={moment}")) == ("AB", "C")


def test_by_words(boards, editor, found):
    describe_card(editor, boards.card("B"), "Le marché public")
    assert (found("text=marché le"), found("text=marché privé"), found("text=a")) == ("B", "", "AB")


def test_archived_ones_are_asked_for(boards, editor, found):
    archive_cards(editor, [boards.card("A")])
    assert (found(), found("archived=true"), found("archived=false")) == ("BCDEF", "A", "BCDEF")


@pytest.mark.parametrize("text", ["simple", "été « à deux »", 'des "guillemets"', "100 %"])
def test_by_the_value_of_a_field(boards, editor, found, text):
    create_field(boards.member("project manager"), boards.project, "Note", "text")
    field = Field.objects.get()
    value_cards(editor, [boards.card("A")], field, text)
    assert found(f"field={field.pk}:{quote(text)}") == "A"
    assert found(f"field={field.pk}:{quote(text[:-1])}") == ""
    assert found(f"field={field.pk}:") == "BCDEF"


@pytest.mark.parametrize(
    "query",
    [
        "due=yesterday",
        "limit=0",
        "limit=201",
        "limit=x",
        "done=maybe",
        "board_id=x",
        "due_before=demain",
        "field=12",
        "field=x:1",
        "cursor=x",
        "cursor=%C3%A9",
        "colour=bleu",
    ],
)
def test_what_cannot_be_asked(editor_asking, query):
    answer = editor_asking.get(f"cards?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, query.partition("=")[0])


def test_page_by_page(boards, editor_asking):
    seen, path = [], "cards?limit=4"
    while path:
        answer = editor_asking.get(path).json()
        seen.append("".join(card["title"] for card in answer["items"]))
        path = answer["next"] and f"cards?limit=4&cursor={answer['next']}"
    assert seen == ["ABCD", "EF"]


def test_a_fixed_number_of_queries(boards, editor_asking, django_assert_num_queries):
    for limit in (1, 6):
        editor_asking.get("cards")
        with django_assert_num_queries(5):
            editor_asking.get(f"cards?limit={limit}")
