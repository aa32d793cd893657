from projets.api.planka.calling import delete, patch, post
from projets.api.planka.items.notification_services import NotificationServiceItem, service_item
from projets.api.planka.parameters import Choice, Text
from projets.api.planka.refusals import conflict, not_found
from projets.boards.models import Board
from projets.boards.queries import seen
from projets.notifications.services.actions import services as actions
from projets.notifications.services.models import Service
from projets.notifications.services.queries import service_seen
from projets.usecase.errors import Conflict

FORMATS = tuple(Service.Format.values)
NEW = (
    Text("url", most=actions.LONGEST_URL, required=True),
    Choice("format", among=FORMATS, required=True),
)
WHAT = "Notification service"


@post("/users/{user}/notification-services", *NEW, of="User", answers={"item": NotificationServiceItem})
def create_mine(call, given, user):
    """A new notification service of one's own."""
    if user not in ("me", call.user.pk):
        raise not_found("User")
    return _added(call, call.user, given)


@post(
    "/boards/{board}/notification-services", *NEW, of="Board", managed=True, answers={"item": NotificationServiceItem}
)
def create_of_board(call, given, board):
    """A new notification service of a board."""
    [board] = seen(call.actor, Board, board)
    return _added(call, board, given)


@patch(
    "/notification-services/{service}",
    Text("url", most=512),
    Choice("format", among=FORMATS),
    of=WHAT,
    answers={"item": NotificationServiceItem},
)
def edit(call, given, service):
    """Changes a notification service."""
    actions.edit_service(call.actor, _of(call, service), **given)
    return {"item": service_item(_of(call, service))}


@post("/notification-services/{service}/test", of=WHAT, answers={"item": NotificationServiceItem})
def test(call, given, service):
    """Sends a message to try a notification service."""
    row = _of(call, service)
    actions.try_service(call.actor, row)
    return {"item": service_item(row)}


@delete("/notification-services/{service}", of=WHAT, answers={"item": NotificationServiceItem})
def remove(call, given, service):
    """Takes a notification service away."""
    row = _of(call, service)
    actions.remove_service(call.actor, row)
    return {"item": service_item(row)}


def _added(call, owner, given):
    try:
        act = actions.add_service(call.actor, owner, **given)
    except Conflict:
        raise conflict("Limit reached") from None
    return {"item": service_item(act.facts[0].after, given["url"].strip(), None)}


def _of(call, service):
    row = service_seen(call.actor, service)
    if row is None:
        raise not_found(WHAT)
    return row
