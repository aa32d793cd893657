"""« Partager »: who without an account here can see a board, and until when.

A link is made by a form that the browser posts itself: its answer shows the address once, and a queue of acts is no
place for what opens a board.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from projets.boards.actions.memberships import GUEST_ROLES
from projets.boards.permissions import MANAGE, grounds
from projets.boards.queries import find, member_ids_of, people
from projets.boards.sharing.actions import links as acts
from projets.boards.sharing.models import Link
from projets.boards.sharing.queries import SOON, guests_of, links_of
from projets.boards.sharing.secrets import new_secret
from projets.boards.sharing.ways import closed_by, longest
from projets.notifications.mail.guests import NO_MAIL, has_mail
from projets.usecase.errors import Conflict, Invalid
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.board.views import board_seen
from projets.web.pages.members.views import ROLES

USUAL_DAYS = 30


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sharing(request, board_id):
    actor = actor_of(request)
    board = board_seen(actor, board_id)
    if not grounds(actor, [board])[board] & MANAGE:
        return render(request, "pages/errors/forbidden.html", status=403)
    if request.method != "POST":
        return _page(request, board)
    secret, sent = new_secret(), request.POST
    try:
        acts.make_link(
            actor,
            board,
            secret,
            sent.get("name"),
            end_of_day(sent.get("until"), request.user),
            sent.get("password", ""),
            **{switch: switch in sent for switch in ("hides_names", "hides_comments", "hides_files")},
        )
    except (Invalid, Conflict) as error:
        return _page(request, board, typed=sent.dict(), error=error)
    return _page(request, board, address=settings.BASE_URL + reverse("shared_board", args=[secret]))


@door(acts.revoke_link, unseen=True)
def revoke(actor, form, link_id):
    return acts.revoke_link(actor, *find(Link.objects.all(), link_id))


def end_of_day(typed, person):
    """Of a day as a form sends it, where the person is; None for what is no day."""
    try:
        day = date.fromisoformat(typed or "")
        return datetime.combine(day, time(23, 59, 59), ZoneInfo(person.time_zone))
    except (ValueError, OverflowError):
        return None


def days_offered(way, person):
    """{first, usual and last day} that a form offers."""
    today = timezone.now().astimezone(ZoneInfo(person.time_zone)).date()
    usual = min(USUAL_DAYS, longest(way))
    return {
        name: (today + timedelta(days)).isoformat()
        for name, days in (("first", 0), ("usual", usual), ("last", longest(way)))
    }


def _page(request, board, typed=None, error=None, address=""):
    made = links_of(board)
    makers = people(link.made_by for link in made)
    field = getattr(error, "field", None)
    guests = guests_of(board)
    sponsors = people({*member_ids_of(board), *(one.sponsor_id for one in guests)})
    outsiders = {one.user_id for one in guests}
    context = {
        "section": "projects",
        "board": board,
        "project": board.project,
        "links": [(link, makers.get(link.made_by), used(link)) for link in made],
        "links_closed": closed_by(board, "links"),
        "link_days": days_offered("links", request.user),
        "typed": {"name": "", "until": "", "hides_names": "", "hides_comments": "", "hides_files": ""} | (typed or {}),
        "errors": {one: str(error) if field == one else "" for one in ("name", "expires_at", "password")},
        "error": str(error) if error and field not in ("name", "expires_at", "password") else "",
        "address": address,
        "guests": [(one, sponsors.get(one.sponsor_id), ROLES[one.role][0]) for one in guests],
        "guests_closed": closed_by(board, "guests") or ("" if has_mail() else NO_MAIL),
        "guest_days": days_offered("guests", request.user),
        "guest_roles": [(role, ROLES[role][0]) for role in GUEST_ROLES],
        "sponsors": sorted(
            (one for one in sponsors.values() if one.id not in outsiders), key=lambda one: one.name.casefold()
        ),
        "soon": timezone.now() + SOON,
    }
    response = render(request, "pages/sharing/sharing.html", context, status=422 if error else 200)
    if address:
        response["Cache-Control"] = "no-store, private"
    return response


def used(link):
    return getattr(link, "use", None)
