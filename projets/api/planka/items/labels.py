from projets.api.planka.items import OF_THE_ROW, identity
from projets.api.planka.wordings import number, text
from projets.boards.colors import for_planka


def label(row, updated_at=OF_THE_ROW):
    return identity(row, updated_at) | {
        "position": number(row.position),
        "name": text(row.name),
        "color": for_planka(row.color),
        "boardId": str(row.board_id),
    }
