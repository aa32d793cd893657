"""Organisations where one works; to whom a project belongs, and which teams are on its boards."""

from ninja import Query

from projets.accounts.organisations.models import Organisation, Service, Team
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, acted_on, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Sent
from projets.api.v1.routes.members import Role
from projets.boards import events
from projets.boards.actions import belonging
from projets.boards.actions import teams as actions
from projets.boards.actions.saving import state
from projets.boards.belonging import rules_of
from projets.boards.models import Board, Project, TeamOnBoard
from projets.boards.queries import find
from projets.usecase.errors import NotFound

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


class Place(Sent):
    organisation_id: Id
    service_id: Id | None = None


class NewTeam(Sent):
    team_id: Id
    role: Role = "editor"


@api.get("/organisations", response=models.paged("Organisations", organisations=WholeOrganisation), tags=TAGS)
def list_organisations(request, paged: Query[Paged]):
    """Those you work in, with their services and teams; for administrators, all."""
    found = Organisation.objects.visible_to(request.actor).prefetch_related("services", "teams")
    return send(page(found, paged, lambda some: [_whole(one) for one in some], name="organisations"))


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


@api.put("/projects/{id}/service", response=models.Project, auth=ADMIN, tags=TAGS)
def set_project_service(request, id: Id, body: Place):
    """Give a project to a service where you work, or without `service_id` to its organisation as a whole."""

    def do(actor, project):
        organisations = Organisation.objects.visible_to(actor)
        (organisation,) = find(organisations, body.organisation_id)
        services = Service.objects.filter(organisation=organisation)
        service = find(services, body.service_id)[0] if body.service_id else None
        return belonging.set_project_service(actor, project, organisation, service)

    return acted_on(once(request, belonging.set_project_service, rows.one(Project, id), do), Project, id)


@api.post("/boards/{id}/teams", response={201: models.BoardTeam}, auth=ADMIN, tags=TAGS)
def put_team(request, id: Id, body: NewTeam):
    """Put a team on a board: its people are members as long as they are in it. One that is there gets this role."""

    def do(actor, board):
        organisations = Organisation.objects.visible_to(actor).order_by()
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


def _whole(one):
    units = [
        {"id": str(unit.pk), "parent_id": shapes.sent("parent_id", unit.parent_id), "name": unit.name}
        for unit in one.services.all()
    ]
    teams = [{"id": str(team.pk), "name": team.name} for team in one.teams.all()]
    return {"id": str(one.pk), "siret": one.siret, "name": one.name, "services": units, "teams": teams}
