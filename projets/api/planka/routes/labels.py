from projets.api.planka.calling import delete, patch, post
from projets.api.planka.items.labels import LabelItem
from projets.api.planka.items.labels import label as item
from projets.api.planka.parameters import Choice, Position, Text
from projets.boards.actions import labels as actions
from projets.boards.colors import NEAREST
from projets.boards.models import Board, Label
from projets.boards.queries import seen

NAME = Text("name", null=True)
COLORS = tuple(NEAREST)


@post(
    "/boards/{board}/labels",
    Position(required=True),
    NAME,
    Choice("color", among=COLORS, required=True),
    of="Board",
    answers={"item": LabelItem},
)
def create(call, given, board):
    """A new label on a board."""
    [board] = seen(call.actor, Board, board)
    act = actions.create_label(call.actor, board, given.get("name") or "", given["color"], given["position"])
    return {"item": item(act.facts[0].after, None)}


@patch("/labels/{label}", Position(), NAME, Choice("color", among=COLORS), of="Label", answers={"item": LabelItem})
def edit(call, given, label):
    """Changes a label."""
    [label] = seen(call.actor, Label, label)
    changes = dict(given)
    if "name" in changes:
        changes["name"] = changes["name"] or ""
    actions.edit_label(call.actor, label, **changes)
    label.refresh_from_db()
    return {"item": item(label)}


@delete("/labels/{label}", of="Label", answers={"item": LabelItem})
def remove(call, given, label):
    """Puts a label in the bin, off all cards."""
    [label] = seen(call.actor, Label, label)
    actions.bin_label(call.actor, label)
    return {"item": item(label)}
