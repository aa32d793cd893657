"""The lists of a board."""

from typing import Annotated, Literal

from pydantic import Field

from projets.api.v1 import models, rows, shapes
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, acted_on, became, made, once
from projets.api.v1.parsing import Hue, Id, Line, Position, Sent, ids, left_out
from projets.boards import events
from projets.boards.actions import lists as actions
from projets.boards.models import Board, List

TAGS = ["lists"]
Kind = Literal["active", "closed"]
Lists = models.many("Lists", lists=models.List)


class NewLists(Sent):
    names: Annotated[list[Line], Field(min_length=1, max_length=200)]
    position: Position | None = None
    kind: Kind = "active"


class ListChanges(Sent):
    name: Line = left_out()
    kind: Kind = left_out()
    color: Hue = left_out()
    wip_limit: Annotated[int, Field(ge=0, le=10_000)] | None = left_out()
    position: Position = left_out()


class ListPlace(Sent):
    position: Position | None = None


class ListTransfer(Sent):
    board_id: Id
    position: Position | None = None


class ListCopy(Sent):
    name: Line | None = None


class Sorting(Sent):
    by: Literal["title", "due", "created"]
    descending: bool = False


class ChosenLists(Sent):
    list_ids: ids(most=200)


@api.post("/boards/{id}/lists", response={201: Lists}, auth=WRITE, tags=TAGS)
def create_lists(request, id: Id, body: NewLists):
    """Add lists to a board, one beside the other from `position` on, by default at its end."""
    act = once(
        request,
        actions.create_lists,
        rows.one(Board, id),
        lambda actor, board: actions.create_lists(actor, board, body.names, body.position, body.kind),
    )
    return acted(act, {"lists": [shapes.item(one) for one in made(act, events.ListCreated)]}, 201)


@api.patch("/lists/{id}", response=models.List, auth=WRITE, tags=TAGS)
def edit_list(request, id: Id, body: ListChanges):
    """What is left out stays; `color` "" is none, `wip_limit` null is no limit."""
    given = body.given
    if "wip_limit" in given:
        given["wip_limit"] = given["wip_limit"] or 0
    act = once(
        request,
        actions.edit_list,
        rows.one(List, id),
        lambda actor, one: actions.edit_list(actor, one, **given),
    )
    return acted_on(act, List, id)


@api.post("/lists/{id}/move", response=models.List, auth=WRITE, tags=TAGS)
def move_list(request, id: Id, body: ListPlace):
    """Among the lists of its board; null: at the end."""
    act = once(
        request,
        actions.move_list,
        rows.one(List, id),
        lambda actor, one: actions.move_list(actor, one, body.position),
    )
    return acted_on(act, List, id)


@api.post("/lists/{id}/transfer", response=models.List, auth=WRITE, tags=TAGS)
def transfer_list(request, id: Id, body: ListTransfer):
    """Send a list to another board with all its cards."""
    act = once(
        request,
        actions.transfer_list,
        rows.one(List, id),
        lambda actor, one: actions.transfer_list(actor, one, rows.one(Board, body.board_id)(actor), body.position),
    )
    return acted_on(act, List, id)


@api.post("/lists/{id}/duplicate", response={201: models.List}, auth=WRITE, tags=TAGS)
def duplicate_list(request, id: Id, body: ListCopy):
    """Put a copy beside a list, with copies of the cards that it shows."""
    act = once(
        request,
        actions.duplicate_list,
        rows.one(List, id),
        lambda actor, one: actions.duplicate_list(actor, one, body.name),
    )
    return acted(act, shapes.item(made(act, events.ListCreated)[0]), 201)


@api.post("/lists/{id}/sort", response=models.List, auth=WRITE, tags=TAGS)
def sort_list(request, id: Id, body: Sorting):
    """Put the cards of a list in order; those without a due date last."""
    act = once(
        request,
        actions.sort_list,
        rows.one(List, id),
        lambda actor, one: actions.sort_list(actor, one, body.by, body.descending),
    )
    return acted_on(act, List, id)


@api.delete("/lists/{id}", response=models.List, auth=WRITE, tags=TAGS)
def bin_list(request, id: Id):
    """Put a list in the bin, with its cards."""
    act = once(request, actions.bin_lists, rows.one(List, id), lambda actor, one: actions.bin_lists(actor, [one]))
    return acted_on(act, List, id)


@api.post("/lists/archive", response=Lists, auth=WRITE, tags=TAGS)
def archive_lists(request, body: ChosenLists):
    """Out of the board with all their cards, which can still be found."""
    act = once(request, actions.archive_lists, rows.many(List, body.list_ids), actions.archive_lists)
    return _acted(act, body)


@api.post("/lists/unarchive", response=Lists, auth=WRITE, tags=TAGS)
def unarchive_lists(request, body: ChosenLists):
    """Take lists out of the archive, with their cards."""
    act = once(request, actions.unarchive_lists, rows.many(List, body.list_ids), actions.unarchive_lists)
    return _acted(act, body)


@api.post("/lists/restore", response=Lists, auth=WRITE, tags=TAGS)
def restore_lists(request, body: ChosenLists):
    """Take lists out of the bin."""
    act = once(request, actions.restore_lists, rows.many_in_bin(List, body.list_ids), actions.restore_lists)
    return _acted(act, body)


def _acted(act, body):
    return acted(act, {"lists": [shapes.item(became(act, List, id)) for id in dict.fromkeys(body.list_ids)]})
