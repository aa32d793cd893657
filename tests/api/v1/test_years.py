"""Years that nobody can mean are refused at each door, and what shows dates goes on doing so."""

import pytest

from projets.accounts.models import User
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Task, TaskList
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.planka.client import Planka


@pytest.fixture
def program(boards, editor, asking):
    create_task_list(editor, boards.card("A"), "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Lire"])
    with writes_allowed():
        User.objects.filter(pk=editor.user_id).update(role="administrator")
    return asking(editor)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
def test_years_too_far_away(program, boards, editor, browser, day):
    moment = f"{day}T23:30:00Z"
    begun = {"text": "Coupure", "begins_at": "2026-01-01T08:00:00Z", "ends_at": "2999-01-01T08:00:00Z"}
    card, task, before = boards.card("A"), Task.objects.get(), Event.objects.count()
    asked = [
        ("patch", f"cards/{card.pk}", "start_date", {"start_date": day}),
        ("patch", f"cards/{card.pk}", "due_at", {"due_at": moment}),
        ("patch", f"cards/{card.pk}", "timed_since", {"time_spent": 1, "timed_since": moment}),
        ("post", "cards", "start_date", {"list_id": str(boards.todo.pk), "title": "N", "start_date": day}),
        ("post", "cards/schedule", "start_date", {"card_ids": [str(card.pk)], "start_date": day}),
        ("patch", f"tasks/{task.pk}", "due_at", {"due_at": moment}),
        ("post", "announcements", "ends_at", begun | {"ends_at": moment}),
        ("post", "announcements", "begins_at", begun | {"begins_at": moment}),
        ("post", "tokens", "expires_at", {"name": "Loin", "expires_at": moment}),
    ]
    for method, path, name, body in asked:
        refused = program(method, path, body)
        assert refused.status_code == 422, (path, name)
        assert [one["pointer"] for one in refused.json()["errors"]] == [f"#/{name}"]
    planka = Planka.of(editor)
    for changes in ({"dueDate": moment}, {"stopwatch": {"startedAt": moment, "total": 1}}):
        assert planka.patch(f"/api/cards/{card.pk}", changes)[0] == 422
    form = {"card": str(card.pk), "start": day}
    assert browser(editor).post("/selection/dates/", form).status_code == 422
    assert Event.objects.count() == before


@pytest.mark.parametrize("day", ["1900-01-02", "2999-12-30"])
def test_years_that_are_just_near_enough_are_shown(program, boards, editor, browser, day):
    moment, card = f"{day}T23:30:00Z", boards.card("A")
    same = {"start_date": day, "due_at": moment, "time_spent": 1, "timed_since": moment}
    assert program.patch(f"cards/{card.pk}", same).status_code == 200
    if day > "2026":
        body = {"text": "Coupure", "begins_at": moment, "ends_at": f"{day}T23:40:00Z"}
        assert program.post("announcements", body).status_code == 201
        assert program.post("tokens", {"name": "Loin", "expires_at": moment}).status_code == 201
    for path in (f"/tableaux/{boards.board.pk}/", "/cartes/PORT-1/", "/administration/annonces/", "/profil/jetons/"):
        assert browser(editor).get(path).status_code == 200, path
