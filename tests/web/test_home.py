from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from projets.boards.actions.details import assign_cards, finish_cards, schedule_cards
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task
from projets.boards.mine import my_cards, my_projects
from projets.boards.models import Task, TaskList
from projets.usecase.guard import writes_allowed

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = datetime(2027, 3, 24, 9, tzinfo=UTC)


@pytest.fixture
def mine(boards, editor):
    assign_cards(editor, [boards.card(title) for title in "ABCDE"], add=[editor.user_id])
    return lambda: {
        name: "".join(card.title for card in cards)
        for name, cards in my_cards(editor, WEDNESDAY, PARIS).groups.items()
    }


def due(editor, boards, title, when):
    schedule_cards(editor, [boards.card(title)], due_at=when, due_has_time=True)


def test_by_when_they_are_due(boards, editor, mine):
    due(editor, boards, "A", WEDNESDAY - timedelta(minutes=1))
    due(editor, boards, "B", WEDNESDAY + timedelta(hours=12))  # 22 h in Paris
    due(editor, boards, "C", WEDNESDAY + timedelta(days=4))  # Sunday
    due(editor, boards, "D", WEDNESDAY + timedelta(days=5))  # Monday
    assert mine() == {"late": "A", "today": "B", "week": "C", "later": "D", "undated": "E", "waiting": ""}


def test_what_is_finished_or_somebody_else_s_is_not_there(boards, editor, mine):
    finish_cards(editor, [boards.card("A")])
    with writes_allowed():
        boards.doing.kind = "closed"
        boards.doing.save()
    assert mine()["undated"] == "BC"
    assert my_cards(boards.member("editor"), WEDNESDAY, PARIS).groups["undated"] == []


def test_waiting_for_who_has_an_open_task_of_it(boards, editor, mine):
    other = boards.member("editor", name="Awa Diop")
    create_task_list(editor, boards.card("A"), "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Avis"])
    edit_task(editor, Task.objects.get(), assignee_id=other.user_id)
    found = my_cards(editor, WEDNESDAY, PARIS)
    assert [(card.title, [one.name for one in card.waits_for]) for card in found.waiting] == [("A", ["Awa Diop"])]
    edit_task(editor, Task.objects.get(), assignee_id=editor.user_id)
    assert mine()["waiting"] == ""


def test_projects_say_how_many_cards_are_mine(boards, editor, mine):
    finish_cards(editor, [boards.card("A")])
    assert [(project.name, project.mine, project.favorite) for project in my_projects(editor)] == [
        ("Portail", 4, False)
    ]
    assert my_projects(boards.member(None)) == []


def test_the_page(boards, editor, mine, browser, django_assert_num_queries):
    due(editor, boards, "A", timezone.now() - timedelta(days=2))
    client = browser(editor)
    page = client.get("/", headers={"accept-language": "fr"}).content.decode()
    assert '<a class="plain" href="/cartes/PORT-1/" data-dialog>A</a>' in page
    with django_assert_num_queries(9):
        client.get("/")


def test_a_reader_is_offered_no_tick(boards, editor, browser):
    reader = boards.member("reader", name="Awa Diop")
    assign_cards(editor, [boards.card("A")], add=[reader.user_id])
    assert "/selection/fait/" not in browser(reader).get("/").content.decode()
    assert "/selection/fait/" not in browser(editor).get("/").content.decode()
    assign_cards(editor, [boards.card("A")], add=[editor.user_id])
    assert "/selection/fait/" in browser(editor).get("/").content.decode()
