"""Lists. One that is archived is not known there, nor what is in it; one in the bin leaves its cards to the trash."""

from projets.api.planka.content import items, read
from projets.api.planka.items.lists import list_item
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import Told, teller
from projets.boards import events
from projets.boards.models import Board, Card

GONE = {"binned", "archived"}
BACK = {"restored", "unarchived"}


@teller(events.ListFact)
def tell(it):
    here, item = audience.of_board(it.now.board_id), list_item(it.now, it.at)

    def around():
        return parents.of_board(it.now.board_id)

    if it.was and it.was.board_id != it.now.board_id and it.stream == f"board:{it.was.board_id}":
        left = {"id": item["id"], "boardId": None}
        yield Told("listUpdate", left, audience.of_board(it.was.board_id), hooked=False)
    elif it.what in GONE:
        included = {"cards": _cards(it.now) if it.what == "binned" else []}
        yield Told("listDelete", item, here, included=included, parents=around)
    elif it.what in BACK:
        yield Told("listCreate", item, here, parents=around)
        yield Told("cardsUpdate", None, here, items=_cards(it.now), hooked=False)
    elif it.what == "sorted":
        yield Told("cardsUpdate", None, here, items=_cards(it.now), hooked=False)
    else:
        yield from it.told("list", list_item, here, around)


def _cards(state):
    """As they are now, in their order; those restricted to their people are not told to a whole board."""
    standing = Card.objects.filter(list=state.id, archived_at=None, binned_at=None, is_restricted=False)
    standing = standing.order_by("position", "id")
    return items(Board.objects.get(pk=state.board_id), read(standing))
