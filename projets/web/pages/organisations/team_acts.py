"""What administrators and leads do to teams: each address calls one action."""

from django.urls import reverse

from projets.accounts.organisations.actions import claims, teams
from projets.accounts.organisations.models import ClaimRule, TeamMember
from projets.boards.colleagues import named
from projets.usecase.rights import require
from projets.web.door import door
from projets.web.pages.organisations.views import inside_seen, organisation_seen, team_seen


@door(teams.create_team)
def create_team(actor, form, organisation_id):
    return teams.create_team(actor, organisation_seen(actor, organisation_id), form.get("name"))


@door(teams.rename_team)
def rename_team(actor, form, team_id):
    return teams.rename_team(actor, team_seen(actor, team_id), form.get("name"))


@door(teams.delete_team, then=lambda act: reverse("organisation", args=[act.facts[-1].after.organisation_id]))
def delete_team(actor, form, team_id):
    return teams.delete_team(actor, team_seen(actor, team_id))


@door(teams.add_to_team)
def add_to_team(actor, form, team_id):
    team = team_seen(actor, team_id)
    require(actor, "add_to_team", team)  # before anybody is looked for: else it would tell who has an account
    return teams.add_to_team(actor, team, named(form.get("who")))


@door(teams.set_lead)
def set_lead(actor, form, team_member_id):
    return teams.set_lead(actor, inside_seen(actor, TeamMember, team_member_id), form.get("lead") == "1")


@door(teams.remove_from_team)
def remove_from_team(actor, form, team_member_id):
    return teams.remove_from_team(actor, inside_seen(actor, TeamMember, team_member_id))


@door(claims.add_claim_rule)
def add_rule(actor, form, team_id):
    return claims.add_claim_rule(actor, team_seen(actor, team_id), form.get("claim"), form.get("value"))


@door(claims.remove_claim_rule)
def remove_rule(actor, form, rule_id):
    return claims.remove_claim_rule(actor, inside_seen(actor, ClaimRule, rule_id))
