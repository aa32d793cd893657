from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.usecase.models import Identified, Row


class LegalInformation(Row):
    """One row, made when it is first filled in; `texts` has those of `fields.py` that are given, by name."""

    THE_ONE = 1

    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True)

    @property
    def stream(self):
        return "instance"

    @property
    def filled(self):
        return sorted(self.texts)


class Announcement(Identified):
    """A message of the administrators to everybody, while its dates last."""

    class Level(models.TextChoices):
        INFO = "info", _("Information")
        WARNING = "warning", _("Warning")
        DANGER = "danger", _("Incident")

    text = models.CharField(max_length=300)
    level = models.CharField(max_length=10, choices=Level)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["begins_at", "id"]


def legal_information():
    """As it was last saved, or empty."""
    return LegalInformation.objects.filter(pk=LegalInformation.THE_ONE).first() or LegalInformation(
        pk=LegalInformation.THE_ONE
    )
