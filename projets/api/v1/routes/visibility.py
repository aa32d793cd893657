"""« Who can see this? », of a board or of a card."""

from typing import Literal

from projets.api.v1 import models, rows
from projets.api.v1.answers import send
from projets.api.v1.door import api
from projets.api.v1.parsing import CardRef, Id
from projets.boards.markings import WAYS_OUT, allows
from projets.boards.models import Board
from projets.boards.queries import find
from projets.boards.visibility import Reason, who_sees

TAGS = ["sharing"]


class Seer(models.Out):
    person_id: Id | None
    name: str
    reasons: list[Literal[*(one.value for one in Reason)]]


class Seers(models.Out):
    seers: list[Seer]
    closed: list[Literal[*WAYS_OUT]]


@api.get("/boards/{id}/who-sees", response=Seers, tags=TAGS)
def who_sees_board(request, id: Id):
    """Everybody who can see a board, each with the reasons. Who has no account holds a link: `person_id` is null.

    `closed` are the ways out that its marking shuts: links, guests, words in mail, webhooks and services.
    """
    return _seers(find(Board.objects.visible_to(request.actor).select_related("project"), id)[0])


@api.get("/cards/{id}/who-sees", response=Seers, tags=TAGS)
def who_sees_card(request, id: CardRef):
    """Everybody who can see a card: those who see its board, or of a restricted one its people alone."""
    card = rows.card(id)(request.actor)
    return _seers(card.board, card)


def _seers(board, card=None):
    seers = [
        {"person_id": str(one.person.id) if one.person else None, "name": one.name, "reasons": one.reasons}
        for one in who_sees(board, card)
    ]
    return send({"seers": seers, "closed": [way for way in WAYS_OUT if not allows(board.marking, way)]})
