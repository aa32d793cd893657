"""Read-only links to a board."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards.sharing import events
from projets.boards.sharing.models import Link
from projets.boards.sharing.secrets import digest_of
from projets.boards.sharing.ways import longest, require_open
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import moment, record

MOST = 100  # that open one board
SHORTEST_PASSWORD = 8


@action("board")
def make_link(
    actor, board, secret, name, expires_at, password="", hides_names=False, hides_comments=False, hides_files=False
):
    """Let whoever has the address with `secret` read the board; the door shows the secret once."""
    require_open(board, "links")
    if Link.objects.filter(board=board, revoked_at=None, expires_at__gt=timezone.now()).count() >= MOST:
        raise Conflict(_("This board has %(most)s links already: revoke those that serve no more.") % {"most": MOST})
    made = Link(
        board=board,
        name=worded(name, 128),
        digest=digest_of(secret),
        password=make_password(_password(password)) if password else "",
        hides_names=bool(hides_names),
        hides_comments=bool(hides_comments),
        hides_files=bool(hides_files),
        made_by=actor.user_id,
        made_at=moment(),
        expires_at=ending(expires_at, "links"),
    )
    made.save(force_insert=True)
    record(made.stream, events.LinkMade(None, events.LinkState.of(made)))


@action("link")
def revoke_link(actor, link):
    """It opens nothing any more, from now on."""
    if link.revoked_at is not None:
        return
    was = events.LinkState.of(link)
    link.revoked_at = moment()
    link.save(update_fields=["revoked_at"])
    record(link.stream, events.LinkRevoked(was, events.LinkState.of(link)))


def hand_over_links(links, successor=None):
    """Within an act that holds their board: `successor` answers for them; without one they open nothing any more."""
    for link in links:
        was = events.LinkState.of(link)
        if successor:
            link.made_by = successor.pk
        else:
            link.revoked_at = moment()
        link.save(update_fields=["made_by", "revoked_at"])
        record(
            link.stream, (events.LinkHandedOver if successor else events.LinkRevoked)(was, events.LinkState.of(link))
        )


def ending(moment, way):
    """The end of what is shared; Invalid unless it lies ahead, and no further than the instance says."""
    days = longest(way)
    if moment is None or moment <= timezone.now():
        raise Invalid(_("Give a day that lies ahead: whatever is shared ends."), field="expires_at")
    if moment > timezone.now() + timedelta(days=days + 1):
        raise Invalid(_("Choose a nearer day: %(days)s days ahead at most.") % {"days": days}, field="expires_at")
    return moment


def _password(typed):
    if not SHORTEST_PASSWORD <= len(typed) <= 256:
        raise Invalid(_("The password of a link has 8 to 256 characters."), field="password")
    return typed
