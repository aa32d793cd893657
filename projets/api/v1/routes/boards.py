"""Boards: read whole, made, named, placed, put away."""

from typing import Literal

from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send_tagged
from projets.api.v1.board import tag_and_bytes
from projets.api.v1.door import ADMIN, WRITE, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.parsing import Id, Line, Position, Sent, left_out
from projets.boards import events
from projets.boards.actions import boards as actions
from projets.boards.markings import Marking
from projets.boards.models import Board, Project
from projets.boards.queries import find

TAGS = ["boards"]


class NewBoard(Sent):
    name: Line
    position: Position | None = None
    list_names: list[Line] = []


class BoardChanges(Sent):
    name: Line = left_out()
    default_view: Literal["board", "list"] = left_out()
    shows_creator: bool = left_out()
    shows_age: bool = left_out()


class BoardPlace(Sent):
    position: Position | None = None


class Marked(Sent):
    marking: Literal[*Marking.values]


class Subscription(Sent):
    subscribed: bool


class WholeBoard(models.Out):
    revision: int
    board: models.Board
    project: models.Project
    lists: list[models.List]
    labels: list[models.Label]
    field_groups: list[models.FieldGroup]
    fields: list[models.Field]
    memberships: list[models.Membership]
    cards: list[models.CardOnBoard]
    people: list[models.Person]
    grounds: list[str]
    subscribed: bool
    subscribed_card_ids: list[Id]


@api.get("/boards/{id}", response=WholeBoard, tags=TAGS)
def read_board(request, id: Id):
    """All that the board shows: lists in order, cards without their descriptions, labels, fields, people.

    `revision` is where a stream of events goes on from. `grounds` are what your rights stand on here.
    """
    board = _with_project(request.actor, id)
    tag, whole = tag_and_bytes(request.actor, board)
    return send_tagged(request, whole, tag)


@api.post("/projects/{id}/boards", response={201: models.Board}, auth=ADMIN, tags=TAGS)
def create_board(request, id: Id, body: NewBoard):
    """Add a board to a project, with its first lists; you are an editor of it."""
    act = once(
        request,
        actions.create_board,
        rows.one(Project, id),
        lambda actor, project: actions.create_board(actor, project, body.name, body.position, body.list_names),
    )
    (board,) = made(act, events.BoardCreated)
    return acted(act, shapes.item(board), 201)


@api.patch("/boards/{id}", response=models.Board, auth=ADMIN, tags=TAGS)
def edit_board(request, id: Id, body: BoardChanges):
    """Change what it is called, says or does; what is left out stays."""
    act = once(
        request,
        actions.edit_board,
        rows.one(Board, id),
        lambda actor, board: actions.edit_board(actor, board, **body.given),
    )
    return acted_on(act, Board, id)


@api.post("/boards/{id}/move", response=models.Board, auth=ADMIN, tags=TAGS)
def move_board(request, id: Id, body: BoardPlace):
    """Among the boards of its project; null: at the end."""
    act = once(
        request,
        actions.move_board,
        rows.one(Board, id),
        lambda actor, board: actions.move_board(actor, board, body.position),
    )
    return acted_on(act, Board, id)


@api.delete("/boards/{id}", response=models.Board, auth=ADMIN, tags=TAGS)
def bin_board(request, id: Id):
    """Put a board in the bin, with all that is on it."""
    return acted_on(once(request, actions.bin_board, rows.one(Board, id), actions.bin_board), Board, id)


@api.post("/boards/{id}/archive", response=models.Board, auth=ADMIN, tags=TAGS)
def archive_board(request, id: Id):
    """Put it away; it is read on, and comes back when it is wanted."""
    return acted_on(once(request, actions.archive_board, rows.one(Board, id), actions.archive_board), Board, id)


@api.post("/boards/{id}/unarchive", response=models.Board, auth=ADMIN, tags=TAGS)
def unarchive_board(request, id: Id):
    """Take it out of the archive."""
    return acted_on(once(request, actions.unarchive_board, rows.one(Board, id), actions.unarchive_board), Board, id)


@api.post("/boards/{id}/restore", response=models.Board, auth=ADMIN, tags=TAGS)
def restore_board(request, id: Id):
    """Take a board out of the bin."""
    return acted_on(once(request, actions.restore_board, rows.in_bin(Board, id), actions.restore_board), Board, id)


@api.put("/boards/{id}/marking", response=models.Board, auth=ADMIN, tags=TAGS)
def mark_board(request, id: Id, body: Marked):
    """Say how sensitive a board is: public, internal, sensitive, or « Diffusion Restreinte » (restricted).

    Of the last two nothing goes out: no links, no guests, no webhooks, no words of it in mail.
    """
    act = once(
        request,
        actions.mark_board,
        rows.one(Board, id),
        lambda actor, board: actions.mark_board(actor, board, body.marking),
    )
    return acted_on(act, Board, id)


@api.put("/boards/{id}/subscription", response={204: None}, auth=WRITE, tags=TAGS)
def subscribe_board(request, id: Id, body: Subscription):
    """Hear of what happens on a board, or no longer: for you alone."""
    act = once(
        request,
        actions.subscribe_board,
        rows.one(Board, id),
        lambda actor, board: actions.subscribe_board(actor, board, body.subscribed),
    )
    return nothing({"Projets-Act": str(act.pk)})


def _with_project(actor, id):
    return find(Board.objects.visible_to(actor).select_related("project"), id)[0]
