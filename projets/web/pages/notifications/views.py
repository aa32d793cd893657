"""What one was told: the page, the last ones in the panel of the bell, and marking them as read."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.boards.models import Card
from projets.boards.queries import find
from projets.notifications.actions.telling import mark_notifications
from projets.notifications.models import Notification
from projets.notifications.queries import by_card, unread
from projets.usecase.log import revision_of
from projets.web.door import actor_of, door, signed_in

KEPT = 50  # read ones that the page still shows
IN_PANEL = 12


@require_safe
@signed_in
def page(request):
    actor = actor_of(request)
    revision = revision_of(f"user:{actor.user_id}")
    new = unread(actor)
    if request.headers.get("X-Fragment") == "latest":
        context = {"groups": by_card(new[:IN_PANEL])}
        return render(request, "pages/notifications/latest.html", context)
    read = Notification.objects.visible_to(actor).exclude(read_at=None)
    context = {"new": by_card(new), "read": by_card(read[:KEPT]), "revision": revision, "section": "notifications"}
    alone = "X-Fragment" not in request.headers
    return render(request, "pages/notifications/" + ("page.html" if alone else "all.html"), context)


@door(mark_notifications)
def mark(actor, form, notification_id):
    (one,) = find(Notification.objects.visible_to(actor), notification_id)
    return mark_notifications(actor, [one], form.get("read", "1") == "1")


@door(mark_notifications)
def read_all(actor, form):
    return mark_notifications(actor, list(unread(actor)), True)


@door(mark_notifications)
def read_card(actor, form, card_id):
    (card,) = find(Card.objects.of_boards_seen_by(actor), card_id)
    return mark_notifications(actor, list(unread(actor).filter(card_id=card.pk)), True)
