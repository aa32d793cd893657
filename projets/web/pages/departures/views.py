"""Who has left, what they still hold, and to whom each thing goes.

Administrators see all departures; whoever manages a project, those that leave something on its boards.
"""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.colleagues import named
from projets.boards.departures.actions.departures import (
    hand_over_board,
    hand_over_project,
    open_departure,
    settle_names,
)
from projets.boards.departures.actions.erasing import erase_person
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.departures.queries import departures as still_held
from projets.boards.departures.queries import erased_on, require_settling
from projets.boards.models import Board
from projets.boards.queries import find, seen
from projets.usecase.errors import Conflict
from projets.usecase.rights import require
from projets.web.door import actor_of, door, for_administrators, refusal, signed_in
from projets.web.pages.security.confirming import sensitive
from projets.web.wanting import see_other

REASONS = {
    Departure.Reason.MANAGER: _("Declared"),
    Departure.Reason.CLAIM: _("No longer known where they signed in"),
    Departure.Reason.SILENCE: _("Has not come for long"),
    Departure.Reason.ASKED: _("Asked to be erased"),
}
WHERE = {
    NamedAt.What.PROJECT: _("Name or description of the project"),
    NamedAt.What.BOARD: _("Name of the board"),
    NamedAt.What.LIST: _("Name of a list"),
    NamedAt.What.LABEL: _("Name of a label"),
    NamedAt.What.FIELD: _("Name of a field"),
    NamedAt.What.CARD: _("Title"),
    NamedAt.What.DESCRIPTION: _("Description"),
    NamedAt.What.VALUE: _("Value of a field"),
    NamedAt.What.TASK_LIST: _("Name of a list of tasks"),
    NamedAt.What.TASK: _("Task"),
    NamedAt.What.COMMENT: _("Text of a comment"),
    NamedAt.What.ATTACHMENT: _("Attachment"),
    NamedAt.What.BACKGROUND: _("Name of a background"),
}


@require_safe
@signed_in
def departures_page(request):
    actor = actor_of(request)
    require_settling(actor)
    context = {
        "section": "administration" if request.user.role == User.Role.ADMINISTRATOR else "projects",
        "erased_after": settings.PSEUDONYM_DAYS,
        "may_open": request.user.role == User.Role.ADMINISTRATOR,
        "leaving": request.GET.get("qui", "")[:256],
        "departures": [
            {
                "row": one,
                "reason": REASONS[one.reason],
                "projects": projects,
                "boards": boards,
                "places": [(place, WHERE[place.named.what]) for place in named],
                "erased_on": erased_on(one),
            }
            for one, projects, boards, named in still_held(actor)
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


@door(settle_names)
def see_to_name(actor, form, named_id):
    (named,) = find(NamedAt.objects.all(), named_id)
    require(actor, "settle_names", named)
    return settle_names(actor, [named])


@require_POST
@sensitive
@for_administrators
def erase_now(request, departure_id):
    (departure,) = find(Departure.objects.all(), departure_id)
    try:
        erase_person(actor_of(request), departure.user)
    except Conflict as error:
        return refusal(request, error)
    return see_other(reverse("departures"))


@require_http_methods(["GET", "HEAD", "POST"])
def departures(request):
    return open_one(request) if request.method == "POST" else departures_page(request)
