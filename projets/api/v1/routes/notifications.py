"""What you have been told of: in the application, card by card on its page, one by one here."""

from ninja import Query

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Sent, ids
from projets.notifications.actions.telling import mark_notifications
from projets.notifications.events import NotificationState
from projets.notifications.models import Notification

TAGS = ["notifications"]
Told = models.model_of(NotificationState, "Notification")


class Asked(Paged):
    unread: bool = False


class Marking(Sent):
    notification_ids: ids(most=200)
    read: bool


@api.get("/notifications", response=models.page_of(Told), tags=TAGS)
def list_notifications(request, asked: Query[Asked]):
    """What you have been told, of cards you still see and of webhooks you answer for; the newest first."""
    found = Notification.objects.visible_to(request.actor)
    return send(page(found.filter(read_at=None) if asked.unread else found, asked, _items, newest_first=True))


@api.post("/notifications/mark", response=models.many("Notifications", notifications=Told), auth=WRITE, tags=TAGS)
def mark(request, body: Marking):
    """As read, or not read."""
    act = once(
        request,
        mark_notifications,
        rows.many(Notification, body.notification_ids),
        lambda actor, found: mark_notifications(actor, found, body.read),
    )
    return acted(act, {"notifications": [shapes.item(fact.after) for fact in act.facts]})


def _items(notifications):
    return [shapes.item(NotificationState.of(one)) for one in notifications]
