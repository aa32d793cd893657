"""Guests by letter: what they are written, an invitation or a link to sign in, and inviting them, for every door.

Nothing of a board but its name is in a letter. An invitation leaves once the act is there for everybody: should it
not, the guest is listed, and can be written to again.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.accounts.models import User
from projets.boards.sharing.actions import guests as acts
from projets.boards.sharing.models import Guest
from projets.boards.sharing.secrets import new_secret
from projets.notifications.mail.models import mail_server
from projets.notifications.mail.sending import may_send, send
from projets.usecase.errors import Conflict, Unavailable
from projets.usecase.outgoing import Unreachable
from projets.usecase.rights import require

LETTERS_OF_A_SENDER = 50  # in an hour
NO_MAIL = gettext_lazy("No mail leaves this site: an administrator must name a mail server before anybody is invited.")


def has_mail():
    return bool(mail_server().host)


def invite(actor, board, sponsor_id, email, ends_at, role):
    """(the act `invite_guest`, why its letter did not leave: "" if it did, or if this was done before)."""
    require(actor, "invite_guest", board)  # before anybody is looked for: else it would tell who has an account
    if not has_mail():
        raise Unavailable(NO_MAIL)
    sponsor = User.objects.filter(pk=sponsor_id).first()
    _count(actor, email)
    secret = new_secret()
    act = acts.invite_guest(actor, board, sponsor, secret, email, ends_at, role)
    if act.done_before:
        return act, ""
    return act, _send_invitation(Guest.objects.select_related("board").get(pk=act.facts[-1].after.id), secret)


def write_again(actor, guest):
    """(the act `invite_again`, why its letter did not leave: "" if it did, or if this was done before)."""
    require(actor, "invite_again", guest)
    _count(actor, guest.email)
    secret = new_secret()
    act = acts.invite_again(actor, guest, secret)
    return act, "" if act.done_before else _send_invitation(guest, secret)


def send_link(email, key):
    text = _(
        "Somebody, you perhaps, asks to come in as a guest on %(site)s.\n\n"
        "If it is you, open this link within ten minutes, in the browser where you asked for it:\n\n%(link)s\n\n"
        "If it is not you, do nothing: without this link nobody gets in."
    )
    link = settings.BASE_URL + reverse("guest_link", args=[key])
    _leave(email, _("Your link to come in"), text % {"site": settings.BASE_URL, "link": link})


def _count(actor, email):
    """E-24."""
    if not may_send("invitations-of", actor.user_id, LETTERS_OF_A_SENDER) or not may_send("invitation", email.lower()):
        raise Conflict(gettext_lazy("Too many letters in an hour. Try again later."))


def _send_invitation(guest, secret):
    """Why it did not leave, "" if it did."""
    known = User.objects.in_bulk([guest.sponsor_id, guest.invited_by])
    sponsor = known.get(guest.sponsor_id) or known.get(guest.invited_by)
    with translation.override(settings.LANGUAGE_CODE):
        said = {
            "sponsor": sponsor.name if sponsor else _("Somebody"),
            "board": guest.board.name,
            "site": settings.BASE_URL,
            "day": date_format(timezone.localtime(guest.ends_at), "DATE_FORMAT"),
            "link": settings.BASE_URL + reverse("invitation", args=[secret]),
        }
        text = _(
            "%(sponsor)s invites you to the board “%(board)s” on %(site)s, until %(day)s.\n\n"
            "To come, open this link within seven days:\n\n%(link)s\n\n"
            "The link is for you alone: whoever opens it comes in your name. If you expect nothing of this kind, do "
            "nothing."
        )
        subject = _("You are invited to a board")
    try:
        _leave(guest.email, subject, text % said)
    except Unavailable as error:
        return str(error)
    return ""


def _leave(address, subject, text):
    server = mail_server()
    if not server.host:
        raise Unavailable(_("No mail leaves this site: an administrator must name a mail server first."))
    try:
        send(server, address, subject, text)
    except (Unreachable, OSError, ValueError) as error:
        raise Unavailable(_("The letter could not be sent. Try again later, or ask an administrator.")) from error
