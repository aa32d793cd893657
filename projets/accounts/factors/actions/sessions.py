"""Sessions that end because their owner says so, and what is told of failures."""

from django.contrib.sessions.models import Session

from projets.accounts.factors import events
from projets.accounts.factors.models import OpenSession
from projets.accounts.models import ApiSession
from projets.usecase.action import action
from projets.usecase.errors import NotFound
from projets.usecase.log import record


@action("user")
def revoke_sessions(actor, user, keys=(), api_sessions=()):
    """End these of somebody's: keys of pages' sessions, and ids of clients' ones. NotFound when none is theirs.

    Administrators may, of anybody: a lost computer is told to them.
    """
    pages = Session.objects.filter(pk__in=OpenSession.objects.filter(user=user, pk__in=keys).values("pk"))
    clients = ApiSession.objects.filter(user=user, pk__in=api_sessions)
    ended = pages.count() + clients.count()
    if not ended and (keys or api_sessions):
        raise NotFound
    if ended:
        pages.delete()
        clients.delete()
        record(user.stream, events.SessionsRevoked(None, events.SecurityState(user.pk, sessions=ended)))


@action("user")
def tell_of_lock_out(actor, user, minutes):
    record(user.stream, events.LockedOut(None, events.SecurityState(user.pk, minutes=minutes)))
