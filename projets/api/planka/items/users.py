"""People, as much of them as whoever asks may know: all of oneself, less of others, least for most."""

from typing import Literal
from uuid import UUID

from django.conf import settings
from typing_extensions import TypedDict

from projets.accounts.models import User
from projets.api.planka.items import Item, identity
from projets.api.planka.wordings import LOCALES, ROLES, locale, text

LOCKED = ("email", "password", "name", "role", "username")  # of the administrator that the settings name
EDITOR_MODES = {"wysiwyg": "wysiwyg", "markup": "markup"}
HOME_VIEWS = {"grid_projects": "gridProjects", "grouped_projects": "groupedProjects"}
ORDERS = {
    "by_default": "byDefault",
    "alphabetically": "alphabetically",
    "by_creation_time": "byCreationTime",
}


class Portrait(TypedDict):
    cover180: str


class Avatar(TypedDict):
    url: str
    thumbnailUrls: Portrait


class PublicUserItem(Item):
    """What everybody may know of somebody."""

    role: Literal[tuple(ROLES.values())]
    name: str
    username: str | None
    phone: str | None
    organization: str | None
    isDeactivated: bool
    avatar: Avatar | None


class AdministeredUserItem(PublicUserItem):
    """Somebody else, as administrators know them."""

    email: str
    apiKeyPrefix: str | None
    isSsoUser: bool
    isDefaultAdmin: bool
    lockedFieldNames: list[Literal[LOCKED]]


class OwnUserItem(AdministeredUserItem):
    """Oneself."""

    language: Literal[LOCALES]
    subscribeToOwnCards: bool
    subscribeToCardWhenCommenting: bool
    turnOffRecentCardHighlighting: bool
    enableFavoritesByDefault: bool
    defaultEditorMode: Literal[tuple(EDITOR_MODES.values())]
    defaultHomeView: Literal[tuple(HOME_VIEWS.values())]
    defaultProjectsOrder: Literal[tuple(ORDERS.values())]


UserItem = OwnUserItem | AdministeredUserItem | PublicUserItem


def public(user) -> PublicUserItem:
    """For everybody who works with them: no address, no setting, no key."""
    return identity(user) | _shown(user) | {"isDeactivated": not user.is_active, "avatar": avatar(user)}


def seen_by(viewer, user) -> UserItem:
    """`viewer` is the User who asks."""
    if user.pk == viewer.pk:
        return _private(user, _personal(user))
    if viewer.role == User.Role.ADMINISTRATOR:
        return _private(user, {})
    return public(user)


def is_default_admin(user):
    return bool(settings.ADMIN_EMAIL) and user.email == settings.ADMIN_EMAIL.lower()


def avatar(user) -> Avatar | None:
    if not user.avatar:
        return None
    address = f"{settings.BASE_URL}/user-avatars/{UUID(user.avatar.split('/')[-1].split('.')[0])}"
    return {"url": f"{address}/original.png", "thumbnailUrls": {"cover180": f"{address}/cover-180.png"}}


def _shown(user):
    return {
        "role": ROLES[user.role],
        "name": user.name,
        "username": user.username,
        "phone": text(user.phone),
        "organization": text(user.organization),
    }


def _private(user, personal):
    first = is_default_admin(user)
    return (
        identity(user)
        | {"email": user.email}
        | _shown(user)
        | {"apiKeyPrefix": text(user.api_key_prefix)}
        | personal
        | {
            "isSsoUser": user.is_sso_user,
            "isDeactivated": not user.is_active,
            "avatar": avatar(user),
            "isDefaultAdmin": first,
            "lockedFieldNames": list(LOCKED) if first else [],
        }
    )


def _personal(user):
    return {
        "language": locale(user.language),
        "subscribeToOwnCards": user.subscribe_to_own_cards,
        "subscribeToCardWhenCommenting": user.subscribe_to_card_when_commenting,
        "turnOffRecentCardHighlighting": user.turn_off_recent_card_highlighting,
        "enableFavoritesByDefault": user.enable_favorites_by_default,
        "defaultEditorMode": EDITOR_MODES[user.default_editor_mode],
        "defaultHomeView": HOME_VIEWS[user.default_home_view],
        "defaultProjectsOrder": ORDERS[user.default_projects_order],
    }
