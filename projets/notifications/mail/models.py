from django.db import models
from django.utils import timezone

from projets.usecase.models import Row


class MailServer(Row):
    """One row, made when it is first asked for; without a host there is no mail."""

    THE_ONE = 1

    host = models.CharField(max_length=256, blank=True, default="")
    port = models.PositiveIntegerField(null=True)  # None: the usual one
    name = models.CharField(max_length=256, blank=True, default="")  # how this machine greets
    is_secure = models.BooleanField(default=False)  # TLS from the first byte; else as soon as the server offers it
    is_verified = models.BooleanField(default=True)  # its certificate
    user = models.CharField(max_length=256, blank=True, default="")
    password = models.CharField(max_length=256, blank=True, default="")  # as it is sent; in no fact and no answer
    sender = models.CharField(max_length=256, blank=True, default="")  # « Projets <projets@ministere.gouv.fr> »
    made_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(null=True)

    @property
    def stream(self):
        return "instance"

    @property
    def has_password(self):
        return bool(self.password)


def mail_server():
    """As it was last set, or as it is before it has been."""
    return MailServer.objects.filter(pk=MailServer.THE_ONE).first() or MailServer(pk=MailServer.THE_ONE)
