"""Which link a secret opens now; asked at each request, so that a revoked one opens nothing more (E-25)."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.factors.throttling import Limit, Try
from projets.accounts.sign_in import network_of
from projets.boards.sharing.models import Link, LinkUse
from projets.boards.sharing.secrets import LONGEST, digest_of
from projets.boards.sharing.ways import closed_by
from projets.usecase.errors import Invalid
from projets.usecase.securitylog import FAILURE, log

TRIES_HERE = 5  # for one link from one address
TRIES_OF_AN_ADDRESS = 30
TRIES_FOR_A_LINK = 50  # wherever from
LONGEST_FOR_A_LINK = timedelta(minutes=1)  # so that nobody shuts others out for long


class WrongLinkPassword(Invalid):
    def __init__(self):
        super().__init__(_("This is not the password of the link. Ask whoever sent it to you."), "password")


def link_behind(secret):
    """The link with its board and project; None for one that opens nothing, whatever the reason."""
    if not 0 < len(secret) <= LONGEST:
        return None
    found = Link.objects.select_related("board__project").filter(digest=digest_of(secret), revoked_at=None).first()
    return found if found and is_open(found) else None


def is_open(link):
    board = link.board
    if link.revoked_at or link.expires_at <= timezone.now() or board.in_bin or board.project.in_bin:
        return False
    return closed_by(board, "links") is None


def require_password_of(link, typed, address):
    """Wrong, it counts as a failed sign-in does; TooManyTries once there were too many."""
    network = network_of(address)
    tried = Try(
        Limit(f"link:{link.pk}:{network}", TRIES_HERE),
        Limit(f"link:from:{network}", TRIES_OF_AN_ADDRESS),
        Limit(f"link:{link.pk}", TRIES_FOR_A_LINK, LONGEST_FOR_A_LINK, known_pass=True),
    )
    if not check_password(typed.encode(errors="replace").decode(), link.password):
        log("link", FAILURE, object=f"link:{link.pk}", address=address)
        raise WrongLinkPassword
    tried.succeeded()


def note_use(link):
    """Count one opening; reading goes on when nothing can be written."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    try:
        LinkUse.objects.get_or_create(link=link, defaults={"used_at": now})
        LinkUse.objects.filter(link=link).update(used_at=now, times=F("times") + 1)
    except DatabaseError:
        return
