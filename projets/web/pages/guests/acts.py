"""Inviting guests, writing to them again, moving their end, ending it."""

from projets.accounts.models import User
from projets.boards.queries import find, number_of
from projets.boards.sharing.actions import guests as acts
from projets.boards.sharing.models import Guest
from projets.notifications.mail import guests as mail
from projets.usecase.errors import Unavailable
from projets.web.door import door
from projets.web.pages.board.list_acts import board_of
from projets.web.pages.sharing.views import end_of_day


@door(acts.invite_guest)
def invite(actor, form, board_id):
    board, me = board_of(actor, board_id), User.objects.get(pk=actor.user_id)
    sponsor, ends_at = number_of(form.get("sponsor") or me.pk), end_of_day(form.get("until"), me)
    return _sent(*mail.invite(actor, board, sponsor, form.get("email", ""), ends_at, form.get("role")))


@door(acts.invite_again)
def send_again(actor, form, guest_id):
    return _sent(*mail.write_again(actor, _guest(guest_id)))


@door(acts.prolong_guest)
def prolong(actor, form, guest_id):
    me = User.objects.get(pk=actor.user_id)
    return acts.prolong_guest(actor, _guest(guest_id), end_of_day(form.get("until"), me))


@door(acts.end_guest, unseen=True)
def end(actor, form, guest_id):
    return acts.end_guest(actor, _guest(guest_id))


def _sent(act, why):
    """The guest is listed all the same, and can be written to again."""
    if why:
        raise Unavailable(why)
    return act


def _guest(guest_id):
    (found,) = find(Guest.objects.select_related("board"), guest_id)
    return found
