"""Organisations where one works; to whom a project belongs, and which teams are on its boards."""

from typing import Literal

from django.db.models import Count
from ninja import Query

from projets.accounts.organisations import events as organisation_events
from projets.accounts.organisations.actions import organisations as organisation_acts
from projets.accounts.organisations.models import Organisation as OrganisationRow
from projets.accounts.organisations.models import Service, Team, TeamMember
from projets.accounts.organisations.queries import manages
from projets.accounts.queries import instance
from projets.api.v1 import models, rows, shapes
from projets.api.v1.administration import administered, organisation, unseen
from projets.api.v1.answers import nothing, send, send_tagged
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, acted_on, acted_to, made, of_what_is_unseen, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Sent, left_out
from projets.api.v1.routes.members import Role
from projets.api.v1.states import state
from projets.boards import events
from projets.boards.actions import belonging
from projets.boards.actions import teams as actions
from projets.boards.belonging import rules_of
from projets.boards.colleagues import affiliations_called
from projets.boards.models import Board, Project, TeamOnBoard
from projets.boards.queries import find
from projets.usecase.errors import NotFound
from projets.usecase.rights import require

TAGS = ["organisations"]


class Unit(models.Out):
    id: Id
    parent_id: Id | None
    name: str


class NamedTeam(models.Out):
    id: Id
    name: str


class WholeOrganisation(models.Out):
    id: Id
    siret: str | None
    name: str
    services: list[Unit]
    teams: list[NamedTeam]


class Allowed(models.Out):
    guests: bool
    links: bool
    inviting_outside: str


class Belonging(models.Out):
    organisation_id: Id | None
    service_id: Id | None
    organisation_name: str | None
    service_name: str | None
    allowed: Allowed
    teams: list[models.BoardTeam]
    next: str | None


Organisation = models.model_of(organisation_events.OrganisationState, "Organisation", name=str)


class CountedTeam(NamedTeam):
    members: int


class SeenOrganisation(WholeOrganisation):
    label: str
    teams: list[CountedTeam]
    people: int
    administers: bool


class NewOrganisation(Sent):
    local_name: Line
    siret: Line = ""


class OrganisationChanges(Sent):
    local_name: Line = left_out()
    project_creators: Literal[*OrganisationRow.Creators.values] = left_out()
    inviting_outside: Literal[*OrganisationRow.Inviting.values] = left_out()
    allows_guests: bool = left_out()
    allows_links: bool = left_out()


class Place(Sent):
    organisation_id: Id
    service_id: Id | None = None


class NewTeam(Sent):
    team_id: Id
    role: Role = "editor"


@api.get("/organisations", response=models.paged("Organisations", organisations=WholeOrganisation), tags=TAGS)
def list_organisations(request, paged: Query[Paged]):
    """Those you work in, with their services and teams; for administrators, all."""
    found = OrganisationRow.objects.visible_to(request.actor).prefetch_related("services", "teams")
    return send(page(found, paged, lambda some: [_whole(one) for one in some], name="organisations"))


@api.post("/organisations", response={201: Organisation}, auth=ADMIN, tags=TAGS)
def create_organisation(request, body: NewOrganisation):
    """Make one that nobody has signed in from yet; without a SIRET, one that nobody will. For administrators."""
    act = once(
        request,
        organisation_acts.create_organisation,
        lambda actor: instance(),
        lambda actor, here: organisation_acts.create_organisation(actor, here, body.local_name, body.siret.strip()),
    )
    return acted_to(act, *made(act, organisation_events.OrganisationCreated), _organisation)


@api.get("/organisations/{id}", response=SeenOrganisation, tags=TAGS)
def read_organisation(request, id: Id):
    """One where you work, with its services and teams; `people` are those whose account is open."""
    one = organisation(id)(request.actor)
    members = dict(TeamMember.objects.filter(organisation=one).order_by().values_list("team").annotate(Count("pk")))
    whole = _whole(one)
    return send(
        whole
        | {"teams": [team | {"members": members.get(int(team["id"]), 0)} for team in whole["teams"]]}
        | {"label": one.label, "administers": manages(request.actor, one)}
        | {"people": affiliations_called(one).order_by().count()}
    )


@api.get("/organisations/{id}/settings", response=Organisation, auth=ADMIN, tags=TAGS)
def read_settings(request, id: Id):
    """What it allows its people; for who administers it."""
    found = state(administered(request.actor, id))
    return send_tagged(request, _organisation(found), shapes.tag(found))


