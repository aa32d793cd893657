import pytest

from projets.boards.models import Label
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka

NOWHERE = 1357158568008091264


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


@pytest.fixture
def card(boards):
    return f"/api/cards/{boards.card('B').pk}"


def test_a_member_comes_and_goes(planka, boards, editor, card):
    status, body = planka.post(f"{card}/card-memberships", {"userId": str(editor.user_id)})
    made = body["item"]
    assert (status, made) == (
        200,
        {
            "id": made["id"],
            "createdAt": made["createdAt"],
            "updatedAt": None,
            "cardId": card.rpartition("/")[2],
            "userId": str(editor.user_id),
        },
    )
    assert boards.card("B").member_ids == (editor.user_id,)
    again = planka.post(f"{card}/card-memberships", {"userId": str(editor.user_id)})
    assert again == (409, {"code": "E_CONFLICT", "message": "User already card member"})
    path = f"{card}/card-memberships/userId:{editor.user_id}"
    assert planka.delete(path)[1]["item"]["id"] == made["id"]
    assert boards.card("B").member_ids == ()
    assert planka.delete(path) == (404, {"code": "E_NOT_FOUND", "message": "User not card member"})


def test_a_label_comes_and_goes(planka, boards, card):
    status, body = planka.post(f"{card}/card-labels", {"labelId": str(boards.urgent.pk)})
    made = body["item"]
    assert (status, made["labelId"], boards.card("B").label_ids) == (200, str(boards.urgent.pk), [boards.urgent.pk])
    again = planka.post(f"{card}/card-labels", {"labelId": str(boards.urgent.pk)})
    assert again == (409, {"code": "E_CONFLICT", "message": "Label already in card"})
    path = f"{card}/card-labels/labelId:{boards.urgent.pk}"
    assert planka.delete(path)[1]["item"]["id"] == made["id"]
    assert boards.card("B").label_ids == []
    assert planka.delete(path) == (404, {"code": "E_NOT_FOUND", "message": "Label not in card"})


def test_who_or_what_is_not_of_this_board_is_not_there(planka, boards, card):
    stranger = boards.member(None, name="Louise Petit")
    with writes_allowed():
        theirs = Label.objects.create(board=boards.elsewhere.board, color="rouge", position=1)
    member, label = f"{card}/card-memberships", f"{card}/card-labels"
    for id in (stranger.user_id, NOWHERE):
        assert planka.post(member, {"userId": str(id)}) == (404, {"code": "E_NOT_FOUND", "message": "User not found"})
        not_there = (404, {"code": "E_NOT_FOUND", "message": "User not card member"})
        assert planka.delete(f"{member}/userId:{id}") == not_there
        assert planka.delete(f"{member}/userId:{id}")[0] == 404
    for id in (theirs.pk, NOWHERE):
        assert planka.post(label, {"labelId": str(id)}) == (404, {"code": "E_NOT_FOUND", "message": "Label not found"})
        assert planka.delete(f"{label}/labelId:{id}")[1]["message"] == "Label not in card"
    assert (boards.card("B").member_ids, boards.card("B").label_ids) == ((), [])


@pytest.mark.parametrize(
    ("role", "status"),
    [("reader", 403), ("commenter", 403), ("project manager", 404), ("administrator", 404), (None, 404)],
)
def test_who_may_not(boards, editor, card, role, status):
    others = Planka.of(boards.member(role, name="Louise Petit"))
    assert others.post(f"{card}/card-memberships", {"userId": str(editor.user_id)})[0] == status
    assert others.delete(f"{card}/card-memberships/userId:{editor.user_id}")[0] == status
    assert others.post(f"{card}/card-labels", {"labelId": str(NOWHERE)})[0] == status
    assert others.delete(f"{card}/card-labels/labelId:{NOWHERE}")[0] == status
    assert (boards.card("B").member_ids, boards.card("B").label_ids) == ((), [])
