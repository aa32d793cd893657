"""How often signing in fails, for administrators: counts, and whom it shut out. Who tried is nobody's to keep."""

from django.db.models import Count, Q, Sum
from django.utils import timezone

from projets.accounts.audit.models import Entry
from projets.accounts.audit.natures import SIGN_IN
from projets.accounts.factors.events import LockedOut
from projets.accounts.factors.models import Tries
from projets.accounts.factors.throttling import WINDOW
from projets.accounts.models import User

LATEST = 50


def now():
    """{"failed": tries of the last quarter of an hour, "shut": how many names or addresses wait}."""
    at = timezone.now()
    found = Tries.objects.filter(last_at__gte=at - WINDOW).aggregate(
        failed=Sum("failed"), shut=Count("pk", filter=Q(shut_until__gt=at))
    )
    return {"failed": found["failed"] or 0, "shut": found["shut"]}


def lock_outs():
    """[(when, whom or None for one who has gone)]: the last times that somebody failed too often with a name."""
    entries = list(Entry.objects.filter(nature=SIGN_IN, kind=LockedOut.kind).order_by("-number")[:LATEST])
    people = User.objects.in_bulk({one.row_id for one in entries})
    return [(one.at, people.get(one.row_id)) for one in entries]


def lock_outs_of(user_ids, since):
    """{id: how often somebody failed too often with this person's name since then}."""
    entries = Entry.objects.filter(nature=SIGN_IN, kind=LockedOut.kind, row_id__in=user_ids, at__gte=since)
    return dict(entries.order_by().values_list("row_id").annotate(times=Count("pk")))
