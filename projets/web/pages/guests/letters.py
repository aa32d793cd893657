"""What guests are written: an invitation, and a link to sign in. Nothing of a board but its name is in them."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projets.accounts.models import User
from projets.notifications.mail.models import mail_server
from projets.notifications.mail.sending import send
from projets.usecase.errors import Unavailable
from projets.usecase.outgoing import Unreachable


def has_mail():
    return bool(mail_server().host)


def send_invitation(guest, secret):
    """Raises Unavailable when it did not leave."""
    sponsor = User.objects.filter(pk__in=[guest.sponsor_id, guest.invited_by]).order_by("-pk").first()
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
        _leave(guest.email, _("You are invited to a board"), text % said)


def send_link(email, key):
    text = _(
        "Somebody, you perhaps, asks to come in as a guest on %(site)s.\n\n"
        "If it is you, open this link within ten minutes, in the browser where you asked for it:\n\n%(link)s\n\n"
        "If it is not you, do nothing: without this link nobody gets in."
    )
    link = settings.BASE_URL + reverse("guest_link", args=[key])
    _leave(email, _("Your link to come in"), text % {"site": settings.BASE_URL, "link": link})


def _leave(address, subject, text):
    server = mail_server()
    if not server.host:
        raise Unavailable(_("No mail leaves this site: an administrator must name a mail server first."))
    try:
        send(server, address, subject, text)
    except (Unreachable, OSError, ValueError) as error:
        raise Unavailable(_("The letter could not be sent. Try again later, or ask an administrator.")) from error
