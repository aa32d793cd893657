"""Reads of the trail, for its page and its export."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from projets.accounts.audit.models import Entry
from projets.accounts.audit.natures import NATURES

MOST_EXPORTED = 100_000  # entries in one piece
FIRST, LAST = date(1970, 1, 1), date(9000, 1, 1)  # beyond, there is no entry, and soon no day


def entries(author=None, nature="", since=None, until=None):
    """Newest first. Days are those of the reader's time zone, `until` included."""
    found = Entry.objects.order_by("-number")
    if author:
        found = found.filter(author_id=author)
    if nature in NATURES:
        found = found.filter(nature=nature)
    if since:
        found = found.filter(at__gte=_midnight(max(since, FIRST)))
    if until:
        found = found.filter(at__lt=_midnight(min(until, LAST) + timedelta(days=1)))
    return found


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
