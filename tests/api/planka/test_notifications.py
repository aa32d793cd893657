"""Notifications at Planka's door: its four types, as they were recorded."""

import pytest

from projets.accounts.models import User
from projets.api.planka.telling import tell
from projets.boards.actions.cards import move_cards
from projets.boards.actions.comments import edit_comment, write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.models import Comment
from projets.notifications.models import Notification
from projets.usecase.dispatch import dispatch
from projets.usecase.models import Event
from tests.api.planka.client import Planka

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def awa(boards):
    return boards.member("editor", name="Awa Diop")


@pytest.fixture
def planka(boards, editor, awa):
    """The editor follows A: Awa gave it to them, moved it, spoke to them, said more, made them responsible."""
    card = boards.card("A")
    subscribe_card(editor, card)
    assign_cards(awa, [card], [editor.user_id])
    move_cards(awa, [boards.card("A")], boards.doing, 0)
    write_comment(awa, card, f"Pour @[]({editor.user_id})")
    write_comment(awa, card, "Et **vite**")
    assign_cards(awa, [boards.card("A")], [], responsible=editor.user_id)
    dispatch()
    edit_comment(awa, Comment.objects.order_by("pk").last(), "Et lentement")
    return Planka.of(editor)


def test_the_unread_ones_the_newest_first(planka, boards, editor, awa):
    status, body = planka.get("/api/notifications")
    assert status == 200
    said = [(one["type"], one["data"]) for one in body["items"]]
    name = User.objects.get(pk=editor.user_id).name
    column = {"type": "active"}
    assert said == [
        ("commentCard", {"card": {"name": "A"}, "text": "Et **vite**"}),
        ("mentionInComment", {"card": {"name": "A"}, "text": f"Pour @[{name}]({editor.user_id})"}),
        (
            "moveCard",
            {
                "card": {"name": "A"},
                "fromList": {"id": str(boards.todo.pk), "name": "À faire"} | column,
                "toList": {"id": str(boards.doing.pk), "name": "En cours"} | column,
            },
        ),
        ("addMemberToCard", {"card": {"name": "A"}, "user": {"id": str(editor.user_id), "name": name}}),
    ]
    comment, _mention, moved, added = body["items"]
    assert comment == {
        "id": comment["id"],
        "createdAt": comment["createdAt"],
        "updatedAt": None,
        "type": "commentCard",
        "data": comment["data"],
        "isRead": False,
        "userId": str(editor.user_id),
        "creatorUserId": str(awa.user_id),
        "boardId": str(boards.board.pk),
        "cardId": str(boards.card("A").pk),
        "commentId": str(Comment.objects.order_by("pk").last().pk),
        "actionId": None,
    }
    _status, told = planka.get(f"/api/cards/{comment['cardId']}/actions")
    ids = {one["type"]: one["id"] for one in told["items"]}
    assert (moved["actionId"], added["actionId"]) == (ids["moveCard"], ids["addMemberToCard"])
    assert [one["name"] for one in body["included"]["users"]] == ["Awa Diop"]
    assert "email" not in body["included"]["users"][0]


def test_one_is_read_unread_and_touched(planka):
    _status, body = planka.get("/api/notifications")
    path = f"/api/notifications/{body['items'][0]['id']}"
    assert planka.get(path)[1]["item"] == body["items"][0]
    for sent, read in (({"isRead": True}, True), ({"isRead": False}, False), ({}, False)):
        status, changed = planka.patch(path, sent)
        assert (status, changed["item"]["isRead"], changed["item"]["updatedAt"] is None) == (200, read, False)
    assert planka.patch(path, {"isRead": "peut-être"})[0] == 400


def test_those_of_a_card_and_all_are_read(planka, boards):
    path = f"/api/cards/{boards.card('A').pk}/read-notifications"
    status, body = planka.post(path)
    assert (status, body["item"]["id"]) == (200, str(boards.card("A").pk))
    kinds = [one["type"] for one in body["included"]["notifications"]]
    assert kinds == ["addMemberToCard", "moveCard", "mentionInComment", "commentCard"]
    assert planka.get("/api/notifications")[1]["items"] == []
    assert not Notification.objects.filter(read_at=None).exists()
    assert planka.post("/api/notifications/read-all") == (200, {"items": []})


def test_nobody_reads_those_of_somebody_else(planka, boards, awa):
    _status, body = planka.get("/api/notifications")
    other, path = Planka.of(awa), f"/api/notifications/{body['items'][0]['id']}"
    gone = (404, {"code": "E_NOT_FOUND", "message": "Notification not found"})
    assert other.get(path) == other.patch(path, {"isRead": True}) == gone
    ours = Notification.objects.get(kind="responsible")
    assert planka.get(f"/api/notifications/{ours.pk}") == gone  # clients know four types
    assert Notification.objects.filter(read_at=None).count() == 5
    outsider = Planka.of(boards.member(None, name="Oscar Out"))
    assert outsider.post(f"/api/cards/{boards.card('A').pk}/read-notifications")[0] == 404


def test_what_clients_and_webhooks_are_told(planka, editor):
    created = Event.objects.filter(kind="notification.created").order_by("pk")
    told = [one for event in created for one in tell(event)]
    assert [one.name for one in told] == ["notificationCreate"] * 4
    assert told[0].to.rooms({editor.user_id}) == [f"user:{editor.user_id}"]
    assert told[0].payload["included"]["users"][0]["name"] == "Awa Diop"
    assert told[0].payload["item"] == planka.get("/api/notifications")[1]["items"][3]
    assert [sorted(one.parents()) for one in told] == [
        ["actions", "boards", "cards", "lists", "projects"],
        ["actions", "boards", "cards", "lists", "projects"],
        ["boards", "cards", "comments", "lists", "projects"],
        ["boards", "cards", "comments", "lists", "projects"],
    ]
    planka.post("/api/notifications/read-all")
    marked = Event.objects.filter(kind="notification.marked").order_by("pk")
    told = [one for event in marked for one in tell(event)]
    assert [(one.name, one.item["isRead"], one.former) for one in told] == [("notificationUpdate", True, None)] * 4
