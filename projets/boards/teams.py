"""Teams on boards: what role each of their people has there by them."""

from projets.accounts.models import User
from projets.accounts.organisations.models import Team, TeamMember
from projets.accounts.organisations.queries import affiliations_of
from projets.boards.models import Membership, TeamOnBoard
from projets.boards.names import sort_key

ROLES = Membership.Role.values  # the highest first


def roles_by_team(users, boards):
    """{(board, user): role}: the highest that these people, with open accounts, have there by their teams.

    None of guests: they come to a board by invitation alone, until a day.
    """
    people = User.objects.filter(pk__in=users, is_active=True, is_guest=False)
    theirs = TeamOnBoard.objects.filter(board__in=boards, team__members__user__in=people).order_by()
    found = {}
    for board, user, role in theirs.values_list("board", "team__members__user", "role"):
        found[board, user] = min(role, found.get((board, user), role), key=ROLES.index)
    return found


def boards_by_team(user_id):
    """Ids of the boards where somebody is, or is to be, by a team."""
    there = TeamOnBoard.objects.filter(team__members__user=user_id).order_by().values_list("board", flat=True)
    given = Membership.objects.filter(user=user_id, by_hand=False).order_by().values_list("board", flat=True)
    return {*there, *given}


def people_of(team_id):
    return set(TeamMember.objects.filter(team=team_id).order_by().values_list("user", flat=True))


def teams_on(board):
    """([teams on the board, with their roles], {user: the names of those they are in})."""
    there = TeamOnBoard.objects.filter(board=board).select_related("team").order_by("pk")
    there = sorted(there, key=lambda one: sort_key(one.team.name))
    names, giving = {one.team_id: one.team.name for one in there}, {}
    members = TeamMember.objects.filter(team__in=names).order_by("pk") if there else ()
    for member in sorted(members, key=lambda one: sort_key(names[one.team_id])):
        giving.setdefault(member.user_id, []).append(names[member.team_id])
    return there, giving


def teams_for(actor):
    """Those that somebody may put on boards: of the organisations they work in."""
    places = [one.organisation for one in affiliations_of(actor.user_id)]
    teams = Team.objects.filter(organisation__in=places).select_related("organisation").order_by("pk")
    return sorted(teams, key=lambda one: (sort_key(one.organisation.name), sort_key(one.name)))
