"""Who fails too often waits, longer each time; what was failed is forgotten after a quarter of an hour.

Counted in the database, which all processes share, under digests. A try has failed until it has succeeded, so that
many at once are no way around. What others do with somebody's name shuts nobody out from where they have come in
before (`is_known`), and elsewhere for a minute at most.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from projets.accounts.factors.models import Tries
from projets.usecase.errors import DomainError
from projets.usecase.securitylog import REFUSED, log
from projets.usecase.turns import in_turn

WINDOW = timedelta(minutes=15)
FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=90)


class TooManyTries(DomainError):
    def __init__(self, wait):
        self.minutes = max(1, math.ceil(wait.total_seconds() / 60))
        said = ngettext(
            "Too many failed tries. Try again in a minute.",
            "Too many failed tries. Try again in %(minutes)s minutes.",
            self.minutes,
        )
        super().__init__(said % {"minutes": self.minutes}, "password")


@dataclass(frozen=True)
class Limit:
    """`free` failures without waiting, then a minute, two, four… up to `longest`."""

    what: str  # "sign-in:as:nadia"
    free: int
    longest: timedelta = LONGEST
    known_pass: bool = False  # does not count for who is known from where they are

    @property
    def key(self):
        return sha256(self.what.encode(errors="replace")).hexdigest()


class Try:
    """One try, counted as failed in all `limits`; TooManyTries when one of them is shut. The first may be known."""

    def __init__(self, *limits):
        self.limits = {limit.key: limit for limit in limits}
        self.first = limits[0].key
        self.shuts = False  # whether this failure begins a wait at its first limit
        with in_turn(), transaction.atomic():
            now = timezone.now()
            rows = self._locked(now)
            known = rows[self.first].is_known
            counted = [row for key, row in rows.items() if not (known and self.limits[key].known_pass)]
            wait = max((row.shut_until - now for row in counted if row.shut_until), default=timedelta())
            if wait <= timedelta():
                for row in counted:
                    self._fail(row, now)
                Tries.objects.bulk_update(counted, ["failed", "last_at", "shut_until"])
                self.counted = [row.key for row in counted]
        if wait > timedelta():
            log("lock_out", REFUSED, method=limits[0].what.partition(":")[0])
            raise TooManyTries(wait)

    def succeeded(self):
        """Not counted after all; the first limit is forgotten, and knows who comes from there."""
        self._take_back(known=True)

    def withdrawn(self):
        """Not counted, and nothing learned: it came to no proof, right or wrong."""
        self._take_back(known=False)

    def _take_back(self, known):
        with in_turn(), transaction.atomic():
            rows = self._locked(timezone.now())
            for key in self.counted:
                row = rows[key]
                row.failed = 0 if known and key == self.first else max(0, row.failed - 1)
                if row.failed < self.limits[key].free:
                    row.shut_until = None
                row.is_known = row.is_known or (known and key == self.first)
            Tries.objects.bulk_update(rows.values(), ["failed", "shut_until", "is_known"])

    def _locked(self, now):
        keys = sorted(self.limits)
        Tries.objects.bulk_create([Tries(key=key, last_at=now) for key in keys], ignore_conflicts=True)
        rows = {row.key: row for row in Tries.objects.select_for_update().filter(key__in=keys).order_by("key")}
        for row in rows.values():
            if row.last_at < now - WINDOW:
                row.failed, row.shut_until = 0, None
        return rows

    def _fail(self, row, now):
        limit = self.limits[row.key]
        row.failed, row.last_at = row.failed + 1, now
        over = row.failed - limit.free
        if over >= 0:
            row.shut_until = now + min(limit.longest, FIRST * 2 ** min(over, 10))
            self.shuts = self.shuts or row.key == self.first


def old():
    """What serves no longer: failures of yesterday, and places from which nobody has come for three months."""
    now = timezone.now()
    return Tries.objects.filter(
        Q(is_known=False, last_at__lt=now - timedelta(days=1)) | Q(last_at__lt=now - KNOWN_FOR)
    )
