"""Teams of an organisation, who is in them, and which claims of sign-in put people in."""

from typing import Literal

from ninja import Query

from projets.accounts.models import User
from projets.accounts.organisations import events
from projets.accounts.organisations import models as organisations
from projets.accounts.organisations.actions import claims as claim_acts
from projets.accounts.organisations.actions import teams as actions
from projets.accounts.organisations.queries import manages
from projets.api.v1 import models, shapes
from projets.api.v1.administration import organisation, within
from projets.api.v1.answers import nothing, send, send_tagged
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted_on, acted_to, made, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Sent
from projets.api.v1.states import state
from projets.boards.queries import find
from projets.usecase.errors import Refused, Why
from projets.usecase.rights import require

TAGS = ["organisations"]
Team = models.model_of(events.TeamState, "Team")
TeamMember = models.model_of(events.TeamMemberState, "TeamMember")
NamedMember = models.model_of(events.TeamMemberState, "NamedMember", name=str)
ClaimRule = models.model_of(events.ClaimRuleState, "ClaimRule")


class TeamName(Sent):
    name: Line


class JoinsTeam(Sent):
    user_id: Id


class Leading(Sent):
    is_lead: bool


class NewClaimRule(Sent):
    claim: Literal[*claim_acts.CLAIMS]
    value: Line


@api.post("/organisations/{id}/teams", response={201: Team}, auth=ADMIN, tags=TAGS)
def create_team(request, id: Id, body: TeamName):
    """For who administers the organisation."""
    act = once(
        request,
        actions.create_team,
        organisation(id),
        lambda actor, there: actions.create_team(actor, there, body.name),
    )
    return acted_to(act, *made(act, events.TeamCreated))


@api.get("/teams/{id}", response=Team, tags=TAGS)
def read_team(request, id: Id):
    """A team of an organisation of yours."""
    team = state(within(organisations.Team, id)(request.actor))
    return send_tagged(request, shapes.item(team), shapes.tag(team))


@api.patch("/teams/{id}", response=Team, auth=ADMIN, tags=TAGS)
def rename_team(request, id: Id, body: TeamName):
    """For who leads it, or administers the organisation."""
    act = once(
        request,
        actions.rename_team,
        within(organisations.Team, id),
        lambda actor, team: actions.rename_team(actor, team, body.name),
    )
    return acted_on(act, organisations.Team, id)


@api.delete("/teams/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def delete_team(request, id: Id):
    """Boards that it is on follow: who is there by it alone leaves them."""
    act = once(request, actions.delete_team, within(organisations.Team, id), actions.delete_team)
    return nothing({"Projets-Act": str(act.pk)})


@api.get("/teams/{id}/members", response=models.page_of(NamedMember), tags=TAGS)
def list_team_members(request, id: Id, paged: Query[Paged]):
    """Who is in a team of an organisation of yours: by hand, by sign-in, or both."""
    team = within(organisations.Team, id)(request.actor)
    found = organisations.TeamMember.objects.filter(team=team).select_related("user")
    return send(
        page(found, paged, lambda members: [shapes.item(state(one)) | {"name": one.user.name} for one in members])
    )


@api.post("/teams/{id}/members", response={201: TeamMember}, auth=ADMIN, tags=TAGS)
def add_to_team(request, id: Id, body: JoinsTeam):
    """Put somebody of its organisation in a team by hand; for who leads it, or administers the organisation."""

    def do(actor, team):
        require(actor, "add_to_team", team)  # before anybody is looked for: else it would tell who has an account
        return actions.add_to_team(actor, team, find(User.objects, body.user_id)[0])

    act = once(request, actions.add_to_team, within(organisations.Team, id), do)
    told = [fact.after for fact in act.facts if isinstance(fact, events.TeamMemberFact)]
    return acted_to(act, told[-1])


@api.patch("/team-members/{id}", response=TeamMember, auth=ADMIN, tags=TAGS)
def set_lead(request, id: Id, body: Leading):
    """Whether they lead their team: leads name it, and say who is in it."""
    act = once(
        request,
        actions.set_lead,
        within(organisations.TeamMember, id),
        lambda actor, member: actions.set_lead(actor, member, body.is_lead),
    )
    return acted_on(act, organisations.TeamMember, id)


@api.delete("/team-members/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_from_team(request, id: Id):
    """409 for whom sign-in puts in the team."""
    act = once(request, actions.remove_from_team, within(organisations.TeamMember, id), actions.remove_from_team)
    return nothing({"Projets-Act": str(act.pk)})


@api.get("/teams/{id}/claim-rules", response=models.page_of(ClaimRule), auth=ADMIN, tags=TAGS)
def list_claim_rules(request, id: Id, paged: Query[Paged]):
    """Whoever signs in with such a value is in the team; for who administers the organisation."""
    team = within(organisations.Team, id)(request.actor)
    if not manages(request.actor, team.organisation):
        raise Refused("add_claim_rule", Why.ROLE_TOO_LOW)
    found = organisations.ClaimRule.objects.filter(team=team)
    return send(page(found, paged, lambda rules: [shapes.item(state(one)) for one in rules]))


@api.post("/teams/{id}/claim-rules", response={201: ClaimRule}, auth=ADMIN, tags=TAGS)
def add_claim_rule(request, id: Id, body: NewClaimRule):
    """It holds from each person's next sign-in."""
    act = once(
        request,
        claim_acts.add_claim_rule,
        within(organisations.Team, id),
        lambda actor, team: claim_acts.add_claim_rule(actor, team, body.claim, body.value),
    )
    return acted_to(act, *made(act, events.ClaimRuleAdded))


@api.delete("/claim-rules/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_claim_rule(request, id: Id):
    """Who is in the team by it alone leaves it at their next sign-in."""
    find_rule = within(organisations.ClaimRule, id)
    act = once(request, claim_acts.remove_claim_rule, find_rule, claim_acts.remove_claim_rule)
    return nothing({"Projets-Act": str(act.pk)})
