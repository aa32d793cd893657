"""Projects, who manages them, the pictures behind their boards."""

from typing import Literal
from uuid import UUID

from django.conf import settings
from typing_extensions import TypedDict

from projets.api.planka.items import OF_THE_ROW, IdText, Item, identity
from projets.api.planka.wordings import identifier, text
from projets.boards.names import GRADIENTS

EXTENSIONS = {"image/jpeg": "jpg", "image/svg+xml": "svg"}


class ProjectItem(Item):
    name: str
    description: str | None
    backgroundType: Literal["gradient", "image"] | None
    backgroundGradient: Literal[GRADIENTS] | None
    isHidden: bool
    ownerProjectManagerId: IdText | None  # of a private project; null for a shared one
    backgroundImageId: IdText | None


class FavoredProjectItem(ProjectItem):
    isFavorite: bool


class ProjectManagerItem(Item):
    projectId: IdText
    userId: IdText


class Thumbnail(TypedDict):
    outside360: str


class BackgroundImageItem(Item):
    size: str  # bytes
    projectId: IdText
    url: str
    thumbnailUrls: Thumbnail


def project_item(row, updated_at=OF_THE_ROW) -> ProjectItem:
    """A hue of ours is no background there."""
    gradient = row.background if row.background in GRADIENTS else None
    return identity(row, updated_at) | {
        "name": row.name,
        "description": text(row.description),
        "backgroundType": "image" if row.background_image_id else "gradient" if gradient else None,
        "backgroundGradient": gradient,
        "isHidden": row.is_hidden,
        "ownerProjectManagerId": identifier(row.owner_manager_id),
        "backgroundImageId": identifier(row.background_image_id),
    }


def manager_item(row, updated_at=None) -> ProjectManagerItem:
    return identity(row, updated_at) | {"projectId": str(row.project_id), "userId": str(row.user_id)}


def background_image(row, updated_at=None) -> BackgroundImageItem:
    address = f"{settings.BASE_URL}/background-images/{UUID(int=row.id)}"
    ending = EXTENSIONS.get(row.mime) or row.mime.rpartition("/")[2]
    return identity(row, updated_at) | {
        "size": str(row.size),
        "projectId": str(row.project_id),
        "url": f"{address}/original.{ending}",
        "thumbnailUrls": {"outside360": f"{address}/outside-360.{ending}"},
    }
