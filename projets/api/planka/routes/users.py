"""People: accounts, their own settings, keys."""

from typing import NotRequired

from typing_extensions import TypedDict

from projets.accounts import keys, pictures
from projets.accounts.actions import account, people, users
from projets.accounts.models import Instance, User
from projets.api.planka.authentication import COOKIE, give_cookie, open_session
from projets.api.planka.calling import ADMINISTRATORS, delete, get, patch, post
from projets.api.planka.items.notification_services import NotificationServiceItem, service_item
from projets.api.planka.items.users import EDITOR_MODES, HOME_VIEWS, ORDERS, UserItem, is_default_admin, seen_by
from projets.api.planka.parameters import Choice, Email, File, Flag, Nothing, Text
from projets.api.planka.refusals import conflict, forbidden, invalid, not_found, unprocessable
from projets.api.planka.wordings import LOCALES, ROLES, ours
from projets.boards.departures.actions.erasing import delete_user
from projets.notifications.services.queries import services_of
from projets.usecase.errors import Invalid

USERNAME = r"[a-zA-Z0-9]+((_|\.)?[a-zA-Z0-9])*"
PROFILE = (Text("phone", null=True), Text("organization", null=True))
PREFERENCES = (
    Choice("language", null=True, among=LOCALES),
    Flag("subscribeToOwnCards"),
    Flag("subscribeToCardWhenCommenting"),
    Flag("turnOffRecentCardHighlighting"),
)
MORE_PREFERENCES = (
    Flag("enableFavoritesByDefault"),
    Choice("defaultEditorMode", among=tuple(EDITOR_MODES.values())),
    Choice("defaultHomeView", among=tuple(HOME_VIEWS.values())),
    Choice("defaultProjectsOrder", among=tuple(ORDERS.values())),
)
OUR_PREFERENCES = {
    "language": lambda said: ("language", said or ""),
    "subscribeToOwnCards": lambda said: ("subscribe_to_own_cards", said),
    "subscribeToCardWhenCommenting": lambda said: ("subscribe_to_card_when_commenting", said),
    "turnOffRecentCardHighlighting": lambda said: ("turn_off_recent_card_highlighting", said),
    "enableFavoritesByDefault": lambda said: ("enable_favorites_by_default", said),
    "defaultEditorMode": lambda said: ("default_editor_mode", ours(EDITOR_MODES, said)),
    "defaultHomeView": lambda said: ("default_home_view", ours(HOME_VIEWS, said)),
    "defaultProjectsOrder": lambda said: ("default_projects_order", ours(ORDERS, said)),
}
OF_ONESELF = {"name", "avatar", "phone", "organization", *OUR_PREFERENCES}
OF_OTHERS = {"name", "avatar", "phone", "organization", "role", "isSsoUser", "isDeactivated", "apiKey"}
THEIRS = {"new": "password"}  # fields that are called otherwise there
TAKEN = {"email": "Email already in use", "username": "Username already in use"}
USERNAME_PARAMETER = Text("username", null=True, least=3, most=32, pattern=USERNAME)


class NewToken(TypedDict):
    """In place of the one that ended with the password."""

    accessToken: str


@get("/users", answers={"items": list[UserItem]}, refuses=(403,))
def index(call, given):
    """Everybody, for administrators and project owners."""
    if call.user.role == User.Role.BOARD_USER:
        raise forbidden()
    return {"items": [seen_by(call.user, one) for one in User.objects.filter(pseudonym=None).order_by("pk")]}


@post(
    "/users",
    Email("email", required=True),
    Text("password", required=True, most=256),
    Choice("role", required=True, among=tuple(ROLES.values())),
    Text("name", required=True),
    USERNAME_PARAMETER,
    *PROFILE,
    *PREFERENCES,
    who=ADMINISTRATORS,
    answers={"item": UserItem},
)
def create(call, given):
    """A new account."""
    try:
        act = people.create_user(
            call.actor,
            Instance.objects.get(),
            given["email"],
            given["name"],
            ours(ROLES, given["role"]),
            given.get("username"),
            given["password"],
            given.get("phone") or "",
            given.get("organization") or "",
            preferences=_preferences(given),
        )
    except Invalid as error:
        raise _as_told(call, error) from error
    return _item(call, User.objects.get(pk=act.facts[0].after.id))


@get(
    "/users/{user}",
    Flag("subscribe"),
    of="User",
    answers={"item": UserItem, "included": {"notificationServices": list[NotificationServiceItem]}},
)
def show(call, given, user):
    """Oneself, or somebody."""
    user = _person(call, user, founders=True)
    services = services_of(user.pk) if user.pk == call.user.pk else ()
    return _item(call, user) | {"included": {"notificationServices": [service_item(one) for one in services]}}


@patch(
    "/users/{user}",
    Text("name"),
    Nothing("avatar"),
    *PROFILE,
    *PREFERENCES,
    *MORE_PREFERENCES,
    Choice("role", among=tuple(ROLES.values())),
    Flag("isSsoUser"),
    Flag("isDeactivated"),
    Nothing("apiKey"),
    of="User",
    answers={"item": UserItem},
)
def edit(call, given, user):
    """Changes an account: its profile, preferences and rights."""
    user = _person(call, user)
    _require_allowed(call, user, given)
    profile = {name: given[name] or "" for name in ("name", "phone", "organization") if name in given}
    account.edit_account(
        call.actor,
        user,
        profile=profile,
        preferences=_preferences(given),
        role=ours(ROLES, given["role"]) if "role" in given else None,
        is_active=not given["isDeactivated"] if "isDeactivated" in given else None,
        no_picture="avatar" in given,
        no_api_key="apiKey" in given,
    )
    return _item(call, user)


