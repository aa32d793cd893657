"""What every page knows."""

from functools import cache

from django.conf import settings

from projets.accounts.legal.shown import shown
from projets.boards.queries import Person
from projets.notifications.queries import unread_count
from projets.notifications.webhooks.actions import webhooks as acts

HIDDEN = "announcements_hidden"  # their ids, in the session


def page(request):
    user = getattr(request, "user", None)
    me = Person(user.pk, user.name, user.avatar) if user and user.is_authenticated else None
    return {
        "theme": getattr(request, "theme", "auto"),
        "here": request.get_full_path(),
        "me": me,
        "instance": shown(),  # what it says of itself, on every page
        "announcements": _unseen(request),
        "is_public_demonstration": settings.DEMONSTRATION == "public",
        "account": user if me else None,
        # asked for on pages of administrators
        "webhooks_given_up": acts.standing().filter(given_up_at__isnull=False).exists,
        "unread_count": cache(lambda: unread_count(user.pk)),  # asked by pages alone, not by their parts
    }


def _unseen(request):
    """Those of now that this browser has not been told to hide."""
    current = shown().current
    hidden = request.session.get(HIDDEN, []) if current and hasattr(request, "session") else []
    return [one for one in current if one.pk not in hidden]
