"""Reads of what is shared, for those who look after it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Membership
from projets.boards.models.lasting import in_force
from projets.boards.sharing.models import Guest, Link
from projets.boards.sharing.ways import closed_by, longest

SOON = timedelta(days=7)  # before the end, the sponsor is told
KEPT = timedelta(days=90)  # after it, who was invited is still known
STANDS = {"board__binned_at": None, "board__project__binned_at": None}  # neither board nor project is in a bin


def links_of(board):
    """Those that still open the board, or would but for a switch; the last made first."""
    return list(standing_links(board=board))


def all_links():
    """On the whole instance, with their boards and projects."""
    return list(standing_links(**STANDS))


def standing_links(**where):
    """The nearest end first, with their boards and projects."""
    standing = Link.objects.filter(revoked_at=None, expires_at__gt=timezone.now(), **where)
    return standing.select_related("use", "board__project").order_by("expires_at", "pk")


def links_made_by(users, **where):
    """Those that still open a board, or would but for a switch, and that these people made."""
    return standing_links(made_by__in=users, board__binned_at=None, **where)


def opening(board):
    """The links that open a board now."""
    return links_of(board) if closed_by(board, "links") is None else []


def guests_of(board):
    """Those who come, and those who have not opened their letter yet; the nearest end first."""
    return list(coming_guests(board=board))


def all_guests():
    return list(coming_guests(**STANDS))


def shared_by(organisation):
    """(links, guests) of the boards of its projects."""
    theirs = of_projects_of(organisation)
    return list(standing_links(**theirs)), list(coming_guests(**theirs))


def of_projects_of(organisation):
    return {**STANDS, "board__project__organisation": organisation}


def coming_guests(**where):
    """The nearest end first. Who was taken off the board like any other member is no guest of it any more."""
    there = Membership.objects.filter(board=OuterRef("board"), user=OuterRef("user"))
    found = Guest.objects.filter(Q(user=None) | Exists(there), ended_at=None, **where)
    return found.select_related("board__project", "user").order_by("ends_at", "pk")


def sponsored_by(users, **where):
    return coming_guests(sponsor_id__in=users, **where)


def ending_soon():
    """Whose sponsors are to be told."""
    now = timezone.now()
    return list(coming_guests(warned_at=None, ends_at__gt=now, ends_at__lte=now + SOON).exclude(sponsor_id=None))


def overdue():
    return list(Guest.objects.filter(ended_at=None, ends_at__lte=timezone.now()).order_by("pk"))


def long_gone():
    """Those whose address serves nothing any more."""
    return list(Guest.objects.filter(ended_at__lt=timezone.now() - KEPT).order_by("pk"))


def invitation_behind(digest):
    """The guest whose letter this is, while it serves; None else."""
    now = timezone.now()
    found = Guest.objects.select_related("board__project").filter(
        digest=digest, ended_at=None, key_until__gt=now, ends_at__gt=now
    )
    guest = found.filter(**STANDS).first()
    return guest if guest and closed_by(guest.board, "guests") is None else None


def guest_called(email):
    """The account of a guest who may come in now, on some board; None else."""
    if not longest("guests"):
        return None
    theirs = Membership.objects.filter(in_force(), user=OuterRef("pk"), board__binned_at=None)
    return User.objects.filter(Exists(theirs), email=email, is_guest=True, is_active=True).first()


def end_of_access(user_id):
    """When the first of somebody's accesses ends that lasts now; None if none does."""
    ends = Membership.objects.filter(user=user_id, ends_at__gt=timezone.now()).order_by("ends_at")
    return ends.values_list("ends_at", flat=True).first()
