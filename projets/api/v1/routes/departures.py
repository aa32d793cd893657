"""Who has left, what they still hold and to whom it goes; erasing who they were (A-09, E-05)."""

from typing import Literal

from ninja import Query

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation
from projets.accounts.queries import instance, require_administrator
from projets.api.v1 import models, shapes
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, cursor_of, next_after
from projets.api.v1.parsing import Id, Sent
from projets.boards.departures.actions.departures import (
    declare_departure,
    hand_over_board,
    hand_over_project,
    open_departure,
    settle_names,
)
from projets.boards.departures.actions.erasing import erase_person
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.departures.queries import departures, erased_on, require_settling
from projets.boards.models import Board
from projets.boards.queries import find, number_of, seen
from projets.usecase.errors import Refused, Why
from projets.usecase.rights import require

TAGS = ["departures"]
Reason = Literal["manager", "claim", "silence", "asked"]


class OpenedDeparture(models.Out):
    id: Id
    user_id: Id
    reason: Reason
    opened_at: models.At
    opened_by: Id | None


class HeldProject(models.Out):
    project_id: Id
    name: str
    is_alone: bool


class HeldBoard(models.Out):
    board_id: Id
    name: str
    project_id: Id
    project_name: str
    role: str
    cards: int
    tasks: int
    guests: int
    links: int


class NamedPlace(models.Out):
    id: Id
    what: str
    url: str
    project_id: Id
    board_id: Id | None
    card_id: Id | None
    found_at: models.At


class DepartureLine(OpenedDeparture):
    name: str
    erased_on: models.At | None
    projects: list[HeldProject]
    boards: list[HeldBoard]
    named_places: list[NamedPlace]


class Leaving(Sent):
    user_id: Id


class BoardToHandOver(Sent):
    board_id: Id
    successor_id: Id | None = None


class ProjectToHandOver(Sent):
    project_id: Id
    successor_id: Id


@api.get("/departures", response=models.page_of(DepartureLine), auth=ADMIN, tags=TAGS)
def list_departures(request, paged: Query[Paged]):
    """Who has left, the last first, with what you may hand over of what they held: all departures for administrators;
    for who manages a project, those that leave something there. `erased_on`: when their name goes by itself."""
    require_settling(request.actor)
    found = departures(request.actor)
    if paged.cursor:
        after = cursor_of(paged.cursor)
        found = [line for line in found if line[0].pk < after]
    more, found = len(found) > paged.limit, found[: paged.limit]
    return send({"items": [_line(*one) for one in found], "next": next_after(found[-1][0].pk) if more else None})


@api.post("/departures", response={201: OpenedDeparture}, auth=ADMIN, tags=TAGS)
def create_departure(request, body: Leaving):
    """For administrators: somebody has left. Their account is closed at once, and what they held waits."""

    def found(actor):
        require(actor, "open_departure", instance())  # before anybody is looked for
        return find(User.objects.filter(is_guest=False), body.user_id)

    act = once(request, open_departure, found, lambda actor, users: open_departure(actor, *users))
    return acted(act, _opened(act.facts[-1].after), 201)


@api.post("/affiliations/{id}/departure", response={201: OpenedDeparture}, auth=ADMIN, tags=TAGS)
def declare(request, id: Id):
    """The same, for who administers the organisation that somebody signs in from."""

    def found(actor):
        organisations = Organisation.objects.visible_to(actor).order_by()
        return find(Affiliation.objects.filter(organisation__in=organisations), id)

    act = once(request, declare_departure, found, lambda actor, rows: declare_departure(actor, *rows))
    return acted(act, _opened(act.facts[-1].after), 201)


@api.post("/departures/{id}/hand-over-board", response={204: None}, auth=ADMIN, tags=TAGS)
def hand_over_one_board(request, id: Id, body: BoardToHandOver):
    """Give their open cards, tasks, guests and links of a board to somebody; without `successor_id`, to nobody."""

    def found(actor):
        rows = (*find(Departure.objects.all(), id), *seen(actor, Board, body.board_id))
        require(actor, "hand_over_board", *rows)
        return rows

    def do(actor, rows):
        return hand_over_board(actor, *rows, *(_colleague(body.successor_id) if body.successor_id else ()))

    return _done(once(request, hand_over_board, found, do))


@api.post("/departures/{id}/hand-over-project", response={204: None}, auth=ADMIN, tags=TAGS)
def hand_over_one_project(request, id: Id, body: ProjectToHandOver):
    """For administrators: let somebody manage a project instead of who left; a private one is theirs then."""

    def found(actor):
        rows = find(Departure.objects.all(), id)
        require(actor, "hand_over_project", *rows)
        return rows

    def do(actor, rows):
        return hand_over_project(actor, *rows, *_colleague(body.successor_id), number_of(body.project_id))

    return _done(once(request, hand_over_project, found, do))


@api.post("/departures/{id}/erase", response={204: None}, auth=ADMIN, tags=TAGS)
def erase(request, id: Id):
    """For administrators: forget now who somebody was. What they made stays under a pseudonym; nothing brings the
    name back. Texts that name them wait in `named_places`. Nobody erases themselves by a program."""

    def found(actor):
        require_administrator(actor)
        (departure,) = find(Departure.objects.select_related("user"), id)
        if departure.user_id == actor.user_id:
            raise Refused("erase_person", Why.ROLE_TOO_LOW)
        return [departure.user]

    return _done(once(request, erase_person, found, lambda actor, users: erase_person(actor, *users)))


@api.post("/named-places/{id}/settle", response={204: None}, auth=ADMIN, tags=TAGS)
def settle_name(request, id: Id):
    """Somebody has looked at a text that names who was erased: it was changed, or may stay."""
    act = once(request, settle_names, lambda actor: find(NamedAt.objects.all(), id), settle_names)
    return _done(act)


def _colleague(id):
    """Who takes over: a guest never does."""
    return find(User.objects.filter(is_guest=False), id)


def _done(act):
    return nothing({"Projets-Act": str(act.pk)})


def _opened(one):
    """A row, or its state in a fact."""
    return {
        "id": str(one.id),
        "user_id": str(one.user_id),
        "reason": one.reason,
        "opened_at": shapes.moment(one.opened_at),
        "opened_by": shapes.sent("user_id", one.opened_by),
    }


def _line(one, projects, boards, places):
    return _opened(one) | {
        "name": one.user.name,
        "erased_on": shapes.moment(erased_on(one)),
        "projects": [
            {"project_id": str(held.project.pk), "name": held.project.name, "is_alone": held.is_alone}
            for held in projects
        ],
        "boards": [_board(held) for held in boards],
        "named_places": [_place(place) for place in places],
    }


def _board(held):
    return {
        "board_id": str(held.board.pk),
        "name": held.board.name,
        "project_id": str(held.board.project_id),
        "project_name": held.board.project.name,
        "role": held.role,
        **{name: getattr(held, name) for name in ("cards", "tasks", "guests", "links")},
    }


def _place(place):
    named = place.named
    return {
        "id": str(named.pk),
        "what": named.what,
        "url": place.address,
        "project_id": str(named.project_id),
        "board_id": shapes.sent("board_id", named.board_id),
        "card_id": shapes.sent("card_id", named.card_id),
        "found_at": shapes.moment(named.found_at),
    }
