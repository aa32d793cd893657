"""Lists, and the archive and the trash of a board as the two endless ones."""

from projets.api.planka import content
from projets.api.planka.calling import delete, get, patch, post
from projets.api.planka.items.actions import ActionItem, actions_of
from projets.api.planka.items.cards import CardItem, FollowedCardItem
from projets.api.planka.items.lists import EndlessListItem, ListItem, endless, list_item
from projets.api.planka.parameters import Choice, Id, Ids, Position, Structure, Text
from projets.api.planka.refusals import forbidden, not_found, unprocessable
from projets.boards.actions import cards as card_actions
from projets.boards.actions import lists as actions
from projets.boards.colors import OF_LISTS
from projets.boards.models import Board, Card, List
from projets.boards.queries import seen
from projets.usecase.rights import require

KIND = Choice("type", among=("active", "closed"))
NAME = Text("name")
SORTED_BY = {"name": "title", "dueDate": "due", "createdAt": "created"}


@post(
    "/boards/{board}/lists",
    Choice("type", among=("active", "closed"), required=True),
    Position(required=True),
    Text("name", required=True),
    of="Board",
    answers={"item": ListItem},
)
def create(call, given, board):
    """A new list on a board."""
    [board] = seen(call.actor, Board, board)
    act = actions.create_lists(call.actor, board, [given["name"]], given["position"], given["type"])
    return {"item": list_item(act.facts[0].after, None)}


@get(
    "/lists/{list}",
    of="List",
    answers={"item": ListItem, "included": {"cards": list[FollowedCardItem]} | content.INCLUDED},
)
def show(call, given, list):
    """A list with its cards."""
    board, found = _finite(call, list)
    cards = content.read(content.shown_in(call.actor, found))
    included = {"cards": content.with_subscription(call, board, cards)} | content.included_of(call, board, cards)
    return {"item": list_item(found), "included": included}


@patch(
    "/lists/{list}",
    Id("boardId"),
    KIND,
    Position(),
    NAME,
    Choice("color", null=True, among=OF_LISTS),
    of="List",
    answers={"item": ListItem},
)
def edit(call, given, list):
    """Changes a list, its place or its board."""
    board, found = _finite(call, list, otherwise=forbidden)
    to_board = board
    if "boardId" in given:
        to_board = Board.objects.visible_to(call.actor).filter(pk=given["boardId"]).first()
        if to_board is None:
            raise not_found("Board")
    actions.edit_list(
        call.actor,
        found,
        given.get("name"),
        given.get("type"),
        (given["color"] or "") if "color" in given else None,
        position=given.get("position"),
        to_board=to_board,
    )
    found.refresh_from_db()
    return {"item": list_item(found)}


@post(
    "/lists/{list}/sort",
    Choice("fieldName", among=tuple(SORTED_BY), required=True),
    Choice("order", among=("asc", "desc")),
    of="List",
    answers={"item": ListItem, "included": {"cards": list[CardItem]}},
)
def sort(call, given, list):
    """Puts the cards of a list in order."""
    board, found = _finite(call, list, otherwise=lambda: unprocessable("Cannot be sorted as endless list"))
    backwards = given.get("order") == "desc"
    actions.sort_list(call.actor, found, SORTED_BY[given["fieldName"]], backwards, undated_last=False)
    found.refresh_from_db()
    cards = content.items(board, content.read(content.shown_in(call.actor, found)))
    return {"item": list_item(found), "included": {"cards": cards}}


@post(
    "/lists/{list}/move-cards",
    Id("listId", required=True),
    of="List",
    answers={"item": ListItem, "included": {"cards": list[CardItem], "actions": list[ActionItem]}},
)
def move_cards(call, given, list):
    """All cards of a closed list, into the archive of its board."""
    board, found = _finite(call, list, otherwise=forbidden)
    require(call.actor, "empty_list", found)
    if found.kind != List.Kind.CLOSED:
        raise forbidden()
    if given["listId"] != board.archive_list_id:
        raise not_found("List")
    cards = content.shown_in(call.actor, found)
    ids = [*cards.values_list("pk", flat=True)]
    act = actions.empty_list(call.actor, found)
    return {
        "item": list_item(found),
        "included": {"cards": _moved(board, ids), "actions": actions_of([*act.told])},
    }


@post("/lists/{list}/clear", of="List", answers={"item": EndlessListItem})
def clear(call, given, list):
    """Empties the trash.

    What is thrown out of the trash stays in our bin.
    """
    board, kind = content.find_list(call.actor, list)
    require(call.actor, "clear_bin", board)
    if kind != "trash":
        raise forbidden()
    card_actions.clear_bin(call.actor, board)
    return {"item": endless(board, "trash")}


@delete("/lists/{list}", of="List", answers={"item": ListItem, "included": {"cards": list[CardItem]}})
def remove(call, given, list):
    """Puts a list in the bin, with its cards."""
    board, found = _finite(call, list, otherwise=forbidden)
    ids = [*content.shown_in(call.actor, found).values_list("pk", flat=True)]
    actions.bin_lists(call.actor, [found])
    return {"item": list_item(found), "included": {"cards": _moved(board, ids)}}


@get(
    "/lists/{list}/cards",
    Structure("before", keys=("listChangedAt", "id")),
    Text("search"),
    Ids("userIds"),
    Ids("labelIds"),
    of="List",
    answers={"items": list[FollowedCardItem], "included": content.INCLUDED},
    refuses=(422,),
)
def index_cards(call, given, list):
    """Cards of a list, of the archive or of the trash, the last changed first, by pieces of 50."""
    board, found = content.find_list(call.actor, list)
    cards = {"archive": content.archived_on, "trash": content.binned_on}
    held = cards[found](call.actor, board) if found in cards else content.shown_in(call.actor, found)
    page = content.narrowed(call, board, content.read(held), given)
    return {
        "items": content.with_subscription(call, board, page),
        "included": content.included_of(call, board, page),
    }


def _finite(call, id, otherwise=None):
    """A list that has an order; `otherwise` is what who edits the board is told of the archive and the trash."""
    board, found = content.find_list(call.actor, id)
    if isinstance(found, str):
        if otherwise is None:
            raise not_found("List")
        require(call.actor, "edit_list", board)
        raise otherwise()
    return board, found


def _moved(board, ids):
    """These cards where they are now, in the order that they had."""
    found = content.read(Card.objects.filter(pk__in=ids))
    by_id = dict(zip((one.id for one in found), content.items(board, found), strict=True))
    return [by_id[id] for id in ids]
