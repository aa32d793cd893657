"""The labels of a board."""

from projets.api.v1 import models, rows, shapes
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, acted_on, made, once
from projets.api.v1.parsing import Hue, Id, Line, Position, Sent, left_out
from projets.boards import events
from projets.boards.actions import labels as actions
from projets.boards.models import Board, Label

TAGS = ["labels"]


class NewLabel(Sent):
    name: Line = ""
    color: Hue = "gris"
    position: Position | None = None


class LabelChanges(Sent):
    name: Line = left_out()
    color: Hue = left_out()


class LabelPlace(Sent):
    position: Position | None = None


@api.post("/boards/{id}/labels", response={201: models.Label}, auth=WRITE, tags=TAGS)
def create_label(request, id: Id, body: NewLabel):
    """Add a label to a board; one without name is known by its colour."""
    act = once(
        request,
        actions.create_label,
        rows.one(Board, id),
        lambda actor, board: actions.create_label(actor, board, body.name, body.color, body.position),
    )
    return acted(act, shapes.item(made(act, events.LabelCreated)[0]), 201)


@api.patch("/labels/{id}", response=models.Label, auth=WRITE, tags=TAGS)
def edit_label(request, id: Id, body: LabelChanges):
    """Another name or colour, on every card that shows it."""
    act = once(
        request,
        actions.edit_label,
        rows.one(Label, id),
        lambda actor, label: actions.edit_label(actor, label, **body.given),
    )
    return acted_on(act, Label, id)


@api.post("/labels/{id}/move", response=models.Label, auth=WRITE, tags=TAGS)
def move_label(request, id: Id, body: LabelPlace):
    """Among the labels of its board; null: at the end."""
    act = once(
        request,
        actions.move_label,
        rows.one(Label, id),
        lambda actor, label: actions.move_label(actor, label, body.position),
    )
    return acted_on(act, Label, id)


@api.delete("/labels/{id}", response=models.Label, auth=WRITE, tags=TAGS)
def bin_label(request, id: Id):
    """No card shows it any more; all that had it do again once it is restored."""
    return acted_on(once(request, actions.bin_label, rows.one(Label, id), actions.bin_label), Label, id)


@api.post("/labels/{id}/restore", response=models.Label, auth=WRITE, tags=TAGS)
def restore_label(request, id: Id):
    """Take it out of the bin; it is on the cards again that had it."""
    return acted_on(once(request, actions.restore_label, rows.in_bin(Label, id), actions.restore_label), Label, id)
