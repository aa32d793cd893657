"""Groups of typed fields: bases of a project, groups of a board, groups of a card."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.counting import show_again
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, state, states, tell
from projets.boards.models import Board, Card, FieldGroup, Project
from projets.boards.ordering import APART
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import moment

HOLDERS = {Project: "project", Board: "board", Card: "card"}


@action("holder")
def create_field_group(actor, holder, name="", base=None, position=None):
    """A base for a project, a group for a board or a card; with `base`, made from one of its project, name or not."""
    group = FieldGroup(**{HOLDERS[type(holder)]: holder}, base=_base(holder, base))
    group.name = _name(name, group)
    shifted = arrange([group], siblings_of(group), position)
    create(events.FieldGroupCreated, group)
    save(events.FieldGroupShifted, shifted)
    _show_again(group)


@action("group")
def edit_field_group(actor, group, name=None, position=None, told_anyway=False):
    """What is None stays as it is; one made from a base may have no name (""): it is called like its base.

    `told_anyway`: clients that are told of every change they ask for are told of one that changes nothing too.
    """
    were = states([group])
    if name is not None:
        group.name = _name(name, group)
    moves_alone = position is not None and state(group) == were[group]
    shifted = {} if position is None else arrange([group], siblings_of(group), position)
    save(events.FieldGroupMoved if moves_alone else events.FieldGroupEdited, were)
    save(events.FieldGroupShifted, shifted)
    if told_anyway and state(group) == were[group]:
        FieldGroup.objects.filter(pk=group.pk).update(updated_at=moment())
        tell(group, events.FieldGroupEdited(were[group], were[group]))


@action("group")
def move_field_group(actor, group, position=None):
    """Among the groups of its project, board or card; None: at the end."""
    were = states([group])
    shifted = arrange([group], siblings_of(group), position)
    save(events.FieldGroupMoved, were)
    save(events.FieldGroupShifted, shifted)


@action("group")
def bin_field_group(actor, group):
    """With its fields; a base with all groups made from it. Cards keep the values, unseen until it is restored."""
    were = states([group])
    group.binned_at = timezone.now()
    save(events.FieldGroupBinned, were)
    _show_again(group)


@action("group", also_in_bin=True)
def restore_field_group(actor, group):
    were = states([group])
    group.binned_at = None
    save(events.FieldGroupRestored, were)
    if not FieldGroup.objects.standing().filter(pk=group.pk).exists():
        raise Invalid(_("What this group belongs to is in the bin: restore that first."))
    _show_again(group)


def everywhere(project):
    """The base whose fields all cards of the project have; made, with its group on each board, if there is none."""
    theirs = FieldGroup.objects.filter(project=project, on_every_board=True, binned_at=None)
    base = theirs.order_by("position", "id").first()
    if base is None:
        base = new_base_everywhere(project)
        shifted = arrange([base], siblings_of(base), None)
        create(events.FieldGroupCreated, base)
        save(events.FieldGroupShifted, shifted)
        FieldGroup.objects.bulk_create(
            [on_board(board, base) for board in Board.objects.filter(project=project).order_by("pk")]
        )
    return base


def new_base_everywhere(project):
    """Not yet placed nor written."""
    with override(settings.LANGUAGE_CODE):
        return FieldGroup(project=project, name=gettext("Fields of the project"), on_every_board=True)


def on_board(board, base):
    """The group that a board has because the base is on every board: before those that people add to it."""
    return FieldGroup(board=board, base=base, position=APART)


def give_groups(board):
    """A new board has a group for each base that is on every board, in the bin too: it comes back with it."""
    bases = FieldGroup.objects.filter(project=board.project_id, on_every_board=True).order_by("position", "id")
    FieldGroup.objects.bulk_create([on_board(board, base) for base in bases])


def siblings_of(group):
    holders = {f"{name}_id": getattr(group, f"{name}_id") for name in HOLDERS.values()}
    return FieldGroup.objects.filter(**holders, binned_at=None)


def _base(holder, base):
    if base is None:
        return None
    board = holder.board if isinstance(holder, Card) else holder
    found = FieldGroup.objects.standing().filter(pk=base.pk, project=board.project_id).first()
    if found is None or isinstance(holder, Project):
        raise Invalid(_("This group is another project's: choose one of this project."), field="base")
    return found


def _name(name, group):
    return worded(name, 128, least=0 if group.base_id else 1)


def _show_again(group):
    if group.card_id:
        show_again([group.card_id])
