from projets.api.planka.items import OF_THE_ROW, identity
from projets.api.planka.wordings import identifier


def service_item(row, url=None, updated_at=OF_THE_ROW):
    """`url`: of a state, which has none."""
    return identity(row, updated_at) | {
        "url": row.url if url is None else url,
        "format": row.format,
        "userId": identifier(row.user_id),
        "boardId": identifier(row.board_id),
    }
