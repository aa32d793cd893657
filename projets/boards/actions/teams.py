"""A team on a board: its people are members there as long as they are in it, in the role that the team has.

A membership given by hand is left alone: it was there before the team, and stays after it.
"""

from django_tasks import task

from projets.accounts.models import User
from projets.boards import events
from projets.boards.actions.memberships import a_role, take_off_cards
from projets.boards.actions.saving import create, delete, save, states
from projets.boards.belonging import require_may_bring_team
from projets.boards.models import Membership, TeamOnBoard
from projets.boards.teams import boards_by_team, people_of, roles_by_team
from projets.usecase.action import action
from projets.usecase.actor import Actor


@action("board", "team", also_holding=lambda actor, board, team: _streams_of(team.pk))
def put_team(actor, board, team, role=Membership.Role.EDITOR):
    """On a board; one that is there already gets this role."""
    require_may_bring_team(actor, board.project_id, team)
    there = TeamOnBoard.objects.filter(board=board, team=team).first()
    if there is None:
        create(events.BoardTeamAdded, TeamOnBoard(board=board, team=team, role=a_role(role)))
    else:
        were = states([there])
        there.role = a_role(role)
        save(events.BoardTeamChanged, were)
    settle(people_of(team.pk), {board.pk})


@action("on_board", also_holding=lambda actor, on_board: _streams_of(on_board.team_id))
def remove_team(actor, on_board):
    """Who was there by it alone is no longer, and leaves the board's cards and tasks."""
    delete(events.BoardTeamRemoved, on_board)
    settle(people_of(on_board.team_id), {on_board.board_id})


@action("user", also_holding=lambda actor, user: {f"board:{board}" for board in boards_by_team(user.pk)})
def follow_teams(actor, user):
    """Somebody joined or left a team, by hand or as sign-in says: make their memberships so."""
    settle({user.pk}, boards_by_team(user.pk))


@task()
def follow_teams_of(user_id):
    """Twice is as good as once."""
    if user := User.objects.filter(pk=user_id).first():
        follow_teams(Actor(None, "system"), user)


def settle(users, boards):
    """Memberships by teams as they are to be; of closed accounts they wait, whose work is handed over first.

    Guests have none: theirs have an end.
    """
    wanted = roles_by_team(users, boards)
    rows = Membership.objects.filter(board__in=boards, user__in=users).select_related("board").order_by("pk")
    there = {(row.board_id, row.user_id): row for row in rows}
    given = {key for key, row in there.items() if not row.by_hand}
    open_ones = set(
        User.objects.filter(pk__in=users, is_active=True, is_guest=False).order_by().values_list("pk", flat=True)
    )
    for board, user in sorted(key for key in wanted.keys() | given if key[1] in open_ones):
        role, row = wanted.get((board, user)), there.get((board, user))
        if row is None:
            create(events.MembershipAdded, Membership(board_id=board, user_id=user, role=role, by_hand=False))
        elif role is None:
            delete(events.MembershipRemoved, row)
            take_off_cards([row.board], user)
        elif not row.by_hand:
            were = states([row])
            row.role = role
            save(events.MembershipChanged, were)


def _streams_of(team_id):
    return {f"user:{user}" for user in people_of(team_id)}
