"""Telling people, and what they do with what they are told."""

from django.utils import timezone

from projets.notifications import events
from projets.notifications.models import Notification
from projets.usecase.action import action
from projets.usecase.log import record

MOST_UNREAD = 100  # of one person; the oldest ones then count as read


@action("people")
def notify(actor, people, told, **columns):
    """Tell each of these people once of one event: `told` is {person: (kind, reason)}, `columns` are alike for all."""
    known = Notification.objects.filter(event_id=columns["event_id"], user__in=people).order_by()
    known = set(known.values_list("user", flat=True))
    new = [
        Notification(user=one, kind=kind, reason=reason, **columns)
        for one in people
        if one.pk not in known
        for kind, reason in [told[one.pk]]
    ]
    Notification.objects.bulk_create(new)
    for one in new:
        record(one.stream, events.NotificationCreated(None, events.NotificationState.of(one)))
    for one in new:
        unread = Notification.objects.filter(user=one.user_id, read_at=None).order_by("-pk")
        _mark(unread[MOST_UNREAD:], True)


@action("notifications")
def mark_notifications(actor, notifications, read=None):
    """As read or not read; None leaves them as they are, touched."""
    _mark(notifications, read)


def _mark(notifications, read):
    now = timezone.now()
    for one in notifications:
        was = events.NotificationState.of(one)
        if read is not None and read != (one.read_at is not None):
            one.read_at = now if read else None
        one.updated_at = now
        one.save(update_fields=["read_at", "updated_at"])
        record(one.stream, events.NotificationMarked(was, events.NotificationState.of(one)))


@action("instance")
def forget_notifications(actor, instance, before):
    """Those whose id is lower, read or not; of what happened the log tells anyway."""
    Notification.objects.filter(pk__lt=before).delete()
