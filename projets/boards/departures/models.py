from django.conf import settings
from django.db import models

from projets.boards.models import Board, Project
from projets.usecase.models import Row


class Departure(Row):
    """Somebody has left. What they still hold is not written here: it is read from the boards, and shrinks."""

    class Reason(models.TextChoices):
        MANAGER = "manager"  # somebody said so
        CLAIM = "claim"  # whoever says who people are says so no longer
        SILENCE = "silence"  # they have not come for long
        ASKED = "asked"  # they want to be erased

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="departures")
    reason = models.CharField(max_length=10, choices=Reason)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)  # None: it followed by itself

    class Meta:
        ordering = ["-id"]

    @property
    def stream(self):
        return f"user:{self.user_id}"


class NamedAt(Row):
    """Somebody who was erased is named in a text that others may have to change: where, never which words."""

    class What(models.TextChoices):
        PROJECT = "project"
        BOARD = "board"
        LIST = "list"
        LABEL = "label"
        FIELD = "field"
        CARD = "card"
        DESCRIPTION = "description"
        VALUE = "value"
        TASK_LIST = "task_list"
        TASK = "task"
        COMMENT = "comment"
        ATTACHMENT = "attachment"
        BACKGROUND = "background"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    what = models.CharField(max_length=20, choices=What)
    row_id = models.BigIntegerField()
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="+")
    card_id = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    @property
    def stream(self):
        return f"user:{self.user_id}"


class SilenceWarning(Row):
    """The last one that somebody was sent; it counts for nothing once they have come again."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()  # before the account is closed
    warned_at = models.DateTimeField()

    @property
    def stream(self):
        return f"user:{self.user_id}"
