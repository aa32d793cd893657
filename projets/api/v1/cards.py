"""Cards as routes answer them: with the prefix of their project, and one by itself with its text."""

from projets.api.v1 import shapes
from projets.api.v1.once import acted, became, made
from projets.boards.models import Board, Card
from projets.boards.queries import text_of


def items(states):
    """Of states, in one query whatever their number."""
    boards = {state.board_id for state in states}
    prefixes = dict(Board.objects.filter(pk__in=boards).order_by().values_list("pk", "project__prefix"))
    return [shapes.card(state, prefixes[state.board_id]) for state in states]


def whole(state, text=None):
    (item,) = items([state])
    return item | {"description": text_of(state.id, state.description_version) if text is None else text}


def acted_on_card(act, id, status=200):
    after = became(act, Card, id)
    response = acted(act, whole(after), status)
    response.headers["ETag"] = shapes.tag(after)
    return response


def acted_on_cards(act, ids):
    """What the act left these cards as; each once, in their order."""
    return acted(act, {"cards": items([became(act, Card, id) for id in dict.fromkeys(ids)])})


def made_cards(act, *kinds):
    return acted(act, {"cards": items(made(act, *kinds))}, 201)
