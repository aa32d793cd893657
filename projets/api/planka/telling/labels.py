from projets.api.planka.items.labels import label
from projets.api.planka.telling import audience, parents
from projets.api.planka.telling.told import teller
from projets.boards import events


@teller(events.LabelFact)
def tell(it):
    """Whoever has the board open takes a deleted label off its cards by themselves."""
    yield from it.told("label", label, audience.of_board(it.now.board_id), lambda: parents.of_board(it.now.board_id))
