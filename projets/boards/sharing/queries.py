"""Reads of what is shared, for those who look after it."""

from django.utils import timezone

from projets.boards.sharing.models import Link
from projets.boards.sharing.ways import closed_by


def links_of(board):
    """Those that still open the board, or would but for a switch; the last made first."""
    return list(_standing().filter(board=board))


def all_links():
    """On the whole instance, with their boards and projects."""
    return list(_standing().filter(board__binned_at=None, board__project__binned_at=None))


def _standing():
    standing = Link.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    return standing.select_related("use", "board__project").order_by("expires_at", "pk")


def opening(board):
    """The links that open a board now."""
    return links_of(board) if closed_by(board, "links") is None else []
