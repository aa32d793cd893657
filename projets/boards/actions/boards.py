"""A board's life within its project."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.details import card_kind
from projets.boards.actions.field_groups import give_groups
from projets.boards.actions.lists import create_lists
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, state, states
from projets.boards.actions.subscribing import settle
from projets.boards.markings import Marking
from projets.boards.models import Board, BoardSubscription, Membership, Project
from projets.boards.wording import worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import begin_stream, record


@action("project")
def create_board(actor, project, name, position=None, list_names=()):
    """Add a board to a project, by default after the others, with its first lists; its creator is an editor."""
    board = Board(project=project, name=worded(name, 200))
    shifted = arrange([board], _boards_of(project.pk), position)
    begin_stream(board.stream)
    create(events.BoardCreated, board)
    give_groups(board)
    save(events.BoardShifted, shifted)
    creator = Membership(board=board, user_id=actor.user_id, role=Membership.Role.EDITOR)
    creator.save(force_insert=True)
    record(board.stream, events.MembershipAdded(None, state(creator)))  # the project's page knows it by the board
    if list_names:
        create_lists(actor, board, list_names)


@action("board")
def edit_board(
    actor,
    board,
    name=None,
    default_view=None,
    shows_creator=None,
    shows_age=None,
    default_card_kind=None,
    limits_card_kinds=None,
    expands_task_lists=None,
    position=None,
):
    """What is None stays as it is."""
    if position is not None:
        move_board(actor, board, position)
    were = states([board])
    if name is not None:
        board.name = worded(name, 200)
    if default_view is not None:
        if default_view not in Board.View.values:
            raise Invalid(_("This view does not exist: choose among those shown."), field="default_view")
        board.default_view = default_view
    if default_card_kind is not None:
        board.default_card_kind = card_kind(default_card_kind)
    for switch, on in {
        "shows_creator": shows_creator,
        "shows_age": shows_age,
        "limits_card_kinds": limits_card_kinds,
        "expands_task_lists": expands_task_lists,
    }.items():
        if on is not None:
            setattr(board, switch, bool(on))
    save(events.BoardEdited, were, touch=True)


@action("board")
def mark_board(actor, board, marking):
    """Say how sensitive it is; what may leave it then, see `markings.py`."""
    if marking not in Marking.values:
        raise Invalid(_("This marking does not exist: choose among those shown."), field="marking")
    were = states([board])
    board.marking = marking
    save(events.BoardMarked, were)


@action("board")
def move_board(actor, board, position=None):
    """Among the boards of its project; None: at the end."""
    were = states([board])
    shifted = arrange([board], _boards_of(board.project_id), position)
    save(events.BoardMoved, were)
    save(events.BoardShifted, shifted)


@action("board")
def archive_board(actor, board):
    were = states([board])
    board.archived_at = board.archived_at or timezone.now()
    save(events.BoardArchived, were)


@action("board")
def unarchive_board(actor, board):
    were = states([board])
    board.archived_at = None
    save(events.BoardUnarchived, were)


@action("board")
def bin_board(actor, board):
    """Put a board in the bin with all that is on it; it keeps its place."""
    were = states([board])
    board.binned_at = timezone.now()
    save(events.BoardBinned, were)


@action("board", also_in_bin=True)
def restore_board(actor, board):
    if Project.objects.get(pk=board.project_id).in_bin:
        raise Invalid(_("The project of this board is in the bin: restore the project first."))
    were = states([board])
    board.binned_at = None
    save(events.BoardRestored, were)


@action("board")
def subscribe_board(actor, board, subscribed=True):
    """Hear of what happens here, or no longer."""
    settle(BoardSubscription, subscribed, actor.user_id, board=board)


def _boards_of(project_id):
    return Board.objects.filter(project=project_id, binned_at=None)
