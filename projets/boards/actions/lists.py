"""A list's life on its board: added, named, limited, moved, sorted, copied, put away with its cards."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.cards import archive_cards
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.leaving import fit, fit_tasks
from projets.boards.actions.linking import follow, linked_to
from projets.boards.actions.placing import arrange
from projets.boards.actions.saving import create, save, state, states, tell
from projets.boards.models import Board, Card, List
from projets.boards.names import sort_key
from projets.boards.ordering import APART
from projets.boards.wording import hue, worded
from projets.usecase.action import action
from projets.usecase.errors import Invalid

MOST_AT_ONCE = 200
MOST_CARDS = 10_000  # that a sign for too much work may mention


@action("board")
def create_lists(actor, board, names, position=None, kind=List.Kind.ACTIVE):
    """Add lists to a board, one beside the other from `position` on, by default at its end."""
    names = [worded(name, 200) for name in names]
    if not 0 < len(names) <= MOST_AT_ONCE:
        raise Invalid(_("Type a name; at most 200 lists can be added at once."), field="name")
    lists = [List(board=board, name=name, kind=_kind(kind)) for name in names]
    shifted = arrange(lists, _lists_of(board), position)
    create(events.ListCreated, *lists)
    save(events.ListShifted, shifted)


@action("list", "to_board")
def edit_list(actor, list, name=None, kind=None, color=None, wip_limit=None, position=None, to_board=None):
    """What is None stays as it is; `color` "" is none, `wip_limit` 0 is no limit."""
    were = states([list])
    if name is not None:
        list.name = worded(name, 200)
    if kind is not None:
        list.kind = _kind(kind)
    if color is not None:
        list.color = hue(color, optional=True, was=list.color)
    if wip_limit is not None:
        list.wip_limit = _limit(wip_limit)
    save(events.ListEdited, were)
    if to_board is not None and to_board.pk != list.board_id:
        transfer_list(actor, list, to_board, position)
    elif position is not None:
        move_list(actor, list, position)
    if list.kind != were[list].kind:
        follow(linked_to(Card.objects.filter(list=list).only("pk")))


@action("list")
def move_list(actor, list, position=None):
    """Among the lists of its board; None: at the end."""
    were = states([list])
    shifted = arrange([list], _lists_of(list.board), position)
    save(events.ListMoved, were)
    save(events.ListShifted, shifted)


@action("list", "to_board")
def transfer_list(actor, list, to_board, position=None):
    """Send a list to another board with all its cards, archived and in the bin too; they keep what goes with a card.

    What that is, see leaving.py.
    """
    if list.board_id == to_board.pk:
        raise Invalid(_("This list is on this board already."))
    were = states([list])
    cards = [*Card.objects.filter(list=list).order_by("position", "id").to_act_on()]
    cards_were = states(cards)
    brought = fit(actor, cards, to_board)
    list.board = to_board
    shifted = arrange([list], _lists_of(to_board), position)
    for card in cards:
        card.board = to_board
    save(events.ListTransferred, were)
    save(events.CardTransferred, cards_were)
    brought.write()
    save(events.ListShifted, shifted)
    fit_tasks(cards, to_board)


@action("list")
def duplicate_list(actor, list, name=None):
    """Put a copy beside a list, with copies of the cards that it shows, in their order."""
    copy = List(board=list.board, kind=list.kind, color=list.color, wip_limit=list.wip_limit)
    copy.name = worded(list.name if name is None else name, 200)
    shifted = arrange([copy], _lists_of(list.board), list.position)
    create(events.ListCreated, copy)
    save(events.ListShifted, shifted)
    cards = [*Card.objects.shown().filter(list=list).open_to(actor).order_by("position", "id")]
    if cards:
        duplicate_cards(actor, cards, copy)


@action("list")
def sort_list(actor, list, by, descending=False, undated_last=True):
    """Put the cards of a list in order of `title`, `due` date or when they were `created`.

    Undated ones are last, or, `undated_last` being False, first of a descending order.
    """
    if by not in SORTED_BY:
        raise Invalid(_("Cards can be sorted by title, due date or creation: choose one of these."), field="by")
    cards = Card.objects.filter(list=list, binned_at=None).open_to(actor)
    cards = [*cards.order_by("position", "id").to_act_on()]
    were = states(cards)
    for rank, card in enumerate(_sorted(were, SORTED_BY[by], descending, undated_last), start=1):
        card.position = APART * rank
    as_it_is = state(list)
    tell(list, events.ListSorted(as_it_is, as_it_is))
    in_order = sorted(were, key=lambda card: card.position)  # a page that puts one after the other ends up right
    save(events.CardShifted, {card: were[card] for card in in_order})


@action("list")
def empty_list(actor, list):
    """Archive all the cards that a list shows; the list stays."""
    cards = [*Card.objects.shown().filter(list=list).open_to(actor).order_by("position", "id")]
    if cards:
        archive_cards(actor, cards)


@action("lists")
def archive_lists(actor, lists):
    """Out of the board with all their cards, which can still be found."""
    were, now = states(lists), timezone.now()
    for one in lists:
        one.archived_at = one.archived_at or now
    save(events.ListArchived, were)


@action("lists")
def unarchive_lists(actor, lists):
    were = states(lists)
    for one in lists:
        one.archived_at = None
    save(events.ListUnarchived, were)


@action("lists")
def bin_lists(actor, lists):
    """Put lists in the bin with all their cards, which keep their places."""
    were, now = states(lists), timezone.now()
    for one in lists:
        one.binned_at = now
    save(events.ListBinned, were)


@action("lists", also_in_bin=True)
def restore_lists(actor, lists):
    boards = {one.board_id for one in lists}
    if Board.objects.standing().filter(pk__in=boards).count() < len(boards):
        raise Invalid(_("The board of this list is in the bin: restore the board first."))
    were = states(lists)
    for one in lists:
        one.binned_at = None
    save(events.ListRestored, were)


def _when_due(card):
    return card.due_at


def _when_created(card):
    return card.made_at, card.pk


def _title(card):
    return sort_key(card.title)


SORTED_BY = {"title": _title, "due": _when_due, "created": _when_created}


def _sorted(cards, key, descending, undated_last):
    """`undated_last` False: the descending order is the ascending one backwards, whatever is equal in it."""
    with_key = [(key(card), card) for card in cards]
    backwards = descending and undated_last
    known = sorted((one for one in with_key if one[0] is not None), key=lambda one: one[0], reverse=backwards)
    in_order = [card for _key, card in known] + [card for key, card in with_key if key is None]
    return in_order[::-1] if descending and not undated_last else in_order


def _lists_of(board):
    return List.objects.filter(board=board, binned_at=None)


def _kind(kind):
    if kind not in List.Kind.values:
        raise Invalid(_("This kind of list does not exist: choose among those shown."), field="kind")
    return kind


def _limit(typed):
    try:
        limit = int(typed or 0)
    except (TypeError, ValueError, OverflowError):
        limit = -1
    if not 0 <= limit <= MOST_CARDS:
        raise Invalid(_("A limit is a whole number of cards, from 1 to 10,000; 0 for none."), field="wip_limit")
    return limit or None
