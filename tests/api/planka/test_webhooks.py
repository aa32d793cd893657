import pytest

from projets.notifications.webhooks.models import Webhook
from tests.api.planka.client import Planka

OF = "/api/webhooks"


@pytest.fixture
def admin(boards):
    return Planka.of(boards.member("administrator", name="Ada Admin"))


def test_made_listed_changed_and_deleted(admin):
    sent = {"name": "Suivi", "url": "https://hook.example/a", "accessToken": "sekret"}
    status, body = admin.post(
        OF, sent | {"events": "cardCreate,bogusEvent,cardUpdate", "excludedEvents": "userCreate"}
    )
    made = body["item"]
    assert status == 200
    assert made == sent | {
        "id": made["id"],
        "createdAt": made["createdAt"],
        "updatedAt": None,
        "events": ["cardCreate", "cardUpdate"],
        "excludedEvents": None,
        "boardId": None,
    }
    assert admin.get(OF) == (200, {"items": [made]})
    status, body = admin.patch(f"{OF}/{made['id']}", {"events": None, "excludedEvents": "userCreate", "name": "Autre"})
    changed = body["item"]
    assert (status, changed["updatedAt"] is None) == (200, False)
    assert changed == made | {
        "name": "Autre",
        "events": None,
        "excludedEvents": ["userCreate"],
        "updatedAt": changed["updatedAt"],
    }
    assert admin.patch(f"{OF}/{made['id']}", {"accessToken": None})[1]["item"]["accessToken"] is None
    assert admin.delete(f"{OF}/{made['id']}")[1]["item"]["id"] == made["id"]
    assert admin.delete(f"{OF}/{made['id']}") == (404, {"code": "E_NOT_FOUND", "message": "Webhook not found"})
    assert admin.get(OF) == (200, {"items": []})


WRONG = [
    ({}, 2),
    ({"name": "x", "url": "nope"}, 1),
    ({"name": "x" * 129, "url": "https://hook.example/" + "x" * 2048}, 2),
    ({"name": "x", "url": "https://hook.example/", "accessToken": "x" * 513, "events": ["cardCreate"]}, 2),
]


@pytest.mark.parametrize(("sent", "problems"), WRONG)
def test_what_cannot_be_a_webhook(admin, sent, problems):
    status, body = admin.post(OF, sent)
    assert (status, len(body["problems"]), Webhook.objects.count()) == (400, problems, 0)


def test_ten_at_most(admin):
    for number in range(10):
        assert admin.post(OF, {"name": f"{number}", "url": "https://hook.example/"})[0] == 200
    refused = (409, {"code": "E_CONFLICT", "message": "Limit reached"})
    assert admin.post(OF, {"name": "eleventh", "url": "https://hook.example/"}) == refused


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_there_is_nothing_for_others(boards, method):
    planka = Planka.of(boards.member("project manager"))
    assert planka.ask(method, OF, {"name": "x", "url": "https://hook.example/"}) == (404, {"code": "E_NOT_FOUND"})
