"""Who works on a board, in which role; names that came with an import; who manages the project."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from projets.accounts.models import User
from projets.boards.actions.memberships import add_member, change_role, remove_member
from projets.boards.actions.teams import put_team, remove_team
from projets.boards.colleagues import matching, may_add_people, named
from projets.boards.models import Membership, ProjectManager, TeamOnBoard, Unclaimed
from projets.boards.permissions import MANAGE, grounds
from projets.boards.queries import find, number_of, people
from projets.boards.teams import teams_for, teams_on
from projets.usecase.errors import Refused, Why
from projets.usecase.log import revision_of
from projets.usecase.rights import require
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.board.list_acts import board_of
from projets.web.pages.board.views import board_seen

ROLES = {
    Membership.Role.EDITOR: (_("Editor"), _("changes everything on the board: lists, labels, all cards")),
    Membership.Role.CONTRIBUTOR: (
        _("Contributor"),
        _("adds cards, works on those they created or are on, and comments everywhere"),
    ),
    Membership.Role.COMMENTER: (_("Commenter"), _("reads everything and comments")),
    Membership.Role.READER: (_("Reader"), _("reads everything, changes nothing")),
}


@require_safe
@signed_in
def members_page(request, board_id):
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    revisions = {"board": revision_of(board.stream), "project": revision_of(f"project:{board.project_id}")}
    rows = list(Membership.objects.filter(board=board).order_by("pk"))
    managers = set(ProjectManager.objects.filter(project=board.project_id).order_by().values_list("user", flat=True))
    addresses = dict(
        User.objects.filter(pk__in={*managers, *(row.user_id for row in rows)}).order_by().values_list("pk", "email")
    )
    known = people(addresses)
    may_manage = bool(grounds(actor, [board])[board] & MANAGE)
    teams, giving = teams_on(board)
    for row in rows:
        row.teams = giving.get(row.user_id, ())
    context = {
        "section": "projects",
        "board": board,
        "project": board.project,
        "revisions": revisions,
        "roles": ROLES.items(),
        "members": sorted(
            ((row, known[row.user_id], addresses[row.user_id], ROLES[row.role][0]) for row in rows), key=_by_name
        ),
        "teams": [(one, ROLES[one.role][0]) for one in teams],
        "more_teams": teams_for(actor) if may_manage else [],
        "managers": sorted((known[id] for id in managers), key=lambda one: one.name.casefold()),
        "unclaimed": sorted(Unclaimed.objects.filter(board=board).order_by("pk"), key=lambda one: one.name.casefold()),
        "may_manage": may_manage,
    }
    part = request.headers.get("X-Fragment") == "members"
    return render(request, f"pages/members/{'rows' if part else 'members'}.html", context)


@require_safe
@signed_in
def colleagues(request):
    """Active accounts by a part of their name (`?q=`): whom one may add. For those who may add somebody."""
    if not may_add_people(actor_of(request)):
        raise Refused("add_member", Why.ROLE_TOO_LOW)
    found = matching(request.GET.get("q", "")[:100])
    return JsonResponse({"people": [{"id": str(one.pk), "name": one.name, "email": one.email} for one in found]})


@door(add_member)
def add(actor, form, board_id):
    board = board_of(actor, board_id)
    require(actor, "add_member", board)  # before anybody is looked for: else it would tell who has an account
    return add_member(actor, board, named(form.get("who")), form.get("role"))


@door(put_team)
def put(actor, form, board_id):
    """One of the teams that were offered."""
    chosen = number_of(form.get("team"))
    team = next((one for one in teams_for(actor) if one.pk == chosen), None)
    if team is None:
        raise Http404
    return put_team(actor, board_of(actor, board_id), team, form.get("role"))


@door(remove_team)
def take_off(actor, form, on_board_id):
    (found,) = find(TeamOnBoard.objects.visible_to(actor), on_board_id)
    return remove_team(actor, found)


@door(change_role)
def change(actor, form, membership_id):
    return change_role(actor, _membership(actor, membership_id), form.get("role"))


@door(remove_member)
def remove(actor, form, membership_id):
    return remove_member(actor, _membership(actor, membership_id))


@door(remove_member, then=lambda act: "/projets/")
def leave(actor, form, board_id):
    (mine,) = find(Membership.objects.visible_to(actor).filter(board=board_id, user=actor.user_id), form.get("mine"))
    return remove_member(actor, mine)


@require_http_methods(["GET", "HEAD", "POST"])
def members(request, board_id):
    return add(request, board_id=board_id) if request.method == "POST" else members_page(request, board_id)


def _membership(actor, id):
    (found,) = find(Membership.objects.visible_to(actor), id)
    return found


def _by_name(one):
    return one[1].name.casefold()
