"""Boards and their members."""

from projets.accounts.models import User
from projets.api.planka import whole_board
from projets.api.planka.calling import delete, get, patch, post
from projets.api.planka.items.boards import (
    EDITOR,
    READER,
    VIEWS,
    BoardItem,
    BoardMembershipItem,
    board_item,
    membership_item,
    our_role,
    shown_role,
)
from projets.api.planka.parameters import Choice, File, Flag, Id, Position, Text
from projets.api.planka.refusals import conflict, forbidden, not_found, unprocessable
from projets.api.planka.wordings import ours
from projets.boards.actions import boards as actions
from projets.boards.actions import memberships as member_actions
from projets.boards.models import Board, Membership, Project
from projets.boards.queries import seen
from projets.exchange.by_client import import_board_of
from projets.usecase.errors import Conflict, Invalid

SETTINGS = {
    "position": "position",
    "name": "name",
    "defaultView": "default_view",
    "defaultCardType": "default_card_kind",
    "limitCardTypesToDefaultOne": "limits_card_kinds",
    "alwaysDisplayCardCreator": "shows_creator",
    "displayCardAges": "shows_age",
    "expandTaskListsByDefault": "expands_task_lists",
}
ROLES = ("editor", "viewer")


@post(
    "/projects/{project}/boards",
    Position(required=True),
    Text("name", required=True),
    Choice("importType", among=("trello",)),
    Text("requestId"),
    File("importFile"),
    of="Project",
    managed=True,
    answers={"item": BoardItem, "included": {"boardMemberships": list[BoardMembershipItem]}},
)
def create(call, given, project):
    """A new board, empty or from Trello's export."""
    [found] = seen(call.actor, Project, project)
    if "importType" in given:
        made = _imported(call, found, given)
    else:
        act = actions.create_board(call.actor, found, given["name"], given["position"])
        made = Board.objects.get(pk=act.facts[0].after.id)
    mine = Membership.objects.filter(board=made, user=call.user)
    memberships = [membership_item(one, found.pk) for one in mine]
    return {"item": board_item(made), "included": {"boardMemberships": memberships}}


def _imported(call, project, given):
    if "importFile" not in given:
        raise unprocessable("No import file was uploaded")
    if not project.managers.filter(user=call.user).exists():
        raise not_found("Project")
    try:
        file, name, position = given["importFile"], given["name"], given["position"]
        return import_board_of(call.actor, call.user, project, file, name, position)
    except Invalid as error:
        raise unprocessable("Invalid import file") from error


@get("/boards/{board}", Flag("subscribe"), of="Board", answers=whole_board.ANSWER)
def show(call, given, board):
    """A board with everything on it."""
    [found] = seen(call.actor, Board, board)
    return whole_board.read(call, found)


@patch(
    "/boards/{board}",
    Position(),
    Text("name"),
    Choice("defaultView", among=tuple(VIEWS.values())),
    Choice("defaultCardType", among=("project", "story")),
    Flag("limitCardTypesToDefaultOne"),
    Flag("alwaysDisplayCardCreator"),
    Flag("displayCardAges"),
    Flag("expandTaskListsByDefault"),
    Flag("isSubscribed"),
    of="Board",
    answers={"item": BoardItem},
)
def edit(call, given, board):
    """Changes a board's settings, or whether one follows it."""
    [found] = seen(call.actor, Board, board)
    is_member = found.memberships.filter(user=call.user).exists()
    if not is_member and not found.project.managers.filter(user=call.user).exists():
        raise not_found("Board")
    if "isSubscribed" in given and not is_member:
        raise forbidden()
    settings = {ours_: given[theirs] for theirs, ours_ in SETTINGS.items() if theirs in given}
    if "default_view" in settings:
        settings["default_view"] = ours(VIEWS, settings["default_view"])
    if settings:
        actions.edit_board(call.actor, found, **settings)
    if "isSubscribed" in given:
        actions.subscribe_board(call.actor, found, given["isSubscribed"])
    found.refresh_from_db()
    return {"item": board_item(found)}


@delete("/boards/{board}", of="Board", managed=True, answers={"item": BoardItem})
def remove(call, given, board):
    """Puts a board in the bin."""
    [found] = seen(call.actor, Board, board)
    actions.bin_board(call.actor, found)
    return {"item": board_item(found)}


@post(
    "/boards/{board}/board-memberships",
    Id("userId", required=True),
    Choice("role", among=ROLES, required=True),
    Flag("canComment", null=True),
    of="Board",
    managed=True,
    answers={"item": BoardMembershipItem},
)
def add_member(call, given, board):
    """Gives somebody a role on a board."""
    [found] = seen(call.actor, Board, board)
    if not found.project.managers.filter(user=call.user).exists():
        raise not_found("Board")
    user = User.objects.filter(pk=given["userId"], is_active=True).first()
    if user is None:
        raise not_found("User")
    if user.pk != call.user.pk and call.user.role == User.Role.BOARD_USER:
        raise forbidden()
    try:
        role = our_role(given["role"], given.get("canComment"))
        act = member_actions.add_member(call.actor, found, user, role)
    except Conflict as error:
        raise conflict("User already board member") from error
    return {"item": membership_item(act.facts[0].after, found.project_id, None)}


@patch(
    "/board-memberships/{membership}",
    Choice("role", among=ROLES),
    Flag("canComment", null=True),
    of="Board membership",
    managed=True,
    answers={"item": BoardMembershipItem},
)
def edit_membership(call, given, membership):
    """Changes somebody's role on a board."""
    [found] = seen(call.actor, Membership, membership)
    role = our_role(
        given.get("role", "editor" if found.role == EDITOR else "viewer"),
        given.get("canComment", found.role not in (EDITOR, READER)),
    )
    if shown_role(role) == shown_role(found.role):
        role = found.role  # a contributor stays one
    if given.keys() & {"role", "canComment"}:
        member_actions.change_role(call.actor, found, role)
    found.refresh_from_db()
    return {"item": membership_item(found, found.board.project_id)}


@delete("/board-memberships/{membership}", of="Board membership", managed=True, answers={"item": BoardMembershipItem})
def remove_member(call, given, membership):
    """Takes somebody off a board, or oneself."""
    [found] = seen(call.actor, Membership, membership)
    member_actions.remove_member(call.actor, found)
    return {"item": membership_item(found, found.board.project_id)}
