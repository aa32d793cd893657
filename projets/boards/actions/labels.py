"""A board's labels. Cards keep their ids: a label changes on all of them without touching one."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, states
from projets.boards.models import Board, Label
from projets.boards.wording import hue, worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid


@action("board")
def create_label(actor, board, name="", color="gris", position=None):
    """Add a label to a board; one without name is known by its colour."""
    label = Label(board=board, name=worded(name, 128, least=0), color=hue(color))
    shifted = arrange([label], _labels_of(board.pk), position)
    create(events.LabelCreated, label)
    save(events.LabelShifted, shifted)


@action("label")
def edit_label(actor, label, name=None, color=None, position=None):
    """Give a label another name, colour or place: on every card that shows it, without touching one of them."""
    were = states([label])
    if name is not None:
        label.name = worded(name, 128, least=0)
    if color is not None:
        label.color = hue(color, was=label.color)
    save(events.LabelEdited, were)
    if position is not None:
        move_label(actor, label, position)


@action("label")
def move_label(actor, label, position=None):
    """Among the labels of its board; None: at the end."""
    were = states([label])
    shifted = arrange([label], _labels_of(label.board_id), position)
    save(events.LabelMoved, were)
    save(events.LabelShifted, shifted)


@action("label")
def bin_label(actor, label):
    """No card shows it any more; all of those that had it do again once it is restored."""
    were = states([label])
    label.binned_at = timezone.now()
    save(events.LabelBinned, were)


@action("label", also_in_bin=True)
def restore_label(actor, label):
    if not Board.objects.standing().filter(pk=label.board_id).exists():
        raise Invalid(_("The board of this label is in the bin: restore the board first."))
    were = states([label])
    label.binned_at = None
    save(events.LabelRestored, were)


def _labels_of(board_id):
    return Label.objects.filter(board=board_id, binned_at=None)
