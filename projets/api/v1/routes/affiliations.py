"""Who works in an organisation: in which service, with which role."""

from typing import Literal

from ninja import Query
from pydantic import Field

from projets.accounts.models import User
from projets.accounts.organisations import events, sign_ins
from projets.accounts.organisations.actions import affiliations as actions
from projets.accounts.organisations.models import Affiliation as Row
from projets.accounts.organisations.models import Service
from projets.accounts.organisations.queries import affiliations_of
from projets.api.v1 import models, shapes
from projets.api.v1.administration import administered, organisation, within
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted_on, acted_to, made, once
from projets.api.v1.paging import Paged, page, part
from projets.api.v1.parsing import Id, Sent, left_out
from projets.api.v1.states import state
from projets.boards.colleagues import affiliations_called
from projets.boards.queries import find
from projets.usecase.errors import Refused, Why
from projets.usecase.rights import require

TAGS = ["organisations"]
Place = Literal[*Row.Role.values]
Affiliation = models.model_of(events.AffiliationState, "Affiliation")


class People(Paged):
    search: str = Field("", description="a part of their names or addresses")


class NewAffiliation(Sent):
    user_id: Id
    role: Place = "member"


class AffiliationChanges(Sent):
    service_id: Id | None = left_out()
    role: Place = left_out()
    creates_projects: bool = left_out()


class WorksThere(models.Out):
    user_id: Id
    name: str
    service_id: Id | None
    role: Place


class Administered(Affiliation):
    name: str
    email: str
    open_sessions: int
    lock_outs: int


class WorkPlace(Affiliation):
    organisation_name: str
    service_name: str | None


@api.get("/me/affiliations", response=models.page_of(WorkPlace), tags=TAGS)
def list_own(request, paged: Query[Paged]):
    """Where you work: what sign-in says first, then the oldest."""
    if request.actor.projects is not None:
        raise Refused("edit_affiliation", Why.ROLE_TOO_LOW)
    found = affiliations_of(request.actor.user_id)
    return send(part(found, paged, lambda some: [_work_place(one) for one in some]))


@api.get("/organisations/{id}/people", response=models.page_of(WorksThere), tags=TAGS)
def list_people(request, id: Id, paged: Query[People]):
    """Who works in an organisation of yours, with an account that is open."""
    found = affiliations_called(organisation(id)(request.actor), paged.search[:100])
    return send(page(found, paged, lambda rows: [_works_there(one) for one in rows]))


@api.get("/organisations/{id}/affiliations", response=models.page_of(Administered), auth=ADMIN, tags=TAGS)
def list_affiliations(request, id: Id, paged: Query[People]):
    """The same for who administers it, with addresses.

    `open_sessions`, and `lock_outs` (how often failed sign-ins shut them out in 30 days), are of those whom sign-in
    places there or who work nowhere else; of others 0.
    """
    there = administered(request.actor, id)
    found = affiliations_called(there, paged.search[:100])
    return send(page(found, paged, lambda rows: _administered(there, rows)))


@api.post("/organisations/{id}/affiliations", response={201: Affiliation}, auth=ADMIN, tags=TAGS)
def affiliate(request, id: Id, body: NewAffiliation):
    """Add somebody by hand: they stay until removed by hand, wherever they sign in from."""

    def do(actor, there):
        require(actor, "affiliate", there)  # before anybody is looked for: else it would tell who has an account
        return actions.affiliate(actor, there, find(User.objects, body.user_id)[0], body.role)

    act = once(request, actions.affiliate, organisation(id), do)
    (added,) = made(act, events.AffiliationAdded)
    return acted_to(act, added)


@api.patch("/affiliations/{id}", response=Affiliation, auth=ADMIN, tags=TAGS)
def edit_affiliation(request, id: Id, body: AffiliationChanges):
    """Their service (null: none), their role, whether they create projects where only those named may."""
    given = body.given

    def do(actor, affiliation):
        service_id = given.pop("service_id", None)
        service = within(Service, service_id)(actor) if service_id else None
        no_service = "service_id" in body.model_fields_set and service is None
        return actions.edit_affiliation(actor, affiliation, service, no_service, **given)

    act = once(request, actions.edit_affiliation, within(Row, id), do)
    return acted_on(act, Row, id)


@api.delete("/affiliations/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_affiliation(request, id: Id):
    """Take back what was added by hand; 409 for who signs in from there."""
    act = once(request, actions.remove_affiliation, within(Row, id), actions.remove_affiliation)
    return nothing({"Projets-Act": str(act.pk)})


def _works_there(one):
    return {
        "user_id": str(one.user_id),
        "name": one.user.name,
        "service_id": shapes.sent("service_id", one.service_id),
        "role": one.role,
    }


def _administered(there, found):
    sessions, shut_out = sign_ins.counts_of(there, [one.user_id for one in found])
    return [
        shapes.item(state(one))
        | {"name": one.user.name, "email": one.user.email}
        | {"open_sessions": sessions.get(one.user_id, 0), "lock_outs": shut_out.get(one.user_id, 0)}
        for one in found
    ]


def _work_place(one):
    names = {"organisation_name": one.organisation.name, "service_name": one.service.name if one.service else None}
    return shapes.item(state(one)) | names
