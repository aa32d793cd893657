"""Teams that follow what sign-in says of people: « this claim contains this value » puts them in, or out again."""

from django.utils.translation import gettext_lazy as _

from projets.accounts import wording
from projets.accounts.organisations import events
from projets.accounts.organisations.actions.writing import create, delete, edit
from projets.accounts.organisations.models import Affiliation, ClaimRule, TeamMember
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid

# What describes a person and can be a reason; who they are (sub, e-mail, name) cannot, nor a label made to be shown
CLAIMS = ("roles", "groups", "belonging_population", "organizational_unit", "idp_id", "siret")


@action("team")
def add_claim_rule(actor, team, claim, value):
    """It holds for people of the team's organisation, from their next sign-in."""
    if claim not in CLAIMS:
        raise Invalid(_("This claim cannot be used: choose among those shown."), "claim")
    value = wording.line(value, "value", most=200, least=1)
    if ClaimRule.objects.filter(team=team, claim=claim, value=value).exists():
        raise Conflict(_("This rule is there already."))
    rule = ClaimRule(organisation_id=team.organisation_id, team=team, claim=claim, value=value)
    create(events.ClaimRuleAdded, rule)


@action("rule")
def remove_claim_rule(actor, rule):
    """Who is in the team by it alone leaves it at their next sign-in."""
    delete(events.ClaimRuleRemoved, rule)


def _wherever_they_are(actor, user):
    places = Affiliation.objects.filter(user=user).order_by().values_list("organisation", flat=True)
    teams = TeamMember.objects.filter(user=user).order_by().values_list("organisation", flat=True)
    return {f"organisation:{place}" for place in places.union(teams)}


@action("user", also_holding=_wherever_they_are)
def apply_claims(actor, user, claims):
    """Somebody signed in with these claims, verified: put them in the teams that their organisations' rules say.

    Who is in one by a claim that is no longer so leaves it, unless they are in it by hand as well. Call it after
    `place_person`: rules are those of the organisations where the person works.
    """
    theirs = Affiliation.objects.filter(user=user).order_by().values("organisation")
    rules = ClaimRule.objects.filter(organisation__in=theirs).select_related("team")
    wanted = {rule.team_id: rule.team for rule in rules if rule.value in _values(claims.get(rule.claim))}
    there = {member.team_id: member for member in TeamMember.objects.filter(user=user)}
    for id, team in sorted(wanted.items()):
        if id in there:
            edit(events.TeamMemberEdited, there[id], by_claims=True)
        else:
            member = TeamMember(
                team=team, organisation_id=team.organisation_id, user=user, by_hand=False, by_claims=True
            )
            create(events.TeamMemberAdded, member)
    for id, member in sorted(there.items()):
        if id in wanted or not member.by_claims:
            continue
        if member.by_hand:
            edit(events.TeamMemberEdited, member, by_claims=False)
        else:
            delete(events.TeamMemberRemoved, member)


def _values(claim):
    """A claim as texts: it may be one value, or several."""
    several = claim if isinstance(claim, list | tuple) else [claim]
    return {str(one).strip() for one in several if isinstance(one, str | int)}
