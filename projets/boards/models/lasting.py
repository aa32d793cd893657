"""Which memberships hold now. A guest's has an end, and holds only while guests are let in: by the marking of the
board, the organisation of its project and the instance. The database is asked each time, so that the end and every
switch count at once, in all that is read."""

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from projets.boards.markings import Marking, allows


def in_force():
    """For a filter of memberships."""
    of_members = Q(ends_at=None)
    if not settings.GUEST_MAX_DAYS:
        return of_members
    organisation = Q(project__organisation=None) | Q(project__organisation__allows_guests=True)
    let_in = apps.get_model("boards", "Board").objects.filter(
        organisation,
        pk=OuterRef("board"),
        marking__in=[one.value for one in Marking if allows(one, "guests")],
    )
    return of_members | Q(Exists(let_in.order_by()), ends_at__gt=Now())
