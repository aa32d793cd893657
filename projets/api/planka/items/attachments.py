"""Files and links. A file keeps the name it was sent under in its address, however it is called since."""

from typing import Literal
from urllib.parse import quote

from django.conf import settings
from typing_extensions import TypedDict

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import identifier, text
from projets.boards.favicons import host_of

EXTENSIONS = {"image/jpeg": "jpg", "image/svg+xml": "svg", "image/vnd.microsoft.icon": "ico"}


class Size(TypedDict):
    width: int
    height: int


class Thumbnails(TypedDict):
    outside360: str
    outside720: str


class FileData(TypedDict):
    size: int  # bytes
    image: Size | None
    encoding: str | None
    mimeType: str | None
    url: str
    thumbnailUrls: Thumbnails | None


class LinkData(TypedDict):
    url: str
    faviconUrl: str


class AttachmentItem(Item):
    type: Literal["file", "link"]
    data: FileData | LinkData
    name: str
    cardId: IdText
    creatorUserId: IdText | None


def attachment(row, updated_at=OF_THE_ROW) -> AttachmentItem:
    """Nobody's, and changed, since whoever attached it was erased: `creator_erased_at`, where it was asked for."""
    erased_at = getattr(row, "creator_erased_at", None)
    return identity(row, erased_at or updated_at) | {
        "type": "link" if row.url else "file",
        "data": _link(row) if row.url else _file(row),
        "name": row.name,
        "cardId": str(row.card_id),
        "creatorUserId": None if erased_at else identifier(row.creator_id),
    }


def _link(row):
    return {"url": row.url, "faviconUrl": f"{settings.BASE_URL}/favicons/{quote(host_of(row.url), safe=':')}.png"}


def _file(row):
    address = f"{settings.BASE_URL}/attachments/{row.id}/download"
    is_picture = row.width is not None
    ending = EXTENSIONS.get(row.mime) or row.mime.rpartition("/")[2]
    return {
        "size": row.size,
        "image": {"width": row.width, "height": row.height} if is_picture else None,
        "encoding": text(row.encoding),
        "mimeType": text(row.mime),
        "url": f"{address}/{quote(row.file_name or row.name, safe='!')}",
        "thumbnailUrls": {f"outside{side}": f"{address}/thumbnails/outside-{side}.{ending}" for side in (360, 720)}
        if is_picture
        else None,
    }
