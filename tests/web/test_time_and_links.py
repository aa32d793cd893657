"""The time spent on a card, and tasks that are cards, on the pages."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from projets.boards.actions.cards import archive_cards, bin_cards, create_cards, move_cards, rename_card
from projets.boards.actions.lists import edit_list
from projets.boards.actions.tasks import create_task_list, link_cards
from projets.boards.actions.timing import start_timing, time_card
from projets.boards.models import Card, Task, TaskList
from projets.boards.queries import cards_called
from projets.usecase.guard import writes_allowed
from projets.web.patches import patches
from tests.web.page import patches_tell_all

JSON = {"headers": {"Accept": "application/json"}}
SINCE = datetime(2027, 3, 12, 16, tzinfo=UTC)


@pytest.fixture
def page(both, browser):
    return browser(both)


@pytest.fixture
def steps(boards, both):
    create_task_list(both, boards.card("A"), "Étapes")
    return TaskList.objects.get()


@pytest.fixture
def secret(boards):
    """A card of the board that an editor of this one does not see."""
    with writes_allowed():
        there = {"board": boards.elsewhere.board, "list": boards.elsewhere, "title": "Confidentiel", "number": 77}
        Card.objects.filter(title="F").update(**there)
    return boards.card("Confidentiel")


def part(client, name, reference="PORT-1"):
    return client.get(f"/cartes/{reference}/", headers={"X-Fragment": f"card-{name}:1"}).content.decode()


def times(boards):
    card = boards.card("A")
    return card.time_spent, card.timed_since


def test_started_corrected_and_removed_by_hand(boards, page):
    card = f"/cartes/{boards.card('A').pk}"
    assert page.post(f"{card}/chronometre/", {"runs": "1"}, **JSON).status_code == 200
    total, since = times(boards)
    assert (total, abs((timezone.now() - since).total_seconds()) < 60) == (0, True)
    page.post(f"{card}/chronometre/", {"runs": "0"}, **JSON)
    assert times(boards)[1] is None
    page.post(f"{card}/temps/", {"hours": "2", "minutes": "5"}, **JSON)
    assert times(boards) == (7500, None)
    for typed in ({"hours": "-1"}, {"hours": "deux"}, {"hours": "9" * 20}):
        answer = page.post(f"{card}/temps/", typed, **JSON)
        assert (answer.status_code, bool(answer.json()["refused"])) == (422, True)
    assert times(boards) == (7500, None)
    page.post(f"{card}/temps/", {"hours": ""}, **JSON)
    assert times(boards) == (None, None)


def test_the_face_shows_what_was_spent_and_what_runs(boards, both, browser, page):
    time_card(both, boards.card("A"), 7500)
    time_card(both, boards.card("B"), 90, SINCE)
    html = page.get(f"/tableaux/{boards.board.pk}/").content.decode()
    assert "Temps passé\xa0:</span><span>2\xa0h\xa005</span>" in re.sub(r" </span>", "</span>", html)
    assert 'data-since="2027-03-12T16:00:00+00:00" data-seconds="90">1\xa0min</span>' in html
    assert "Lancer le chronomètre" in part(page, "side")
    assert "Arrêter le chronomètre" in part(page, "side", "PORT-2")
    reader = part(browser(boards.member("reader")), "side")
    assert ("2\xa0h\xa005" in reader, "chronometre" in reader) == (True, False)


def test_open_pages_see_a_stopwatch_start(boards, both):
    with patches_tell_all(both, boards.board):
        start_timing(both, [boards.card("A"), boards.card("B")])


def test_the_list_view_adds_up(boards, both, page):
    here = f"/tableaux/{boards.board.pk}/liste/"
    assert "Temps passé" not in page.get(here).content.decode()
    time_card(both, boards.card("A"), 3600)
    time_card(both, boards.card("C"), 7500)
    html = page.get(f"{here}?tri=temps&sens=desc").content.decode()
    assert "Somme\xa0: </span>3\xa0h\xa005</td>" in html
    assert re.findall(r'class="card__link"[^>]*>(\w)<', html) == list("CABDEF")


def test_a_card_is_added_to_tasks_by_its_number_or_its_title(boards, both, page, steps):
    address = f"/listes-de-taches/{steps.pk}/cartes/"
    rename_card(both, boards.card("C"), "Réunion publique")
    for typed in ("port-2", "PORT-3 Réunion publique", "réunion"):
        page.post(address, {"card": typed}, **JSON)
    assert list(Task.objects.order_by("position").values_list("name", flat=True)) == [
        "B",
        "Réunion publique",
        "Réunion publique",
    ]
    create_cards(both, boards.todo, ["Réunion publique, bis"])
    for typed in ("réunion publique", "PORT-1234", "", "rien de tel"):
        answer = page.post(address, {"card": typed}, **JSON)
        assert (answer.status_code, answer.json().get("field")) == (422, "card")
    assert Task.objects.count() == 3


def test_searched_among_what_one_sees(boards, both, editor, secret):
    assert cards_called(both, "confid") == [secret]
    assert cards_called(editor, "confid") == []
    assert cards_called(editor, "PORT-77") == []
    assert cards_called(both, "PORT-77") == [secret]
    assert [card.title for card in cards_called(editor, "a")] == ["A"]
    archive_cards(both, [boards.card("B")])
    assert cards_called(editor, "b") == [boards.card("B")]
    bin_cards(both, [boards.card("B")])
    assert (cards_called(editor, "b"), cards_called(editor, "PORT-2"), cards_called(editor, "  ")) == ([], [], [])


def test_searched_for_as_one_types(page, secret):
    found = page.get("/cartes/recherche/?q=confi").json()
    assert found == {"cards": [{"reference": "PORT-77", "title": "Confidentiel", "board": "Ailleurs"}]}
    assert page.get("/cartes/recherche/").json() == {"cards": []}


def test_a_task_that_is_a_card_leads_to_it(boards, both, page, steps):
    link_cards(both, steps, [boards.card("B")])
    rename_card(both, boards.card("B"), "Autre")
    html = part(page, "tasks")
    assert re.search(r'href="/cartes/PORT-2/"[^>]*>.*PORT-2</span> Autre</a>', html)
    assert f'action="/taches/{Task.objects.get().pk}/fait/"' not in html
    assert re.search(r'<input class="check" type="checkbox" id="t-\d+" disabled>', html)
    edit_list(both, boards.todo, kind="closed")
    assert re.search(r'<input class="check" type="checkbox" id="t-\d+" disabled checked>', part(page, "tasks"))


def test_a_title_is_for_who_sees_the_card(boards, both, editor, browser, page, steps, secret):
    link_cards(both, steps, [secret])
    assert "Confidentiel" in part(page, "tasks")
    shown = browser(editor).get("/cartes/PORT-1/").content.decode()
    assert ("Confidentiel" in shown, "PORT-77" in shown, "carte que vous ne pouvez pas voir" in shown) == (
        False,
        True,
        True,
    )
    assert 'href="/cartes/PORT-77/"' not in shown


def test_open_cards_learn_what_becomes_of_those_they_hold(boards, both, steps):
    link_cards(both, steps, [boards.card("B")])
    holder = {"refresh": f"card-tasks:{boards.card('A').pk}"}
    for act in (
        rename_card(both, boards.card("B"), "Autre"),
        edit_list(both, boards.todo, kind="closed"),
        bin_cards(both, [boards.card("Autre")]),
    ):
        told = [patch for fact in act.facts for patch in patches(fact, boards.board.stream, "fr")]
        assert holder in told
    moved = move_cards(both, [boards.card("D")], boards.todo).facts[0]
    assert holder not in patches(moved, boards.board.stream, "fr")
