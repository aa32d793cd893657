"""Keys for programs: made by chance, shown once, known here by their digest."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import DatabaseError
from django.utils import timezone

from projets.accounts.models import Token, TokenUse
from projets.usecase import statements
from projets.usecase.prepared import Prepared

BEGINS = "projets_"
SHOWN = len(BEGINS) + 6  # characters by which people tell one from another
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
LENGTH = 43  # letters: 251 bits, so a plain digest cannot be guessed back
USE_IS_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Secret:
    """What opens; it is shown to its owner once, and kept nowhere."""

    text: str

    @classmethod
    def made(cls):
        return cls(BEGINS + "".join(secrets.choice(LETTERS) for _letter in range(LENGTH)))

    @property
    def prefix(self):
        return self.text[:SHOWN]

    @property
    def digest(self):
        return sha256(self.text.encode(errors="replace")).hexdigest()


def token_behind(text):
    """The token that this opens with, its user with it, unless it or its owner's account has ended; else None."""
    if not text.startswith(BEGINS) or len(text) != len(BEGINS) + LENGTH:
        return None
    known = statements.rows("SELECT id FROM accounts_token WHERE digest = %s", [Secret(text).digest])
    return as_it_is(known[0][0]) if known else None


def as_it_is(token_id):
    """As `token_behind`, for one that has opened before."""
    found = next(iter(_token.objects(token_id)), None)
    return found if found and found.user.is_active and found.holds else None


def note_use(token):
    """Write down that it is used, now and then; reading goes on when nothing can be written."""
    now = timezone.now()
    if token.pk in _noted and now - _noted[token.pk] < USE_IS_NOTED_EVERY:
        return
    _noted[token.pk] = now
    try:
        TokenUse.objects.update_or_create(token=token, defaults={"used_at": now})
    except DatabaseError:
        del _noted[token.pk]


_token = Prepared(lambda pk: Token.objects.filter(pk=pk).select_related("user"))
_noted: dict[int, datetime] = {}  # by id, as far as this process knows


def tokens_of(user):
    """Those that still open, and those that ended less than a month ago, the last made first."""
    lately = timezone.now() - timedelta(days=30)
    rows = Token.objects.filter(user=user).select_related("use")
    ended = rows.filter(revoked_at__lt=lately) | rows.filter(expires_at__lt=lately)
    return rows.exclude(pk__in=ended.order_by().values("pk"))