@api.patch("/organisations/{id}", response=Organisation, auth=ADMIN, tags=TAGS)
def edit_organisation(request, id: Id, body: OrganisationChanges):
    """What it is called here ("": as sign-in says), and what it allows from the next act on."""
    act = once(
        request,
        organisation_acts.edit_organisation,
        organisation(id),
        lambda actor, one: organisation_acts.edit_organisation(actor, one, **body.given),
    )
    return acted_on(act, OrganisationRow, id, _organisation)


@api.get("/projects/{id}/belonging", response=Belonging, tags=TAGS)
def read_belonging(request, id: Id, paged: Query[Paged]):
    """Whose a project is, what its organisation allows in it, and, by pieces, the teams on the boards that you see."""
    project = rows.one(Project, id)(request.actor)
    project = Project.objects.select_related("organisation", "service").get(pk=project.pk)
    boards = Board.objects.visible_to(request.actor).filter(project=project)
    there = TeamOnBoard.objects.filter(board__in=boards.order_by())
    rules = rules_of(project)
    return send(
        {
            "organisation_id": shapes.sent("organisation_id", project.organisation_id),
            "service_id": shapes.sent("service_id", project.service_id),
            "organisation_name": project.organisation.name if project.organisation else None,
            "service_name": project.service.name if project.service else None,
            "allowed": {"guests": rules.guests, "links": rules.links, "inviting_outside": rules.inviting_outside},
            **page(there, paged, lambda some: [shapes.item(state(one)) for one in some], name="teams"),
        }
    )


@api.put("/projects/{id}/service", response={200: models.Project, 204: None}, auth=ADMIN, tags=TAGS)
def set_project_service(request, id: Id, body: Place):
    """Give a project to a service where you work, or without `service_id` to its organisation as a whole.

    204 for who administers its organisation, and does not see it.
    """

    def do(actor, project):
        require(actor, "set_project_service", project)  # before anything else is looked for
        organisations = OrganisationRow.objects.visible_to(actor)
        (organisation,) = find(organisations, body.organisation_id)
        services = Service.objects.filter(organisation=organisation)
        service = find(services, body.service_id)[0] if body.service_id else None
        return belonging.set_project_service(actor, project, organisation, service)

    known = unseen(Project.objects.standing(), id, belonging.set_project_service)
    act = once(request, belonging.set_project_service, known, do, require_seeing=of_what_is_unseen)
    if Project.objects.visible_to(request.actor).filter(pk=int(id)).exists():
        return acted_on(act, Project, id)
    return nothing({"Projets-Act": str(act.pk)})


@api.post("/boards/{id}/teams", response={201: models.BoardTeam}, auth=ADMIN, tags=TAGS)
def put_team(request, id: Id, body: NewTeam):
    """Put a team on a board: its people are members as long as they are in it. One that is there gets this role."""

    def do(actor, board):
        organisations = OrganisationRow.objects.visible_to(actor).order_by()
        (team,) = find(Team.objects.filter(organisation__in=organisations), body.team_id)
        return actions.put_team(actor, board, team, body.role)

    act = once(request, actions.put_team, rows.one(Board, id), do)
    told = [fact.after for fact in act.facts if isinstance(fact, events.BoardTeamFact)]
    after = told[-1] if told else state(_on_board(request.actor, id, body.team_id))  # it had this role
    return acted(act, shapes.item(after), 201)


@api.delete("/board-teams/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_team(request, id: Id):
    """Take a team off a board: who is there by it alone leaves its cards and tasks."""
    act = once(request, actions.remove_team, rows.one(TeamOnBoard, id), actions.remove_team)
    return nothing({"Projets-Act": str(act.pk)})


def _on_board(actor, board_id, team_id):
    found = TeamOnBoard.objects.visible_to(actor).filter(board=board_id, team=team_id).first()
    if found is None:
        raise NotFound
    return found


def _organisation(found):
    """Of a state: `name` is what it is called."""
    return shapes.item(found) | {"name": found.local_name or found.label or found.siret}


def _whole(one):
    units = [
        {"id": str(unit.pk), "parent_id": shapes.sent("parent_id", unit.parent_id), "name": unit.name}
        for unit in one.services.all()
    ]
    teams = [{"id": str(team.pk), "name": team.name} for team in one.teams.all()]
    return {"id": str(one.pk), "siret": one.siret, "name": one.name, "services": units, "teams": teams}
