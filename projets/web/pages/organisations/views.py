"""An organisation as its people see it: what it is, its services, its teams, who works there."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.accounts.organisations.actions.claims import CLAIMS
from projets.accounts.organisations.models import Affiliation, ClaimRule, Organisation, Team, TeamMember
from projets.accounts.organisations.permissions import LEAD, grounds
from projets.accounts.organisations.queries import inside, manages, tree_of
from projets.boards.colleagues import working_in
from projets.boards.names import sort_key
from projets.boards.queries import people
from projets.web.door import actor_of, signed_in

ADMINISTRATOR, SIGN_IN = Affiliation.Role.ADMINISTRATOR, Affiliation.Source.SIGN_IN


@require_safe
@signed_in
def mine(request):
    """Those one works in; administrators of the instance have a page of all of them besides."""
    theirs = Affiliation.objects.filter(user=request.user.pk).select_related("organisation", "service")
    return render(request, "pages/organisations/mine.html", {"section": "organisations", "affiliations": theirs})


@require_safe
@signed_in
def organisation_page(request, organisation_id):
    actor = actor_of(request)
    organisation = organisation_seen(actor, organisation_id)
    shown, count = working_in(organisation, request.GET.get("q", "")[:100])
    context = {
        "section": "organisations",
        "organisation": organisation,
        "may_manage": manages(actor, organisation),
        "services": tree_of(organisation),
        "teams": teams_of(organisation),
        "affiliations": shown,
        "count": count,
        "search": request.GET.get("q", "").strip(),
        "ADMINISTRATOR": ADMINISTRATOR,
    }
    return render(request, "pages/organisations/organisation.html", context)


@require_safe
@signed_in
def team_page(request, team_id):
    """Its people; those who lead it and the organisation's administrators say who they are."""
    actor = actor_of(request)
    team = team_seen(actor, team_id)
    theirs = grounds(actor, [team])[team]
    rows = list(TeamMember.objects.filter(team=team))
    known = people([row.user_id for row in rows])
    may_manage = manages(actor, team.organisation)
    context = {
        "section": "organisations",
        "organisation": team.organisation,
        "team": team,
        "members": sorted(((row, known[row.user_id]) for row in rows), key=lambda one: sort_key(one[1].name)),
        "may_manage": may_manage,
        "may_lead": may_manage or LEAD in theirs,
        "rules": ClaimRule.objects.filter(team=team),
        "claims": CLAIMS,
    }
    part = request.headers.get("X-Fragment")
    return render(request, f"pages/organisations/{PARTS_OF_TEAM.get(part, 'team')}.html", context)


def teams_of(organisation):
    """By name, each with its `count` of people."""
    teams = Team.objects.filter(organisation=organisation).annotate(count=Count("members")).order_by("pk")
    return by_name(teams)


def by_name(rows):
    return sorted(rows, key=lambda one: sort_key(one.name))


PARTS_OF_TEAM = {"team-members": "team_members", "rules": "rules"}


def organisation_seen(actor, id):
    found = Organisation.objects.visible_to(actor).filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def inside_seen(actor, model, id):
    """A row inside an organisation that the actor sees."""
    found = inside(actor, model).filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def team_seen(actor, id):
    return inside_seen(actor, Team, id)
