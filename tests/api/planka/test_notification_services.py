import pytest

from projets.api.planka.telling import tell
from projets.notifications.services.models import Service
from projets.usecase.models import Event
from tests.api.planka.client import Planka

pytestmark = pytest.mark.django_db

GONE = (404, {"code": "E_NOT_FOUND", "message": "Notification service not found"})


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Manager")


def test_ones_own(boards, editor, manager):
    planka, path = Planka.of(editor), f"/api/users/{editor.user_id}/notification-services"
    status, body = planka.post(path, {"url": "json://chat.example/secret", "format": "markdown"})
    item = body["item"]
    assert (status, item) == (
        200,
        {
            "id": item["id"],
            "createdAt": item["createdAt"],
            "updatedAt": None,
            "url": "json://chat.example/secret",
            "format": "markdown",
            "userId": str(editor.user_id),
            "boardId": None,
        },
    )
    one = f"/api/notification-services/{item['id']}"
    status, body = planka.patch(one, {"format": "html"})
    assert (status, body["item"]["format"], body["item"]["updatedAt"] is None) == (200, "html", False)
    assert planka.post(f"{one}/test") == (200, body)
    assert planka.get("/api/users/me")[1]["included"] == {"notificationServices": [body["item"]]}
    other = Planka.of(manager)
    assert other.patch(one, {"format": "text"}) == other.delete(one) == other.post(f"{one}/test") == GONE
    assert other.post(path, {"url": "json://x", "format": "text"})[0] == 404
    assert planka.delete(one) == (200, body)
    assert planka.delete(one) == GONE
    told = [one for event in Event.objects.filter(kind__startswith="service.").order_by("pk") for one in tell(event)]
    assert [(one.name, one.item["url"], one.former and one.former["format"]) for one in told] == [
        ("notificationServiceCreate", "json://chat.example/secret", None),
        ("notificationServiceUpdate", "json://chat.example/secret", "markdown"),
        ("notificationServiceDelete", "json://chat.example/secret", None),
    ]
    assert [sorted(one.parents()) for one in told] == [["users"]] * 3
    assert told[0].to.rooms({editor.user_id, manager.user_id}) == [f"user:{editor.user_id}"]


def test_those_of_a_board_are_its_managers(boards, editor, manager):
    planka, path = Planka.of(manager), f"/api/boards/{boards.board.pk}/notification-services"
    sent = {"url": "json://chat.example", "format": "text"}
    status, body = planka.post(path, sent)
    assert (status, body["item"]["boardId"], body["item"]["userId"]) == (200, str(boards.board.pk), None)
    assert Planka.of(editor).post(path, sent) == (404, {"code": "E_NOT_FOUND", "message": "Board not found"})
    project = f"/api/projects/{boards.project.pk}"
    assert planka.get(project)[1]["included"]["notificationServices"] == [body["item"]]
    assert Planka.of(editor).get(project)[1]["included"]["notificationServices"] == []
    (told,) = tell(Event.objects.get(kind="service.added"))
    assert told.to.rooms({editor.user_id, manager.user_id}) == [f"user:{manager.user_id}"]
    assert sorted(told.parents()) == ["boards", "projects"]


def test_five_at_most_and_sound_ones(editor):
    planka, path = Planka.of(editor), f"/api/users/{editor.user_id}/notification-services"
    assert planka.post(path, {})[0] == 400
    assert planka.post(path, {"url": "json://x", "format": "rtf"})[0] == 400
    assert planka.post(path, {"url": "x", "format": "text"})[0] == 422
    for number in range(5):
        assert planka.post(path, {"url": f"json://x/{number}", "format": "text"})[0] == 200
    full = (409, {"code": "E_CONFLICT", "message": "Limit reached"})
    assert planka.post(path, {"url": "json://x", "format": "text"}) == full
    assert Service.objects.count() == 5
