"""Teams, and who is in them by hand."""

from django.utils.translation import gettext_lazy as _

from projets.accounts.organisations import events
from projets.accounts.organisations.actions.organisations import named
from projets.accounts.organisations.actions.writing import create, delete, edit
from projets.accounts.organisations.models import Affiliation, Team, TeamMember
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid


@action("organisation")
def create_team(actor, organisation, name):
    create(events.TeamCreated, Team(organisation=organisation, name=named(name)))


@action("team")
def rename_team(actor, team, name):
    edit(events.TeamRenamed, team, name=named(name))


@action("team")
def delete_team(actor, team):
    """Boards that it is on follow: who was there with it alone is no longer."""
    for member in team.members.all():
        delete(events.TeamMemberRemoved, member)
    for rule in team.claim_rules.all():
        delete(events.ClaimRuleRemoved, rule)
    delete(events.TeamDeleted, team)


@action("team", "user")
def add_to_team(actor, team, user):
    """Somebody of the team's organisation; who is in it by what sign-in says stays when that goes."""
    if not Affiliation.objects.filter(organisation=team.organisation_id, user=user).exists():
        raise Invalid(_("This person does not work in the organisation of the team."), "who")
    member = TeamMember.objects.filter(team=team, user=user).first()
    if member is None:
        create(events.TeamMemberAdded, TeamMember(team=team, organisation_id=team.organisation_id, user=user))
    elif member.by_hand:
        raise Conflict(_("This person is in the team already."))
    else:
        edit(events.TeamMemberEdited, member, by_hand=True)


@action("member")
def set_lead(actor, member, is_lead=True):
    """Leads name the team, and say who is in it."""
    edit(events.TeamMemberEdited, member, is_lead=bool(is_lead))


@action("member")
def remove_from_team(actor, member):
    if member.by_claims:
        raise Conflict(_("Sign-in puts this person in the team: change the rule that says so."))
    delete(events.TeamMemberRemoved, member)
