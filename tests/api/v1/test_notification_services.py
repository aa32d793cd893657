"""Notification services: one's own, and those of a board whose project one manages."""

import pytest
from django_tasks_db.models import DBTaskResult

from projets.boards.models import Project
from projets.notifications.services.models import Service
from projets.usecase.guard import writes_allowed

pytestmark = pytest.mark.django_db
NEW = {"url": "json://chat.example", "format": "markdown"}


@pytest.fixture
def mine(editor, asking):
    return asking(editor)


def test_ones_own_added_edited_tried_and_removed(editor, mine):
    made = mine.post("notification-services", NEW, idempotency_key="k1")
    id = made.json()["id"]
    assert (made.status_code, made.json()["user_id"], made.json()["url"]) == (201, str(editor.user_id), NEW["url"])
    assert mine.post("notification-services", NEW, idempotency_key="k1").json() == made.json()
    assert mine.get("notification-services").json() == {"services": [made.json()], "next": None}
    assert mine.patch(f"notification-services/{id}", {"format": "text"}).json()["format"] == "text"
    assert Service.objects.get().url == NEW["url"]
    before = DBTaskResult.objects.count()
    assert mine.post(f"notification-services/{id}/try").status_code == 200
    assert DBTaskResult.objects.count() == before + 1
    assert mine.delete(f"notification-services/{id}").status_code == 204
    assert mine.get("notification-services").json() == {"services": [], "next": None}
    assert mine.post(f"notification-services/{id}/try").status_code == 404


def test_of_a_board_for_who_manages_its_project(boards, mine, manager_asking):
    path = f"boards/{boards.board.pk}/notification-services"
    made = manager_asking.post(path, NEW)
    assert (made.status_code, made.json()["board_id"]) == (201, str(boards.board.pk))
    assert manager_asking.get(path).json() == {"services": [made.json()], "next": None}
    assert mine.get(path).status_code == 403
    assert mine.post(path, NEW).status_code == 403
    assert mine.patch(f"notification-services/{made.json()['id']}", {"format": "text"}).status_code == 404
    assert [one.format for one in Service.objects.all()] == ["markdown"]


@pytest.mark.parametrize("body", [{"url": "nothing"}, NEW | {"format": "pdf"}, NEW | {"user_id": "12"}, {}])
def test_what_cannot_be_added(mine, body):
    assert mine.post("notification-services", body).status_code == 422
    assert not Service.objects.exists()


def test_a_sixth_is_refused(mine):
    for _one in range(5):
        assert mine.post("notification-services", NEW).status_code == 201
    assert mine.post("notification-services", NEW).status_code == 409
    assert Service.objects.count() == 5


def test_those_of_others_are_not_there(boards, editor, mine, asking):
    id = mine.post("notification-services", NEW).json()["id"]
    other = asking(boards.member("editor", name="Lou"))
    assert other.get("notification-services").json() == {"services": [], "next": None}
    assert other.patch(f"notification-services/{id}", {"format": "text"}).status_code == 404
    assert other.delete(f"notification-services/{id}").status_code == 404
    assert Service.objects.values_list("format", "removed_at").get() == ("markdown", None)


def test_a_token_for_some_projects_reaches_services_of_their_boards_alone(boards, asking):
    manager = boards.member("project manager", name="Mia Imum")
    whole = asking(manager)
    own = whole.post("notification-services", NEW).json()["id"]
    there = whole.post(f"boards/{boards.board.pk}/notification-services", NEW).json()["id"]
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        other.managers.create(user_id=manager.user_id)
    here, elsewhere = asking(manager, projects=[boards.project]), asking(manager, projects=[other])
    assert here.get("notification-services").status_code == 403
    assert here.post("notification-services", NEW).status_code == 403
    assert here.delete(f"notification-services/{own}").status_code == 404
    assert elsewhere.delete(f"notification-services/{there}").status_code == 404
    assert elsewhere.get(f"boards/{boards.board.pk}/notification-services").status_code == 404
    assert Service.objects.filter(removed_at=None).count() == 2
    assert here.patch(f"notification-services/{there}", {"format": "text"}).json()["format"] == "text"


@pytest.mark.parametrize("scope", ["read", "write"])
def test_addresses_hold_passwords_so_it_takes_the_scope_admin(editor, asking, scope):
    program = asking(editor, scope)
    assert program.get("notification-services").status_code == 403
    assert program.post("notification-services", NEW).status_code == 403
    assert not Service.objects.exists()