@patch(
    "/users/{user}/email",
    Email("email", required=True),
    Text("currentPassword", empty=True, most=256),
    of="User",
    answers={"item": UserItem},
    refuses=(429,),
)
def edit_email(call, given, user):
    """Changes the address of an account, one's own with one's password."""
    return _edit_proven(call, user, given, users.change_email, people.set_email, given["email"])


@patch(
    "/users/{user}/username",
    USERNAME_PARAMETER,
    Text("currentPassword", empty=True, most=256),
    of="User",
    answers={"item": UserItem},
    refuses=(429,),
)
def edit_username(call, given, user):
    """Changes the user name of an account, one's own with one's password; null takes it away."""
    username = given["username"] if "username" in given else _person(call, user).username
    return _edit_proven(call, user, given, users.change_username, people.set_username, username)


@patch(
    "/users/{user}/password",
    Text("password", required=True, most=256),
    Text("currentPassword", empty=True, most=256),
    of="User",
    answers={"item": UserItem, "included": NotRequired[NewToken]},
    refuses=(429,),
)
def edit_password(call, given, user):
    """Changes the password of an account; a new token comes with one's own."""

    def change(actor, user, new, current):
        users.change_password(actor, user, current, new)

    answered = _edit_proven(call, user, given, change, people.set_password, given["password"])
    if call.session and answered["item"]["id"] == str(call.user.pk):
        # No cookie can be sent through a socket: the one that came with the old token comes with the new one.
        opened = open_session(call.user, cookie=call.cookies[COOKIE] if call.session.cookie_digest else "")
        give_cookie(call, opened)
        answered["included"] = {"accessToken": opened.token}
    return answered


@post("/users/{user}/avatar", File("file", required=True), of="User", answers={"item": UserItem})
def set_avatar(call, given, user):
    """Sends the picture of an account."""
    user = _person(call, user)
    if "file" not in given:
        raise unprocessable("No file was uploaded")
    try:
        portrait = pictures.portrait(given["file"])
    except Invalid as error:
        raise unprocessable("File is not image") from error
    users.change_picture(call.actor, user, portrait)
    return _item(call, user)


@post("/users/{user}/api-key", who=ADMINISTRATORS, of="User", answers={"item": UserItem, "included": {"apiKey": str}})
def make_key(call, given, user):
    """Makes a new API key for an account, shown once."""
    user = _person(call, user)
    key = keys.new_key()
    people.make_api_key(call.actor, user, key)
    return _item(call, user) | {"included": {"apiKey": key}}


@delete("/users/{user}", who=ADMINISTRATORS, of="User", answers={"item": UserItem})
def remove(call, given, user):
    """Deletes an account."""
    user = _person(call, user)
    if is_default_admin(user):
        raise forbidden()
    item = _item(call, user)
    delete_user(call.actor, user)
    return item


def _person(call, id, founders=False):
    """Oneself; anybody for an administrator, and where `founders` for who may create projects."""
    if id == "me" or id == call.user.pk:
        return User.objects.get(pk=call.user.pk)
    if not (call.is_administrator or (founders and call.user.role == User.Role.PROJECT_OWNER)):
        raise not_found("User")
    found = User.objects.filter(pk=id, pseudonym=None).first()
    if found is None:
        raise not_found("User")
    return found


def _require_allowed(call, user, given):
    """Which fields are whose, and which of the first administrator are the settings' alone."""
    allowed = OF_ONESELF if user.pk == call.user.pk else OF_OTHERS
    if call.is_administrator:
        allowed = allowed | {"apiKey"}
    sent = {one for one in given if one in OF_ONESELF | OF_OTHERS}
    locked = {"name", "role"} if is_default_admin(user) or user.is_sso_user else set()
    if sent - allowed or sent & locked or given.get("isSsoUser"):
        raise forbidden()


def _edit_proven(call, id, given, by_oneself, by_administrator, value):
    """What one changes of oneself with one's password, and an administrator of others without."""
    user = _person(call, id)
    if is_default_admin(user) or user.is_sso_user:
        raise forbidden()
    proven = user.pk == call.user.pk
    try:
        if proven:
            by_oneself(call.actor, user, value, given.get("currentPassword") or "")
        else:
            by_administrator(call.actor, user, value)
    except Invalid as error:
        if proven and error.field == "password":
            raise forbidden("Invalid current password") from error
        raise _as_told(call, error) from error
    return _item(call, user)


def _as_told(call, error):
    if error.field in TAKEN:
        return conflict(TAKEN[error.field])
    return invalid(call, [f'Invalid "{THEIRS.get(error.field, error.field)}":\n  · {error}'])


def _preferences(given):
    return dict(OUR_PREFERENCES[name](said) for name, said in given.items() if name in OUR_PREFERENCES)


def _item(call, user):
    return {"item": seen_by(call.user, User.objects.get(pk=user.pk))}
