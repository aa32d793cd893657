"""Where else one is told, or a board: its notification services, one's own or those that a manager looks after."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.accounts.models import User
from projets.boards.permissions import MANAGE, grounds
from projets.notifications.services.actions import services as actions
from projets.notifications.services.queries import service_seen, services_of, services_of_board
from projets.usecase.errors import NotFound
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.board.list_acts import board_of
from projets.web.pages.board.views import board_seen


@require_safe
@signed_in
def mine(request):
    return _page(request, {"section": "profile", "services": services_of(request.user.pk), "add": "/services/ajout/"})


@require_safe
@signed_in
def of_board(request, board_id):
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    if not grounds(actor, [board])[board] & MANAGE:
        raise Http404
    add = f"/tableaux/{board.pk}/services/ajout/"
    return _page(request, {"section": "projects", "board": board, "services": services_of_board(board), "add": add})


@door(actions.add_service)
def add_mine(actor, form):
    return actions.add_service(actor, User.objects.get(pk=actor.user_id), form.get("url"), form.get("format"))


@door(actions.add_service)
def add_to_board(actor, form, board_id):
    return actions.add_service(actor, board_of(actor, board_id), form.get("url"), form.get("format"))


@door(actions.try_service)
def attempt(actor, form, service_id):
    return actions.try_service(actor, _of(actor, service_id))


@door(actions.remove_service)
def remove(actor, form, service_id):
    return actions.remove_service(actor, _of(actor, service_id))


def _of(actor, service_id):
    service = service_seen(actor, service_id) if service_id < 2**63 else None
    if service is None:
        raise NotFound(_("This does not exist, or is not open to you."))
    return service


def _page(request, context):
    alone = "X-Fragment" not in request.headers
    context = {"board": None, "most": actions.MOST, **context}
    return render(request, "pages/services/" + ("page.html" if alone else "list.html"), context)
