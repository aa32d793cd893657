from typing import Literal

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import identifier
from projets.notifications.services.models import Service


class NotificationServiceItem(Item):
    url: str
    format: Literal[tuple(Service.Format.values)]
    userId: IdText | None
    boardId: IdText | None


def service_item(row, url=None, updated_at=OF_THE_ROW) -> NotificationServiceItem:
    """`url`: of a state, which has none."""
    return identity(row, updated_at) | {
        "url": row.url if url is None else url,
        "format": row.format,
        "userId": identifier(row.user_id),
        "boardId": identifier(row.board_id),
    }
