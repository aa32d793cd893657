from django.db import models
from django.utils import timezone

from projets.accounts.models import User
from projets.usecase.models import Row


class Identity(Row):
    """An account as a provider knows it: by issuer and subject, never by an address, which changes hands."""

    class LinkedBy(models.TextChoices):
        FIRST_SIGN_IN = "first_sign_in"  # the account was opened for it
        MAILBOX = "mailbox"  # the person has shown that the account's address is theirs

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=256)
    sub = models.CharField(max_length=256)
    linked_by = models.CharField(max_length=20, choices=LinkedBy)
    idp_id = models.CharField(max_length=256, blank=True, default="")  # who vouches behind the provider
    siret = models.CharField(max_length=14, blank=True, default="")
    organization_label = models.CharField(max_length=256, blank=True, default="")  # to be shown, never a right
    acr = models.CharField(max_length=128, blank=True, default="")  # of the last sign-in
    amr = models.JSONField(default=list)  # the same
    made_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["issuer", "sub"], name="one_identity_per_issuer_and_sub")]

    @property
    def stream(self):
        return f"user:{self.user_id}"
