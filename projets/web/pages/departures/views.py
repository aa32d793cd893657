"""Who has left, what they still hold, and to whom each thing goes.

Administrators see all departures; whoever manages a project, those that leave something on its boards.
"""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.colleagues import may_add_people, named
from projets.boards.departures.actions.departures import hand_over_board, hand_over_project, open_departure
from projets.boards.departures.models import Departure
from projets.boards.departures.queries import departures as still_held
from projets.boards.models import Board
from projets.boards.queries import find, seen
from projets.usecase.errors import Refused, Why
from projets.usecase.rights import require
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.security.confirming import sensitive

REASONS = {
    Departure.Reason.MANAGER: _("Declared"),
    Departure.Reason.CLAIM: _("No longer known where they signed in"),
    Departure.Reason.SILENCE: _("Has not come for long"),
}


@require_safe
@signed_in
def departures_page(request):
    actor = actor_of(request)
    if not may_add_people(actor):
        raise Refused("open_departure", Why.ROLE_TOO_LOW)
    context = {
        "section": "administration" if request.user.role == User.Role.ADMINISTRATOR else "projects",
        "may_open": request.user.role == User.Role.ADMINISTRATOR,
        "leaving": request.GET.get("qui", "")[:256],
        "departures": [
            {"row": one, "reason": REASONS[one.reason], "projects": projects, "boards": boards}
            for one, projects, boards in still_held(actor)
        ],
    }
    part = request.headers.get("X-Fragment") == "departures"
    return render(request, f"pages/departures/{'rows' if part else 'departures'}.html", context)


@sensitive
@door(open_departure)
def open_one(actor, form):
    require(actor, "open_departure", instance())  # before anybody is looked for: else it would tell who has an account
    return open_departure(actor, named(form.get("who")))


@door(hand_over_board)
def hand_over_board_to(actor, form, departure_id, board_id):
    """To the person named, or to nobody."""
    (departure,) = find(Departure.objects.all(), departure_id)
    (board,) = seen(actor, Board, board_id)
    require(actor, "hand_over_board", departure, board)
    successor = named(form.get("who")) if form.get("who", "").strip() else None
    return hand_over_board(actor, departure, board, successor)


@door(hand_over_project)
def hand_over_project_to(actor, form, departure_id, project_id):
    (departure,) = find(Departure.objects.all(), departure_id)
    require(actor, "hand_over_project", departure)
    return hand_over_project(actor, departure, named(form.get("who")), project_id)


@require_http_methods(["GET", "HEAD", "POST"])
def departures(request):
    return open_one(request) if request.method == "POST" else departures_page(request)
