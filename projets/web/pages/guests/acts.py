"""Inviting guests, writing to them again, moving their end, ending it.

The letter leaves once the act is there for everybody: should it not, the guest is listed, and can be written to again.
"""

from django.utils.translation import gettext as _

from projets.accounts.models import User
from projets.boards.queries import find
from projets.boards.sharing.actions import guests as acts
from projets.boards.sharing.models import Guest
from projets.boards.sharing.secrets import new_secret
from projets.usecase.errors import Conflict, Unavailable
from projets.usecase.rights import require
from projets.web.door import door
from projets.web.mailed import may_send
from projets.web.pages.board.list_acts import board_of
from projets.web.pages.guests.letters import has_mail, send_invitation
from projets.web.pages.sharing.views import NO_MAIL, end_of_day

LETTERS_OF_A_SENDER = 50  # in an hour


@door(acts.invite_guest)
def invite(actor, form, board_id):
    board, secret, me = board_of(actor, board_id), new_secret(), User.objects.get(pk=actor.user_id)
    require(actor, "invite_guest", board)  # before anybody is looked for: else it would tell who has an account
    if not has_mail():
        raise Unavailable(NO_MAIL)
    (sponsor,) = find(User.objects.filter(is_active=True), form.get("sponsor") or me.pk)
    email, ends_at = form.get("email", ""), end_of_day(form.get("until"), me)
    _count(actor, email)
    act = acts.invite_guest(actor, board, sponsor, secret, email, ends_at, form.get("role"))
    send_invitation(Guest.objects.select_related("board").get(pk=act.facts[-1].after.id), secret)
    return act


@door(acts.invite_again)
def send_again(actor, form, guest_id):
    guest, secret = _guest(guest_id), new_secret()
    require(actor, "invite_again", guest)
    _count(actor, guest.email)
    act = acts.invite_again(actor, guest, secret)
    send_invitation(guest, secret)
    return act


@door(acts.prolong_guest)
def prolong(actor, form, guest_id):
    me = User.objects.get(pk=actor.user_id)
    return acts.prolong_guest(actor, _guest(guest_id), end_of_day(form.get("until"), me))


@door(acts.end_guest, unseen=True)
def end(actor, form, guest_id):
    return acts.end_guest(actor, _guest(guest_id))


def _guest(guest_id):
    (found,) = find(Guest.objects.select_related("board"), guest_id)
    return found


def _count(actor, email):
    """E-24."""
    if not may_send("invitations-of", actor.user_id, LETTERS_OF_A_SENDER) or not may_send("invitation", email.lower()):
        raise Conflict(_("Too many letters in an hour. Try again later."))
