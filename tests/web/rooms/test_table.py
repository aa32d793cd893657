"""The board as a table."""

from zoneinfo import ZoneInfo

import pytest

from projets.boards.actions.cards import archive_cards, create_cards, move_cards
from projets.boards.actions.details import assign_cards, finish_cards, schedule_cards, value_cards
from projets.boards.actions.fields import create_field
from projets.boards.actions.lists import archive_lists
from projets.boards.dates import parse_due
from projets.boards.models import Field
from projets.boards.queries import Display
from projets.usecase.actor import Actor
from projets.web.pages.table.reading import Order, groups_of
from tests.web.page import parse


@pytest.fixture
def here(boards):
    return f"/tableaux/{boards.board.pk}/liste/"


@pytest.fixture
def costs(boards, both_roles):
    create_field(both_roles, boards.project, "Coût", "euros")
    create_field(both_roles, boards.project, "Phase", "text")
    cost = Field.objects.get(name="Coût")
    for title, amount in (("A", "1200,50"), ("B", "300"), ("E", "7")):
        value_cards(both_roles, [boards.card(title)], cost, amount)
    return cost


def titles(answer):
    """Of the rows, group by group."""
    html = answer.content.decode()
    table = parse(html[html.index("<table") : html.index("</table>") + len("</table>")])
    groups = [one for one in table.walk() if one.tag == "tbody"]
    return ["".join(one.children[0] for one in group.walk() if one["class"] == "card__link") for group in groups]


def test_rows_by_list(boards, editor, here, browser, stranger, django_assert_num_queries):
    client = browser(editor)
    assert titles(client.get(here)) == ["ABC", "DEF"]
    with django_assert_num_queries(18):
        client.get(here)
    create_cards(editor, boards.todo, [f"Carte {n}" for n in range(40)])
    with django_assert_num_queries(18):
        client.get(here)
    assert browser(stranger).get(here).status_code == 404


def test_sorted_with_nothing_last(boards, both_roles, costs, here, browser):
    client = browser(both_roles)
    cost = f"champ-{costs.pk}"
    assert titles(client.get(here + f"?tri={cost}")) == ["BAC", "EDF"]
    assert titles(client.get(here + f"?tri={cost}&sens=desc")) == ["ABC", "EDF"]
    assert titles(client.get(here + "?tri=titre&sens=desc")) == ["CBA", "FED"]
    assert titles(client.get(here + "?tri=rien")) == ["ABC", "DEF"]
    schedule_cards(both_roles, [boards.card("C")], due_at=parse_due("2027-01-01", "", ZoneInfo("UTC"))[0])
    assert titles(client.get(here + "?tri=echeance")) == ["CAB", "DEF"]
    assert titles(client.get(here + "?tri=etiquettes")) == ["ABC", "DEF"]
    other = boards.person("Awa Diop")
    boards.join(Actor(other.pk, "web"), "editor", boards.board)
    assign_cards(both_roles, [boards.card("B")], responsible=other.pk)
    assign_cards(both_roles, [boards.card("C")], add=[both_roles.user_id])
    assert titles(client.get(here + "?tri=membres")) == ["BCA", "DEF"]


def test_sums_of_what_adds_up(boards, both_roles, costs, here, browser):
    groups = browser(both_roles).get(here).context["groups"]
    assert [group.sums for group in groups] == [["1\u202f500,50\xa0€", ""], ["7,00\xa0€", ""]]
    (total,) = browser(both_roles).get(here + "?groupe=non").context["groups"]
    assert total.sums == ["1\u202f507,50\xa0€", ""]


def test_ungrouped_as_on_the_board_or_sorted(boards, editor, here, browser):
    client = browser(editor)
    assert titles(client.get(here + "?groupe=non")) == ["ABCDEF"]
    assert titles(client.get(here + "?groupe=non&tri=titre&sens=desc")) == ["FEDCBA"]
    assert titles(client.get(here + "?groupe=non&tri=liste&sens=desc")) == ["DEFABC"]


def test_a_kept_row_is_never_wrong(boards, editor, here, browser):
    client = browser(editor)
    client.get(here)
    finish_cards(editor, [boards.card("A")])
    move_cards(editor, [boards.card("A")], boards.doing)
    answer = client.get(here)
    assert titles(answer) == ["BC", "DEFA"]
    row = next(one["html"] for one in answer.context["groups"][1].rows if one["id"] == str(boards.card("A").pk))
    assert ("row card--done" in row, ">En cours</td>" in row) == (True, True)


def test_heads_keep_the_filters(boards, editor, here, browser):
    columns = browser(editor).get(here + "?q=x&tri=titre").context["columns"]
    told = {column.name: (column.sorted, column.address) for column in columns}
    assert told["titre"] == ("ascending", "?q=x&tri=titre&sens=desc")
    assert told["numero"] == ("", "?q=x&tri=numero")


def test_parts_are_fetched_again(boards, editor, here, browser):
    for part in ("board", "board-head", "board-data"):
        answer = browser(editor).get(here, headers={"x-fragment": part})
        assert (answer.status_code, "<html" in answer.content.decode(), answer["X-Revision"]) == (200, False, "0")


def test_who_may_not_add_has_no_draft(boards, here, browser):
    page = browser(boards.member("reader")).get(here).content.decode()
    assert ("list__draft" in page, "data-may-work" in page) == (False, False)


def test_archived_lists_and_cards_are_not_there(boards, editor):
    archive_lists(editor, [boards.doing])
    archive_cards(editor, [boards.card("A")])
    (group,) = groups_of(editor, boards.board, Display(boards.board), Order())
    assert len(group.rows) == 2
