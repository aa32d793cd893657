"""Guests: people from outside, let in on one board until a day, for whom a member answers. They have no API."""

from typing import Literal

from ninja import Query

from projets.accounts.queries import require_administrator
from projets.api.v1 import models, rows, shapes
from projets.api.v1.administration import administered, unseen
from projets.api.v1.answers import nothing, send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted_to, made, of_what_is_unseen, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Moment, Sent
from projets.api.v1.routes.share_links import placed
from projets.api.v1.states import state
from projets.boards.actions.memberships import GUEST_ROLES
from projets.boards.models import Board
from projets.boards.queries import find
from projets.boards.sharing import events
from projets.boards.sharing import models as sharing
from projets.boards.sharing.actions import guests as actions
from projets.boards.sharing.queries import STANDS, coming_guests, of_projects_of
from projets.notifications.mail import guests as mail
from projets.usecase.rights import require

TAGS = ["sharing"]
GuestRole = Literal[*(one.value for one in GUEST_ROLES)]


class NewGuest(Sent):
    email: Line
    ends_at: Moment
    role: GuestRole = "reader"
    sponsor_id: Id | None = None


class NewEnd(Sent):
    ends_at: Moment


class Guest(models.Out):
    id: Id
    board_id: Id | None
    email: str
    user_id: Id | None
    name: str | None
    role: GuestRole
    sponsor_id: Id | None
    invited_by_id: Id | None
    invited_at: models.At
    accepted_at: models.At | None
    ends_at: models.At
    ended_at: models.At | None
    etag: str


class InvitedGuest(Guest):
    letter_sent: bool | None


class PlacedGuest(Guest):
    project_name: str | None
    board_name: str | None


@api.get("/boards/{id}/guests", response=models.page_of(Guest), tags=TAGS)
def list_board_guests(request, id: Id, paged: Query[Paged]):
    """Who comes to a board from outside, and who has not opened the letter yet; for those who may invite."""
    board = rows.one(Board, id)(request.actor)
    require(request.actor, "invite_guest", board)
    return send(page(coming_guests(board=board), paged, lambda found: [_guest(one) for one in found]))


@api.post("/boards/{id}/guests", response={201: InvitedGuest}, auth=ADMIN, tags=TAGS)
def invite_guest(request, id: Id, body: NewGuest):
    """Invite the owner of a mailbox to a board until a day, by a letter.

    `sponsor_id` answers for them, you by default. `letter_sent` false: the guest is listed, and the letter can be sent
    again. Null: this was done before.
    """
    why = None

    def do(actor, board):
        nonlocal why
        sponsor = int(body.sponsor_id or actor.user_id)
        act, why = mail.invite(actor, board, sponsor, body.email, body.ends_at, body.role)
        return act

    act = once(request, actions.invite_guest, rows.one(Board, id), do)
    (invited,) = made(act, events.GuestInvited)
    return _invited(act, invited.id, why, 201)


@api.post("/guests/{id}/letter", response=InvitedGuest, auth=ADMIN, tags=TAGS)
def invite_again(request, id: Id):
    """Send another letter to who has not come yet; the one before serves no more."""
    why = None

    def do(actor, guest):
        nonlocal why
        act, why = mail.write_again(actor, guest)
        return act

    return _invited(once(request, actions.invite_again, _unseen(id, actions.invite_again), do), id, why)


@api.patch("/guests/{id}", response=Guest, auth=ADMIN, tags=TAGS)
def prolong_guest(request, id: Id, body: NewEnd):
    """Move the end of their access; who answers for them may, too."""

    def do(actor, guest):
        return actions.prolong_guest(actor, guest, body.ends_at)

    act = once(request, actions.prolong_guest, _unseen(id, actions.prolong_guest), do)
    (guest,) = find(_guests(), id)
    return acted_to(act, state(guest), lambda _state: _guest(guest), 200)


@api.delete("/guests/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def end_guest(request, id: Id):
    """They see nothing of the board any more; what they wrote stays."""
    act = once(
        request, actions.end_guest, _unseen(id, actions.end_guest), actions.end_guest, require_seeing=of_what_is_unseen
    )
    return nothing({"Projets-Act": str(act.pk)})


@api.get("/guests", response=models.page_of(PlacedGuest), auth=ADMIN, tags=TAGS)
def list_all_guests(request, paged: Query[Paged]):
    """All guests of the instance, for administrators; of private projects not what they are called."""
    require_administrator(request.actor)
    return send(page(coming_guests(**STANDS), paged, _placed_guests))


@api.get("/organisations/{id}/guests", response=models.page_of(PlacedGuest), auth=ADMIN, tags=TAGS)
def list_guests_of_organisation(request, id: Id, paged: Query[Paged]):
    """The guests that its projects let in, for who administers it; of private ones not what they are called."""
    theirs = of_projects_of(administered(request.actor, id))
    return send(page(coming_guests(**theirs), paged, _placed_guests))


def _guests():
    return sharing.Guest.objects.select_related("board", "user")


def _unseen(id, action):
    return unseen(_guests(), id, action)


def _invited(act, id, why, status=200):
    (guest,) = find(_guests(), id)
    sent = None if act.done_before else not why
    return acted_to(act, state(guest), lambda _state: _guest(guest) | {"letter_sent": sent}, status)


def _guest(guest):
    moments = ("invited_at", "accepted_at", "ends_at", "ended_at")
    return {
        "id": str(guest.pk),
        "board_id": str(guest.board_id),
        "email": guest.email,
        "user_id": shapes.sent("user_id", guest.user_id),
        "name": guest.user.name if guest.user else None,
        "role": guest.role,
        "sponsor_id": shapes.sent("sponsor_id", guest.sponsor_id),
        "invited_by_id": shapes.sent("invited_by_id", guest.invited_by),
        "etag": shapes.tag(state(guest)),
    } | {name: shapes.moment(getattr(guest, name)) for name in moments}


def _placed_guests(found):
    return [placed(_guest(one), one.board) for one in found]
