"""One message through one service: put in words now, carried by a process that knows nothing of ours."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from projets.notifications.services import couriers
from projets.notifications.services.actions.services import note_delivery
from projets.notifications.services.models import Service
from projets.notifications.services.wording import message
from projets.usecase.actor import Actor
from projets.usecase.outages import patiently

SYSTEM = Actor(None, "system")


def carry(service_id, kind, row_id):
    """Whether there is nothing (more) to do; a failure is kept with the service, for who owns it."""
    service = Service.objects.filter(pk=service_id, removed_at=None).select_related("user", "board").first()
    if service is None or (service.user and not service.user.is_active):
        return True
    with override(service.user.spoken if service.user else settings.LANGUAGE_CODE):
        told = message(service, kind, row_id)
        failure = told and _send(service, *told)
    if told and (failure or service.failed_at):
        patiently(note_delivery, SYSTEM, service, failure)  # or all of it would be done again: it has been told
    return not failure


def _send(service, title, body):
    """Why it did not arrive; none when it did."""
    asked = {
        "url": service.url,
        "format": service.format,
        "title": title,
        "body": body,
        "private": settings.OUTGOING_PRIVATE,
    }
    try:
        said = couriers.carry(asked)
    except TimeoutError:
        return _("The service did not answer within %(count)s seconds.") % {"count": couriers.LONGEST}
    except couriers.Broken:
        said = ""
    if said is None:
        return ""
    return {
        "private": _("This address is not one that Projets may call: it belongs to this machine or its network."),
        "unknown": _("Apprise knows no service of this kind: check the beginning of the address."),
    }.get(said, said or _("The service did not take the message."))
