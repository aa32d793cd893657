"""Letters that a worker sends."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from projets.accounts.factors.models import Rescue
from projets.accounts.models import User
from projets.boards.sharing.models import Guest
from projets.notifications.mail.models import mail_server
from projets.notifications.mail.sending import send
from projets.notifications.webhooks.models import Webhook
from projets.notifications.webhooks.queries import answering_for
from projets.usecase.outgoing import QUEUE


@task(queue_name=QUEUE)
def tell_of_rescue(rescue_id):
    """Without a mail server there is the notice on the page « Sécurité » of administrators."""
    server, rescue = mail_server(), Rescue.objects.select_related("user").get(pk=int(rescue_id))
    if not server.host:
        return
    when = timezone.localtime(rescue.used_at)
    for administrator in User.objects.administrators().order_by("pk"):
        with translation.override(administrator.spoken):
            text = _(
                "The rescue account (%(name)s) was used on %(when)s, from %(address)s. If nobody among you did this, "
                "change the passwords and have the operator look at the server."
            )
            said = {
                "name": rescue.user.name,
                "when": date_format(when, "SHORT_DATETIME_FORMAT"),
                "address": rescue.used_from or "?",
            }
            send(server, administrator.email, _("The rescue account of Projets was used"), text % said)


@task(queue_name=QUEUE)
def tell_of_silence(user_id, closes_at):
    """Whoever has come again meanwhile reads an old letter, which does them no harm."""
    server, user = mail_server(), User.objects.filter(pk=int(user_id), is_active=True).first()
    if not server.host or user is None:
        return
    with translation.override(user.spoken):
        said = {
            "site": settings.BASE_URL,
            "day": date_format(timezone.localtime(datetime.fromisoformat(closes_at)), "DATE_FORMAT"),
            "days": settings.PSEUDONYM_DAYS,
        }
        text = _(
            "You have not used %(site)s for a long time. Your account will be closed on %(day)s, and your name erased "
            "%(days)s days later; what you wrote stays for those who work with it.\n\n"
            "To keep your account, sign in before that day. Otherwise you need do nothing."
        )
        send(server, user.email, _("Your account of Projets will be closed"), text % said)


@task(queue_name=QUEUE)
def tell_of_end_of_guest(guest_id):
    """Without a mail server there is the page « Partager », where an access that ends soon is marked."""
    server, guest = mail_server(), Guest.objects.select_related("board", "user").get(pk=int(guest_id))
    sponsor = User.objects.filter(pk=guest.sponsor_id, is_active=True).first()
    if not server.host or sponsor is None or guest.ended_at:
        return
    with translation.override(sponsor.spoken):
        text = _(
            "The access of %(guest)s to the board “%(board)s”, for whom you answer, ends on %(day)s. If they are "
            "still needed, move the end here:\n\n%(link)s\n\nIf not, do nothing: it closes by itself."
        )
        said = {
            "guest": guest.user.name if guest.user else guest.email,
            "board": guest.board.name,
            "day": date_format(timezone.localtime(guest.ends_at), "DATE_FORMAT"),
            "link": f"{settings.BASE_URL}/tableaux/{guest.board_id}/partage/",
        }
        send(server, sponsor.email, _("The access of a guest ends soon"), text % said)


@task(queue_name=QUEUE)
def tell_of_given_up_webhook(webhook_id):
    """To whom the application tells it too; somebody may have seen to it since."""
    server = mail_server()
    webhook = Webhook.objects.filter(pk=int(webhook_id), removed_at=None, given_up_at__isnull=False).first()
    if not server.host or webhook is None:
        return
    for person in answering_for(webhook):
        with translation.override(person.spoken):
            text = _(
                "The webhook “%(webhook)s” of %(site)s has received nothing since %(since)s: it was switched off. "
                "What waits for it is kept %(days)s days, and is sent when an administrator switches it on again:"
                "\n\n%(link)s"
            )
            said = {
                "webhook": webhook.name,
                "site": settings.BASE_URL,
                "since": date_format(timezone.localtime(webhook.failing_since), "SHORT_DATETIME_FORMAT"),
                "days": settings.WEBHOOK_DAYS,
                "link": f"{settings.BASE_URL}/administration/webhooks/{webhook.pk}/",
            }
            send(server, person.email, _("A webhook was switched off"), text % said)
