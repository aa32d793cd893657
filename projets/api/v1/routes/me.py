"""Who asks, and what is theirs to do."""

from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from ninja import File, Query
from ninja.files import UploadedFile

from projets.accounts.actions.account import edit_account
from projets.accounts.actions.users import change_picture
from projets.accounts.models import User
from projets.accounts.pictures import portrait
from projets.api.v1 import models, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import WRITE, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, part
from projets.api.v1.parsing import Id, Line, Sent, left_out
from projets.boards.actions.saving import state
from projets.boards.mine import my_cards
from projets.boards.models import Card
from projets.boards.queries import find


@api.get("/me", response=models.Me, tags=["me"])
def read_me(request):
    """Your account, and the token you ask with."""
    return send(shapes.me(request.user, request.token))


class MyChanges(Sent):
    name: Line = left_out()
    phone: Line = left_out()
    organization: Line = left_out()
    language: Line = left_out()
    time_zone: Line = left_out()
    theme: Literal[*User.Theme.values] = left_out()
    shows_presence: bool = left_out()
    single_letters: bool = left_out()
    subscribe_to_own_cards: bool = left_out()
    subscribe_to_card_when_commenting: bool = left_out()


@api.patch("/me", response=models.Me, auth=WRITE, tags=["me"])
def edit_me(request, body: MyChanges):
    """Who you are and how you want it: what is left out stays. `language` is that of pages and letters, "" the
    instance's; `time_zone` a name like Europe/Paris. Not by a token made for some projects.
    """
    given = body.given
    profile = {name: value for name, value in given.items() if name in ("name", "phone", "organization")}
    preferences = {name: value for name, value in given.items() if name not in profile}

    def do(actor, me):
        return edit_account(actor, me, profile=profile, preferences=preferences)

    return _changed(request, edit_account, do)


@api.post("/me/picture", response=models.Me, auth=WRITE, tags=["me"])
def set_picture(request, file: File[UploadedFile]):
    """Show this picture of you, a JPEG, PNG or WebP, cut square: a form of the kind multipart/form-data."""
    return _changed(request, change_picture, lambda actor, me: change_picture(actor, me, portrait(file)))


@api.delete("/me/picture", response=models.Me, auth=WRITE, tags=["me"])
def remove_picture(request):
    """Show your initials again."""
    return _changed(request, change_picture, lambda actor, me: change_picture(actor, me, None))


def _changed(request, action, do):
    act = once(request, action, lambda actor: request.user, do)
    return acted(act, shapes.me(User.objects.get(pk=request.user.pk), request.token))


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
