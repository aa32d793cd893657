"""Accounts that nobody uses (E-06): when somebody was last here, and what comes next. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q

from projets.accounts.factors.models import LastSeen
from projets.accounts.identities.models import Identity
from projets.accounts.legal.retention import WARNED_DAYS
from projets.accounts.models import TokenUse, User
from projets.boards.departures.models import Departure, SilenceWarning
from projets.usecase.ids import made_at
from projets.usecase.models import Act, Event

MONTH = timedelta(days=365.25 / 12)
FIRST, LAST = (timedelta(days=count) for count in WARNED_DAYS)


@dataclass(frozen=True)
class Silent:
    user: User
    seen_at: datetime
    closes_at: datetime
    warned: SilenceWarning | None  # since they were last here

    def next_warning(self, now):
        """How many days before the account is closed they are to be told today; None: nothing to tell."""
        if not self.user.is_active:
            return None
        if self.warned is None:
            return WARNED_DAYS[0] if now >= self.closes_at - FIRST else None
        if self.warned.days == WARNED_DAYS[0]:
            due = max(self.closes_at, self.warned.warned_at + FIRST) - LAST
            return WARNED_DAYS[1] if now >= due else None
        return None

    def is_over(self, now):
        """Closed by an administrator already, nobody is warned; else the last warning was given its time."""
        if now < self.closes_at:
            return False
        if not self.user.is_active:
            return True
        is_last = self.warned is not None and self.warned.days == WARNED_DAYS[1]
        return is_last and now >= self.warned.warned_at + LAST


def silent(now):
    """Those whom a warning is due or may be soon, the invented ones of the demonstration apart."""
    if not settings.INACTIVE_MONTHS:
        return []
    delay = settings.INACTIVE_MONTHS * MONTH
    limit = now - delay + FIRST
    seen = Q(pk__in=LastSeen.objects.filter(seen_at__gte=limit).values("user"))
    closed = Q(is_active=False) & Q(pk__in=Departure.objects.order_by().values("user"))
    users = User.objects.filter(pseudonym=None, is_demo=False).exclude(seen).exclude(closed).order_by("pk")
    warnings = SilenceWarning.objects.in_bulk(field_name="user_id")
    found = []
    for user in users:
        seen_at = last_seen(user)
        if seen_at < limit:
            warned = warnings.get(user.pk)
            warned = warned if warned and warned.warned_at > seen_at else None
            found.append(Silent(user, seen_at, seen_at + delay, warned))
    return found


def last_seen(user):
    """Signed in, at a page, by a token, or doing something; failing all that, when the account was made."""
    act = Act.objects.filter(user_id=user.pk).order_by("-pk").first()
    known = [
        made_at(user.pk),
        act and act.done_at,
        LastSeen.objects.filter(user=user).aggregate(last=Max("seen_at"))["last"],
        Identity.objects.filter(user=user).aggregate(last=Max("seen_at"))["last"],
        TokenUse.objects.filter(token__user=user).aggregate(last=Max("used_at"))["last"],
    ]
    return max(filter(None, known))


def to_erase(now):
    """People who left long enough ago, and whose account was not opened again since."""
    before = now - timedelta(days=settings.PSEUDONYM_DAYS)
    left = User.objects.filter(pseudonym=None, is_active=False, is_demo=False)
    left = left.annotate(left_at=Max("departures__opened_at")).filter(left_at__lte=before).order_by("pk")
    return [user for user in left if not _came_back(user)]


def _came_back(user):
    """A departure of before says nothing of an account that was opened since, and closed again for another reason."""
    back = (
        Event.objects.filter(stream=user.stream, kind="user.activated").select_related("act").order_by("-pk").first()
    )
    return back is not None and back.act.done_at > user.left_at
