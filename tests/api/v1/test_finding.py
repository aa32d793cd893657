"""Finding cards: filters, and pages of what they find."""

from base64 import urlsafe_b64encode
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from projets.boards.actions.cards import archive_cards, describe_card, move_cards, rename_card
from projets.boards.actions.details import assign_cards, finish_cards, retype_cards, schedule_cards, value_cards
from projets.boards.actions.fields import create_field
from projets.boards.actions.restricting import restrict_cards
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
        "sort=colour",
        "kind=epic",
        "reference=PORT",
        "start_after=2027-13-01",
        "restricted=maybe",
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
        with django_assert_num_queries(6):
            editor_asking.get(f"cards?limit={limit}")


def test_words_are_found_whatever_their_case_and_accents(boards, editor, found):
    rename_card(editor, boards.card("A"), "SÉCURITÉ du cœur")
    describe_card(editor, boards.card("B"), "La se\u0301curite\u0301 ; 100 % sûre_")
    for asked in ("sécurité", "SÉCURITÉ", "securite", "SeCuRiTÉ", "se\u0301curite\u0301"):
        assert found(f"text={quote(asked)}") == "SÉCURITÉ du cœurB", asked
    assert found("text=COEUR") == found(f"text={quote('cœur sécurité')}") == "SÉCURITÉ du cœur"
    assert (found("text=100 %25"), found("text=0_"), found("text=s%25r"), found("text=sure_")) == ("B", "", "", "B")


@pytest.mark.parametrize("text", ["DINUM", "dinum", "Dînum", "di\u0302num"])
def test_values_are_found_whatever_their_case_and_accents(boards, editor, found, text):
    create_field(boards.member("project manager"), boards.project, "Service", "text")
    field = Field.objects.get()
    value_cards(editor, [boards.card("A")], field, "DÎNUM")
    value_cards(editor, [boards.card("B")], field, "DÎNUM et autres")
    assert found(f"field={field.pk}:{quote(text)}") == "A"
    assert found(f"field={field.pk}:{quote(text)}&text=b") == ""
    assert found(f"field={field.pk}:") == "CDEF"


def test_by_start_kind_restriction_and_number(boards, editor, found):
    for title, day in (("A", date(2027, 1, 1)), ("B", date(2027, 1, 2)), ("C", date(2027, 1, 3))):
        schedule_cards(editor, [boards.card(title)], start_date=day)
    assert (found("start_after=2027-01-02"), found("start_before=2027-01-02")) == ("BC", "A")
    assert found("start_after=2027-01-02&start_before=2027-01-03") == "B"
    retype_cards(editor, [boards.card("D")], "story")
    assert (found("kind=story"), found("kind=project")) == ("D", "ABCEF")
    author = boards.member("editor", name="Zoé Autre")
    for title, theirs in (("E", author), ("F", editor)):
        assign_cards(theirs, [boards.card(title)], add=[theirs.user_id])
        restrict_cards(theirs, [boards.card(title)])
    assert (found("restricted=true"), found("restricted=false"), found()) == ("F", "ABCD", "ABCDF")
    last = boards.card("F").pk
    assert found(f"reference=PORT-1&reference=port-3&reference={last}&reference=PORT-999") == "ACF"
    assert found("reference=PORT-5") == found(f"reference={boards.card('E').pk}") == ""


def _titles(asking, query):
    seen, cursor = [], ""
    while cursor is not None:
        answer = asking.get(f"cards?{query}&cursor={cursor}").json()
        seen += [card["title"] for card in answer["items"]]
        cursor = answer["next"]
    return "".join(seen)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("created", "ABCDEF"),
        ("-created", "FEDCBA"),
        ("number", "ABCDEF"),
        ("-number", "FEDCBA"),
        ("due", "CAEBDF"),
        ("-due", "BEACFD"),
        ("position", "BCADEF"),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 5, 200])
def test_in_another_order_page_by_page(boards, both, asking, sort, order, limit):
    """C is due first, A and E at one moment, D and F never; A is below C on the board."""
    now = timezone.now()
    for title, days in (("C", 1), ("A", 2), ("E", 2), ("B", 3)):
        schedule_cards(both, [boards.card(title)], due_at=now + timedelta(days=days), due_has_time=True)
    move_cards(both, [boards.card("A")], boards.todo)
    assert _titles(asking(both), f"sort={sort}&limit={limit}") == order
    assert _titles(asking(both), f"sort={sort}&limit={limit}&text={quote('a')}") == "A"


def test_a_cursor_is_of_one_order(boards, editor_asking):
    cursor = editor_asking.get("cards?limit=1&sort=due").json()["next"]
    assert editor_asking.get(f"cards?limit=1&sort=due&cursor={cursor}").status_code == 200
    forged = [
        urlsafe_b64encode(text.encode()).decode().rstrip("=")
        for text in ('o["due","x",1]', 'o["due",null,"x"]', 'o["due",1]', 'o["due",NaN,1]', "o" + "[" * 200, "o", "oé")
        + ('o["due","2027-01-01",1]', 'o["due","2027-01-01T00:00:00+00:00",1e99]', "i12", 'o["due",null,true]')
    ]
    for sort, wrong in (("number", cursor), ("-due", cursor), *(("due", one) for one in forged)):
        answer = editor_asking.get(f"cards?limit=1&sort={sort}&cursor={wrong}")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "cursor"), wrong
