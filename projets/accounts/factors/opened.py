"""Where somebody is signed in: noted when they sign in, and once an hour while they are here.

A session also knows when its person last proved who they are (`CONFIRMED`), and whether by a second factor (`STRONG`).
"""

import re
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.contrib.auth.signals import user_logged_in
from django.db.models import Count
from django.dispatch import receiver
from django.utils import timezone

from projets.accounts.factors.models import LastSeen, OpenSession

CONFIRMED, STRONG = "confirmed_at", "second_factor"
FRESH = timedelta(minutes=10)
NOTED_EVERY = timedelta(hours=1)
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

_noted: dict[str, datetime] = {}  # by session, as far as this process knows


@receiver(user_logged_in)
def note_sign_in(sender, request, user, **kwargs):
    """Whichever way somebody came in; it is a proof of who they are, until it is ten minutes old."""
    confirm(request)
    note(request, user)


def confirm(request):
    request.session[CONFIRMED] = int(timezone.now().timestamp())


def is_confirmed(request):
    """Whether whoever is at this browser proved lately that they are its person."""
    since = timezone.now().timestamp() - request.session.get(CONFIRMED, 0)
    return 0 <= since < FRESH.total_seconds()


def note(request, user, opened_at=None):
    now = timezone.now()
    if not request.session.session_key or not request.session.exists(request.session.session_key):
        request.session.save()
    OpenSession.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={"user": user, "seen_at": now, **_seen_of(request)},
        create_defaults={"user": user, "seen_at": now, "opened_at": opened_at or now, **_seen_of(request)},
    )
    _seen(user, now)
    _noted[request.session.session_key] = now


def note_now_and_then(request):
    """For every request of somebody signed in: one write an hour."""
    key, now = request.session.session_key, timezone.now()
    if not key or now - _noted.get(key, datetime.min.replace(tzinfo=now.tzinfo)) < NOTED_EVERY:
        return
    if len(_noted) > 50_000:
        _noted.clear()
    _noted[key] = now
    if not OpenSession.objects.filter(pk=key).update(seen_at=now, **_seen_of(request)):
        note(request, request.user)
        return
    _seen(request.user, now)


def _seen(user, now):
    last = LastSeen(user_id=user.pk, seen_at=now)
    LastSeen.objects.bulk_create([last], update_conflicts=True, update_fields=["seen_at"], unique_fields=["user"])


def renewed(request, user, was):
    """The session has another key since; `was` is what was known under the one before."""
    note(request, user, was and was.opened_at)


def sessions_of(user):
    """Those that are open, the last seen first."""
    rows = OpenSession.objects.filter(user=user, session__expire_date__gt=timezone.now())
    return rows.order_by("-seen_at", "pk")


def sessions_of_everybody():
    """With their people, the last seen first."""
    return OpenSession.objects.select_related("user").order_by("-seen_at", "pk")


def how_many_open(user_ids):
    """{id: sessions open now}, without those who have none."""
    rows = OpenSession.objects.filter(user__in=user_ids, session__expire_date__gt=timezone.now()).order_by()
    return dict(rows.values_list("user").annotate(count=Count("pk")))


def _seen_of(request):
    return {
        "browser": browser(request.META.get("HTTP_USER_AGENT", "")),
        "address": rough(request.META.get("REMOTE_ADDR", "")),
    }


def browser(agent):
    """« Firefox, Linux »: enough to tell one's own apart, and nothing that tells one person from another."""
    name = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (name, system)))


def rough(address):
    """The network: « 192.0.2.x », « 2001:db8:1::… »."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if found.version == 4:
        return re.sub(r"\d+$", "x", str(found))
    return ":".join(found.exploded.split(":")[:3]) + "::…"
