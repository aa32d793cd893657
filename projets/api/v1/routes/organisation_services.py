"""The services of an organisation: its units, three levels deep at most."""

from projets.accounts.organisations import events
from projets.accounts.organisations.actions import services as actions
from projets.accounts.organisations.models import Service
from projets.api.v1 import models
from projets.api.v1.administration import organisation, within
from projets.api.v1.answers import nothing
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted_on, acted_to, made, once
from projets.api.v1.parsing import Id, Line, Sent

TAGS = ["organisations"]
OrganisationService = models.model_of(events.ServiceState, "OrganisationService")


class NewOrganisationService(Sent):
    name: Line
    parent_id: Id | None = None


class Renamed(Sent):
    name: Line


@api.post("/organisations/{id}/services", response={201: OrganisationService}, auth=ADMIN, tags=TAGS)
def create_service(request, id: Id, body: NewOrganisationService):
    """Name a service, maybe inside another one; for who administers the organisation."""

    def do(actor, found):
        parent = within(Service, body.parent_id)(actor) if body.parent_id else None
        return actions.create_service(actor, found, body.name, parent)

    act = once(request, actions.create_service, organisation(id), do)
    (created,) = made(act, events.ServiceCreated)
    return acted_to(act, created)


@api.patch("/organisation-services/{id}", response=OrganisationService, auth=ADMIN, tags=TAGS)
def rename_service(request, id: Id, body: Renamed):
    """Call it otherwise."""
    act = once(
        request,
        actions.rename_service,
        within(Service, id),
        lambda actor, service: actions.rename_service(actor, service, body.name),
    )
    return acted_on(act, Service, id)


@api.delete("/organisation-services/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def delete_service(request, id: Id):
    """Its people stay in the organisation; 409 while projects belong to it, or services are inside."""
    act = once(request, actions.delete_service, within(Service, id), actions.delete_service)
    return nothing({"Projets-Act": str(act.pk)})
