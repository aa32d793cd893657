from django.conf import settings
from django.db import models

from projets.usecase.models import Row


class Departure(Row):
    """Somebody has left. What they still hold is not written here: it is read from the boards, and shrinks."""

    class Reason(models.TextChoices):
        MANAGER = "manager"  # somebody said so
        CLAIM = "claim"  # whoever says who people are says so no longer
        SILENCE = "silence"  # they have not come for long

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="departures")
    reason = models.CharField(max_length=10, choices=Reason)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)  # None: it followed by itself

    class Meta:
        ordering = ["-id"]

    @property
    def stream(self):
        return f"user:{self.user_id}"
