from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.wording import line
from projets.notifications.mail.events import MailServerSet, MailServerState
from projets.notifications.mail.models import mail_server
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import record

LONGEST = 256
TEXTS, SWITCHES = ("host", "name", "user", "password", "sender"), ("is_secure", "is_verified")


@action("instance")
def set_mail_server(actor, instance, **given):
    """Those given of a mail server's columns; None or "" for none."""
    server = mail_server()
    was, password = MailServerState.of(server), server.password
    for name, value in given.items():
        setattr(server, name, _checked(name, value))
    now = MailServerState.of(server)
    if now == was and server.password == password:
        return
    server.updated_at = timezone.now()
    server.save()
    record(instance.stream, MailServerSet(was, now))


def _checked(name, value):
    if name in SWITCHES:
        return bool(value)
    if name == "port":
        if value is not None and not 0 <= value <= 65535:
            raise Invalid(_("A port is a number from 0 to 65535."), name)
        return value
    if name in TEXTS:
        return line(value, name, LONGEST)
    raise TypeError(f"a mail server has no {name}")
