from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import identifier


class WebhookItem(Item):
    name: str
    url: str
    accessToken: str | None
    events: list[str] | None
    excludedEvents: list[str] | None
    boardId: IdText | None


def webhook(row, updated_at=OF_THE_ROW) -> WebhookItem:
    """The access token is in the row alone: whom an event is told of has no use for it."""
    return identity(row, updated_at) | {
        "name": row.name,
        "url": row.url,
        "accessToken": getattr(row, "access_token", "") or None,
        "events": _names(row.events),
        "excludedEvents": _names(row.excluded_events),
        "boardId": identifier(row.board_id),
    }


def _names(names):
    return list(names) if names else None
