from projets.api.planka import content
from projets.api.planka.calling import get, patch, post
from projets.api.planka.items.cards import CardItem
from projets.api.planka.items.notifications import TYPES, NotificationItem, creators, notifications
from projets.api.planka.items.users import PublicUserItem
from projets.api.planka.parameters import Flag
from projets.api.planka.refusals import not_found
from projets.boards.models import Card
from projets.notifications.actions.telling import mark_notifications
from projets.notifications.models import Notification
from projets.notifications.queries import unread, wait_for_news


@get("/notifications", answers={"items": list[NotificationItem], "included": {"users": list[PublicUserItem]}})
def show_all(call, given):
    """One's own notifications that are not read."""
    wait_for_news(call.actor)
    rows = list(_told(unread(call.actor)))
    return {"items": notifications(rows), "included": {"users": creators(rows)}}


@get(
    "/notifications/{notification}",
    of="Notification",
    answers={"item": NotificationItem, "included": {"users": list[PublicUserItem]}},
)
def show(call, given, notification):
    """One of one's own notifications."""
    row = _mine(call, notification)
    return {"item": notifications([row])[0], "included": {"users": creators([row])}}


@patch("/notifications/{notification}", Flag("isRead"), of="Notification", answers={"item": NotificationItem})
def edit(call, given, notification):
    """Marks a notification as read, or not."""
    mark_notifications(call.actor, [_mine(call, notification)], given.get("isRead"))
    return {"item": notifications([_mine(call, notification)])[0]}


@post("/notifications/read-all", answers={"items": list[NotificationItem]})
def read_all(call, given):
    """Marks all of one's notifications as read."""
    wait_for_news(call.actor)
    return {"items": _read(call, unread(call.actor))}


@post(
    "/cards/{card}/read-notifications",
    of="Card",
    answers={"item": CardItem, "included": {"notifications": list[NotificationItem]}},
)
def read_card(call, given, card):
    """Marks one's notifications of a card as read."""
    row = content.find_card(call.actor, card)
    wait_for_news(call.actor)
    found = _read(call, unread(call.actor).filter(card_id=row.pk))
    item = content.items(row.board, content.read(Card.objects.filter(pk=row.pk)))[0]
    return {"item": item, "included": {"notifications": found}}


def _read(call, rows):
    """Those that clients know and those that they do not; the oldest first."""
    rows = list(rows)
    mark_notifications(call.actor, rows, True)
    return notifications(_told(Notification.objects.filter(pk__in=[row.pk for row in rows])).order_by("pk"))


def _told(rows):
    return rows.filter(kind__in=TYPES)


def _mine(call, notification):
    row = _told(Notification.objects.visible_to(call.actor)).filter(pk=notification).first()
    if row is None or not notifications([row]):
        raise not_found("Notification")
    return row
