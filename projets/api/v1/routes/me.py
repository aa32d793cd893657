"""Who asks, and what is theirs to do."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from ninja import Query

from projets.accounts.models import User
from projets.api.v1 import models, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import api
from projets.api.v1.paging import Paged, part
from projets.api.v1.parsing import Id
from projets.boards.actions.saving import state
from projets.boards.mine import my_cards
from projets.boards.models import Card
from projets.boards.queries import find


@api.get("/me", response=models.Me, tags=["me"])
def read_me(request):
    """Your account, and the token you ask with."""
    return send(shapes.me(request.user, request.token))


MyCards = models.paged(
    "MyCards",
    **dict.fromkeys(("late", "today", "week", "later", "undated", "waiting"), models.CardOnBoard),
)


@api.get("/me/cards", response=MyCards, tags=["me"])
def read_my_cards(request, paged: Query[Paged]):
    """Open cards you are on, by pieces: late, due today, this week, later, undated, waiting for others."""
    mine = my_cards(request.actor, timezone.now(), ZoneInfo(request.user.time_zone or settings.TIME_ZONE))
    piece = part([card for cards in mine.groups.values() for card in cards], paged, list, name="cards")
    Card.complete(piece["cards"])
    here = {card.pk for card in piece["cards"]}
    groups = {
        name: [shapes.card(state(card), card.board.project.prefix) for card in cards if card.pk in here]
        for name, cards in mine.groups.items()
    }
    return send(groups | {"next": piece["next"]})


@api.get("/people/{id}", response=models.Account, tags=["me"])
def read_person(request, id: Id):
    """What everybody may know of an account."""
    return send(shapes.account(find(User.objects, id)[0]))
