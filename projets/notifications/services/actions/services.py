"""Which notification services there are, and how what they were given arrived."""

import re

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.notifications.services import events
from projets.notifications.services.jobs import deliver
from projets.notifications.services.models import Service
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid, NotFound
from projets.usecase.log import record

MOST = 5  # of a person, and of a board
LONGEST_URL, LONGEST_FAILURE = 512, 300
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,30}://\S+", re.I)


@action("owner")
def add_service(actor, owner, url, format):
    """`owner`: oneself, or a board; `url` in the syntax of Apprise."""
    column = "user" if isinstance(owner, User) else "board"
    if standing().filter(**{column: owner}).count() >= MOST:
        raise Conflict(_("There are %(most)s services already: remove one first.") % {"most": MOST})
    service = Service.objects.create(url=_address(url), format=_format(format), **{column: owner})
    record(service.stream, events.ServiceAdded(None, events.ServiceState.of(service)))


@action("service")
def edit_service(actor, service, url=None, format=None):
    """What is given changes; a service that failed begins anew."""
    _require_standing(service)
    was = events.ServiceState.of(service)
    service.url = service.url if url is None else _address(url)
    service.format = service.format if format is None else _format(format)
    service.updated_at, service.failed_at, service.failure = timezone.now(), None, ""
    service.save(update_fields=["url", "format", "updated_at", "failed_at", "failure"])
    record(service.stream, events.ServiceEdited(was, events.ServiceState.of(service)))


@action("service")
def remove_service(actor, service):
    _require_standing(service)
    was = events.ServiceState.of(service)
    service.removed_at = timezone.now()
    service.save(update_fields=["removed_at"])
    record(service.stream, events.ServiceRemoved(was, was))


@action("service")
def try_service(actor, service):
    """Send a word through it, to see whether it arrives."""
    _require_standing(service)
    deliver.enqueue(str(service.pk), "trial", "")


@action("service")
def note_delivery(actor, service, failure=""):
    """`failure`: why it did not arrive; none when it did."""
    service.failed_at = timezone.now() if failure else None
    service.failure = failure[:LONGEST_FAILURE]
    service.save(update_fields=["failed_at", "failure"])


def standing():
    return Service.objects.filter(removed_at=None)


def _require_standing(service):
    if service.removed_at:
        raise NotFound(_("This service was removed."))


def _address(url):
    url = str(url or "").strip()
    if not ADDRESS.fullmatch(url) or len(url) > LONGEST_URL:
        raise Invalid(_("This is no address of a service: type one like mailtos://… or mmosts://…"), field="url")
    return url


def _format(format):
    if format not in Service.Format.values:
        raise Invalid(_("This format does not exist: choose among those shown."), field="format")
    return format
