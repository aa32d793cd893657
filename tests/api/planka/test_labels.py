import pytest

from projets.boards.actions.labels import edit_label
from projets.boards.models import Label
from tests.api.planka.client import Planka

NOWHERE = 1357158568008091264


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


def test_a_label_is_made_changed_and_deleted(planka, boards):
    of_board = f"/api/boards/{boards.board.pk}/labels"
    status, body = planka.post(of_board, {"position": "65536", "name": "Urgent", "color": "pink-tulip"})
    made = body["item"]
    assert status == 200
    assert made == {
        "id": made["id"],
        "createdAt": made["createdAt"],
        "updatedAt": None,
        "position": made["position"],
        "name": "Urgent",
        "color": "pink-tulip",
        "boardId": str(boards.board.pk),
    }
    status, body = planka.patch(f"/api/labels/{made['id']}", {"name": None, "color": "muddy-grey"})
    assert (status, body["item"]["name"], body["item"]["color"]) == (200, None, "muddy-grey")
    assert planka.delete(f"/api/labels/{made['id']}")[0] == 200
    assert planka.delete(f"/api/labels/{made['id']}") == (404, {"code": "E_NOT_FOUND", "message": "Label not found"})


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({}, 2),
        ({"position": -1, "color": "red"}, 2),
        ({"position": 1, "color": "berry-red", "name": ""}, 1),
        ({"position": None, "color": "berry-red"}, 1),
        ({"position": "NaN", "color": "berry-red"}, 1),
        ({"position": "1_0", "color": "berry-red"}, 1),
        ({"position": "١", "color": "berry-red"}, 1),
        ({"position": 1, "color": "berry-red", "name": "x" * 129}, 1),
        ({"position": 1, "color": "berry-red", "name": "\ud800"}, 1),
        ({"position": 1, "color": ["berry-red"], "name": {}}, 2),
    ],
)
def test_what_cannot_be_a_label_changes_nothing(planka, boards, sent, problems):
    before = Label.objects.count()
    status, body = planka.post(f"/api/boards/{boards.board.pk}/labels", sent)
    assert (status, len(body["problems"])) == (400, problems)
    assert Label.objects.count() == before


@pytest.mark.parametrize(
    ("role", "status"),
    [("reader", 403), ("commenter", 403), ("project manager", 404), ("administrator", 404), (None, 404)],
)
def test_who_may_not(boards, role, status):
    planka = Planka.of(boards.member(role, name="Awa Diop"))
    path = f"/api/labels/{boards.urgent.pk}"
    assert planka.patch(path, {"name": "Tard"})[0] == status
    assert planka.delete(path)[0] == status
    boards.urgent.refresh_from_db()
    assert (boards.urgent.name, boards.urgent.binned_at) == ("Urgent", None)


@pytest.mark.parametrize(
    ("path", "status"), [(NOWHERE, 404), ("0", 400), ("abc", 400), (9999999999999999999, 400), ("me", 400)]
)
def test_an_address_that_leads_nowhere(planka, path, status):
    assert planka.delete(f"/api/labels/{path}")[0] == status


def test_nobody_is_asked_to_sign_in(boards):
    assert Planka().delete(f"/api/labels/{boards.urgent.pk}")[0] == 401
    assert Planka("made.up.token").delete(f"/api/labels/{boards.urgent.pk}")[0] == 401


@pytest.mark.parametrize("body", ["{", "[1]", '{"position": NaN}', "\xff", '"a"', "[" * 100_000])
def test_a_body_that_is_no_object_is_refused_in_words(editor, boards, body, client):
    token = Planka.of(editor).token
    answer = client.post(
        f"/api/boards/{boards.board.pk}/labels",
        body.encode("latin-1"),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_a_page_changing_the_name_keeps_the_colour(planka, boards, editor):
    planka.patch(f"/api/labels/{boards.urgent.pk}", {"color": "apricot-red"})
    edit_label(editor, boards.urgent, "Très urgent", "rouge")
    boards.urgent.refresh_from_db()
    assert (boards.urgent.name, boards.urgent.color) == ("Très urgent", "apricot-red")
