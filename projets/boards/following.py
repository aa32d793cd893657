"""What somebody follows of a board, for every door that shows it: asked at each reading."""

from projets.boards.models import BoardSubscription, CardSubscription
from projets.boards.models.rows import open_to
from projets.usecase.actor import Actor
from projets.usecase.prepared import Prepared

_board = Prepared(
    lambda board, me: BoardSubscription.objects.filter(board=board, user=me).order_by().values_list("pk")
)
_cards = Prepared(
    lambda board, me: (
        CardSubscription.objects.filter(open_to(Actor(me, ""), "card__"), card__board=board, user=me)
        .order_by()
        .values_list("card")
        .distinct()
    )
)


def follows(user_id, board_id):
    """The board itself, whatever cards come."""
    return bool(_board.rows(board_id, user_id))


def followed_cards(user_id, board_id):
    """Ids of its cards that are followed one by one, restricted ones only while they are this person's."""
    return {card for (card,) in _cards.rows(board_id, user_id)}
