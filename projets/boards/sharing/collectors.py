"""Ways into a board beside its members and managers, for « who can see it? » (boards/visibility.py)."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from projets.boards.models import Membership
from projets.boards.models.lasting import in_force
from projets.boards.sharing.queries import opening
from projets.boards.visibility import Reason, collector


@collector
def links(board):
    """Whoever has the address: nobody knows who they are."""
    for link in opening(board):
        until = date_format(localtime(link.expires_at), "SHORT_DATE_FORMAT")
        said = _("Whoever has the link “%(name)s”, until %(day)s") % {"name": link.name, "day": until}
        yield said, Reason.LINK


@collector
def guests(board):
    """Why a member of the board from outside is one."""
    found = Membership.objects.filter(in_force(), board=board, ends_at__isnull=False).order_by()
    yield from ((user, Reason.GUEST) for user in found.values_list("user", flat=True))
