"""What somebody proves besides a password, where they are signed in, and how often somebody failed."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from projets.usecase.models import Identified, Row


class OfSomebody(Row):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def stream(self):
        return f"user:{self.user_id}"


class Authenticator(OfSomebody):
    """An application that shows a number of six digits every half minute (RFC 6238)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticator")
    secret = models.CharField(max_length=200)  # sealed by the instance's key: see factors/numbers.py
    last_step = models.BigIntegerField()  # the last half minute whose number was used: each serves once


class RecoveryCode(OfSomebody):
    """Instead of the application, once. Known by its digest."""

    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_recovery_code_per_digest")]


class Passkey(OfSomebody):
    """A key of a computer, telephone or stick (WebAuthn): what is kept here only checks what it signs."""

    name = models.CharField(max_length=64)  # in the owner's words
    credential = models.CharField(max_length=1400, unique=True)  # base64url, as browsers name it
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Rescue(OfSomebody):
    """The one way in when the identity provider is away: a secret made by the operator, good once."""

    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)
    used_from = models.CharField(max_length=64, blank=True, default="")  # an address


class OpenSession(models.Model):
    """What of a browser's session its owner recognises it by. As with sessions, nobody acts by it."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="opened")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    browser = models.CharField(max_length=80)
    address = models.CharField(max_length=64)  # roughly
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # to the hour


class LastSeen(models.Model):
    """When somebody was last here, to the hour, whatever became of their sessions (E-06). Nobody acts by it either."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    seen_at = models.DateTimeField()


class Tries(Identified):
    """Failures of one kind (see factors/throttling.py), shared by all processes. Nobody's name is in it."""

    key = models.CharField(max_length=64, unique=True)  # a digest
    failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    shut_until = models.DateTimeField(null=True)
    is_known = models.BooleanField(default=False)  # has succeeded from here: others' failures do not shut it
