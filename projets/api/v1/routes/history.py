"""What happened, and putting it back."""

from ninja import Query

from projets.api.v1 import facts, models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, told_to
from projets.api.v1.paging import Paged, cursor_of, next_after
from projets.api.v1.parsing import CardRef, Id
from projets.boards.actions.undoing import undo_act, undo_last
from projets.boards.history import activity_of_board, history_of_card
from projets.boards.models import Board
from projets.boards.queries import find
from projets.usecase.models import Act, Event

TAGS = ["history"]
Done = models.many("Done", events=facts.Event)


@api.get("/cards/{id}/history", response=models.page_of(facts.Event), tags=TAGS)
def card_history(request, id: CardRef, paged: Query[Paged]):
    """All that was done to a card and to what it holds, wherever it has lived; the newest first."""
    card = rows.card(id)(request.actor)
    return _page(history_of_card(request.actor, card, _older(paged), paged.limit))


@api.get("/boards/{id}/history", response=models.page_of(facts.Event), tags=TAGS)
def board_history(request, id: Id, paged: Query[Paged]):
    """What was done on a board; the newest first."""
    board = rows.one(Board, id)(request.actor)
    return _page(activity_of_board(request.actor, board, _older(paged), paged.limit))


@api.get("/acts/{id}", response=Done, tags=TAGS)
def read_act(request, id: Id):
    """What an act of yours did: its events."""
    return _done(request, _mine(request, id))


@api.post("/acts/{id}/undo", response=Done, auth=WRITE, tags=TAGS)
def undo(request, id: Id):
    """Put back all that one of your acts did, within the hour: a new act, which can be undone likewise.

    409, in words, when somebody has changed any of it since; 422 for what cannot be undone.
    """
    return _done(request, undo_act(request.actor, _mine(request, id)))


@api.post("/boards/{id}/undo", response=Done, auth=WRITE, tags=TAGS)
def undo_last_act(request, id: Id):
    """Put back your last act on a board within the hour."""
    return _done(request, undo_last(request.actor, rows.one(Board, id)(request.actor)))


def _mine(request, id):
    return find(Act.objects.filter(user_id=request.actor.user_id), id)[0]


def _done(request, act):
    return acted(act, {"events": [shapes.event(one) for one in told_to(request.actor, act)]})


def _older(paged):
    return cursor_of(paged.cursor) if paged.cursor else None


def _page(history):
    told = Event.objects.filter(pk__in=[entry.id for entry in history.entries]).select_related("act").order_by("-pk")
    older = next_after(history.older) if history.older else None
    return send({"items": [shapes.event(one) for one in told], "next": older})
