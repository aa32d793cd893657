"""Boards and who works on them. Our contributors, who work on their own cards, are viewers that may comment."""

from typing import Literal

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import number
from projets.boards.models import Membership

VIEWS = {"board": "kanban", "grid": "grid", "list": "list"}
EDITOR, COMMENTER, READER = Membership.Role.EDITOR, Membership.Role.COMMENTER, Membership.Role.READER


class BoardItem(Item):
    position: float
    name: str
    defaultView: Literal[tuple(VIEWS.values())]
    defaultCardType: Literal["project", "story"]
    limitCardTypesToDefaultOne: bool
    alwaysDisplayCardCreator: bool
    displayCardAges: bool
    expandTaskListsByDefault: bool
    projectId: IdText


class FollowedBoardItem(BoardItem):
    isSubscribed: bool


class BoardMembershipItem(Item):
    role: Literal["editor", "viewer"]
    canComment: bool | None  # null for editors, who may
    projectId: IdText
    boardId: IdText
    userId: IdText


def board_item(row, updated_at=OF_THE_ROW) -> BoardItem:
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": row.name,
        "defaultView": VIEWS[row.default_view],
        "defaultCardType": row.default_card_kind,
        "limitCardTypesToDefaultOne": row.limits_card_kinds,
        "alwaysDisplayCardCreator": row.shows_creator,
        "displayCardAges": row.shows_age,
        "expandTaskListsByDefault": row.expands_task_lists,
        "projectId": str(row.project_id),
    }


def membership_item(row, project_id, updated_at=OF_THE_ROW) -> BoardMembershipItem:
    role, can_comment = shown_role(row.role)
    return identity(row, updated_at) | {
        "role": role,
        "canComment": can_comment,
        "projectId": str(project_id),
        "boardId": str(row.board_id),
        "userId": str(row.user_id),
    }


def shown_role(role):
    """(role, whether they may comment)"""
    return ("editor", None) if role == EDITOR else ("viewer", role != READER)


def our_role(role, can_comment):
    """What we call these two."""
    return EDITOR if role == "editor" else COMMENTER if can_comment else READER
