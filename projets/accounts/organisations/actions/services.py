"""The units inside an organisation, three levels deep at most."""

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from projets.accounts.organisations import events
from projets.accounts.organisations.actions.organisations import named
from projets.accounts.organisations.actions.writing import create, delete, edit
from projets.accounts.organisations.models import Affiliation, Service
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid


@action("organisation", "parent")
def create_service(actor, organisation, name, parent=None):
    service = Service(organisation=organisation, name=named(name))
    _put_inside(service, parent)
    create(events.ServiceCreated, service)


@action("service")
def rename_service(actor, service, name):
    edit(events.ServiceEdited, service, name=named(name))


@action("service", also_holding=lambda actor, service: _people_of(service))
def delete_service(actor, service):
    """Its people stay in the organisation; one that something belongs to stays."""
    if service.parts.exists():
        raise Conflict(_("There are services inside this one: delete them first."))
    for affiliation in Affiliation.objects.filter(service=service):
        edit(events.AffiliationEdited, affiliation, service_id=None)
    try:
        delete(events.ServiceDeleted, service)
    except ProtectedError:
        raise Conflict(_("Projects belong to this service: give them to another one first.")) from None


def _people_of(service):
    users = Affiliation.objects.filter(service=service).order_by().values_list("user", flat=True)
    return {f"user:{user}" for user in users}


def _put_inside(service, parent):
    if parent is None:
        return
    if parent.organisation_id != service.organisation_id:
        raise Invalid(_("This service belongs to another organisation."), "parent")
    if _depth(parent) >= Service.DEEPEST:
        raise Invalid(_("Services go three levels deep at most: choose a higher one."), "parent")
    service.parent = parent


def _depth(service):
    return 1 if service.parent is None else 1 + _depth(service.parent)
