"""Where else one is told, or a board: addresses in the syntax of Apprise, which hold passwords often."""

from typing import Literal

from ninja import Query

from projets.accounts.models import User
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Sent, left_out
from projets.boards.models import Board
from projets.boards.queries import find
from projets.notifications.services.actions import services as actions
from projets.notifications.services.events import ServiceState
from projets.notifications.services.models import Service
from projets.notifications.services.queries import service_seen, services_of, services_of_board
from projets.usecase.errors import NotFound
from projets.usecase.rights import require

TAGS = ["notification services"]
Format = Literal[*Service.Format.values]


class NewService(Sent):
    url: Line
    format: Format = "text"


class ServiceChanges(Sent):
    url: Line = left_out()
    format: Format = left_out()


class ShownService(models.model_of(ServiceState, "NotificationService")):
    url: str
    failed_at: models.At | None
    failure: str


Services = models.paged("NotificationServices", services=ShownService)


@api.get("/notification-services", response=Services, auth=ADMIN, tags=TAGS)
def list_services(request, paged: Query[Paged]):
    """Your own, five at most; `failure` says why the last message did not arrive."""
    require(request.actor, "add_service", request.user)
    return send(page(services_of(request.user.pk), paged, _items, name="services"))


@api.post("/notification-services", response={201: ShownService}, auth=ADMIN, tags=TAGS)
def add_service(request, body: NewService):
    """Have what you are told sent there too."""
    return _added(request, body, lambda actor: User.objects.get(pk=actor.user_id))


@api.get("/boards/{id}/notification-services", response=Services, auth=ADMIN, tags=TAGS)
def list_services_of_board(request, id: Id, paged: Query[Paged]):
    """Those that are told of a board, for who manages its project."""
    board = rows.one(Board, id)(request.actor)
    require(request.actor, "add_service", board)
    return send(page(services_of_board(board), paged, _items, name="services"))


@api.post("/boards/{id}/notification-services", response={201: ShownService}, auth=ADMIN, tags=TAGS)
def add_service_to_board(request, id: Id, body: NewService):
    """Have what happens on a board sent there."""
    return _added(request, body, rows.one(Board, id))


@api.patch("/notification-services/{id}", response=ShownService, auth=ADMIN, tags=TAGS)
def edit_service(request, id: Id, body: ServiceChanges):
    """What is left out stays; one that failed begins anew."""
    act = _once(request, actions.edit_service, id, lambda actor, one: actions.edit_service(actor, one, **body.given))
    return acted(act, _item(*find(Service.objects, id)))


@api.delete("/notification-services/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_service(request, id: Id):
    """Tell nothing more there."""
    act = _once(request, actions.remove_service, id)
    return nothing({"Projets-Act": str(act.pk)})


@api.post("/notification-services/{id}/try", response=ShownService, auth=ADMIN, tags=TAGS)
def try_service(request, id: Id):
    """Send a word through it: whether it arrived shows here a moment later, in `failed_at`."""
    act = _once(request, actions.try_service, id)
    return acted(act, _item(*find(Service.objects, id)))


def _added(request, body, find_owner):
    act = once(
        request,
        actions.add_service,
        find_owner,
        lambda actor, owner: actions.add_service(actor, owner, body.url, body.format),
    )
    return acted(act, _item(*find(Service.objects, act.facts[0].after.id)), 201)


def _once(request, action, id, do=None):
    return once(request, action, lambda actor: _seen(actor, id), do or action)


def _seen(actor, id):
    service = service_seen(actor, int(id)) if int(id) < 2**63 else None
    if service is None:
        raise NotFound
    return service


def _items(services):
    return [_item(one) for one in services]


def _item(one):
    told = {"url": one.url, "failed_at": shapes.moment(one.failed_at), "failure": one.failure}
    return shapes.item(ServiceState.of(one)) | told
