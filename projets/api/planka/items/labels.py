from typing import Literal

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import number, text
from projets.boards.colors import NEAREST, for_planka


class LabelItem(Item):
    position: float
    name: str | None
    color: Literal[tuple(NEAREST)]
    boardId: IdText


def label(row, updated_at=OF_THE_ROW) -> LabelItem:
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": text(row.name),
        "color": for_planka(row.color),
        "boardId": str(row.board_id),
    }
