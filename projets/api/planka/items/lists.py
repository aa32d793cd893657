"""Lists, and the two that stand for the archive and the bin of a board."""

from typing import Literal

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import number, when
from projets.boards.colors import OF_LISTS, for_planka
from projets.usecase.ids import made_at


class ListItem(Item):
    type: Literal["active", "closed"]
    position: float
    name: str
    color: Literal[OF_LISTS] | None
    boardId: IdText


class EndlessListItem(Item):
    type: Literal["archive", "trash"]
    position: None
    name: None
    color: None
    boardId: IdText


def list_item(row, updated_at=OF_THE_ROW) -> ListItem:
    return identity(row, updated_at) | {
        "type": row.kind,
        "position": number(row.position),
        "name": row.name,
        "color": for_planka(row.color, OF_LISTS),
        "boardId": str(row.board_id),
    }


def endless(board, kind) -> EndlessListItem:
    """`kind`: archive or trash."""
    id = board.archive_list_id if kind == "archive" else board.trash_list_id
    return {
        "id": str(id),
        "createdAt": when(made_at(id)),
        "updatedAt": None,
        "type": kind,
        "position": None,
        "name": None,
        "color": None,
        "boardId": str(board.pk),
    }
