"""What every page shows of what the instance says: read once a minute at most, and at once where it was changed."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from projets.accounts.legal import fields
from projets.accounts.legal.models import Announcement, legal_information

KEY = "legal:shown"
KEPT = 60  # seconds; another process has changed it meanwhile, perhaps


@dataclass(frozen=True)
class Shown:
    texts: dict
    announcements: tuple[Announcement, ...]  # those to come too

    @property
    def conformity(self):
        return fields.conformity(self.texts, timezone.localdate())

    @property
    def missing(self):
        return fields.missing(self.texts)

    @property
    def current(self):
        now = timezone.now()
        return [one for one in self.announcements if one.begins_at <= now < one.ends_at]


def shown():
    found = cache.get(KEY)
    if found is None:
        coming = Announcement.objects.filter(ends_at__gt=timezone.now())
        found = Shown(legal_information().texts, tuple(coming))
        cache.set(KEY, found, KEPT)
    return found


def shown_without_database():
    """For the page that says that something broke: what was read last, else what is true of an empty instance."""
    return cache.get(KEY) or Shown({}, ())


def forget():
    cache.delete(KEY)
