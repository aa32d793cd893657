"""What one has been told of."""

from projets.boards.actions.comments import write_comment
from projets.notifications.models import Notification
from projets.usecase.dispatch import dispatch


def test_told_read_and_unread_again(boards, editor, editor_asking, asking):
    write_comment(boards.member("editor", name="Zoé"), boards.card("A"), f"Bonjour @[]({editor.user_id})")
    dispatch()
    (told,) = editor_asking.get("notifications").json()["items"]
    assert (told["kind"], told["card_id"], told["read_at"]) == ("mentioned", str(boards.card("A").pk), None)
    chosen = {"notification_ids": [told["id"]], "read": True}
    (read,) = editor_asking.post("notifications/mark", chosen).json()["notifications"]
    assert read["read_at"]
    assert editor_asking.get("notifications?unread=true").json()["items"] == []
    other = asking(boards.member("editor", name="Lou"), "write")
    assert other.post("notifications/mark", chosen | {"read": False}).status_code == 404
    assert Notification.objects.get().read_at
