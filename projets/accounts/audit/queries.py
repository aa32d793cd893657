"""Reads of the trail, for its page and its export."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from projets.accounts.audit.models import Entry
from projets.accounts.audit.natures import NATURES


def entries(author=None, nature="", since=None, until=None):
    """Newest first. Days are those of the reader's time zone, `until` included."""
    found = Entry.objects.order_by("-number")
    if author:
        found = found.filter(author_id=author)
    if nature in NATURES:
        found = found.filter(nature=nature)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))
