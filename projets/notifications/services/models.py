from django.conf import settings
from django.db import models

from projets.boards.models import Board
from projets.usecase.models import Row


class Service(Row):
    """Of a person, or of a board. Its address often holds a secret, and is in no fact."""

    class Format(models.TextChoices):
        TEXT = "text"
        MARKDOWN = "markdown"
        HTML = "html"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="+")
    url = models.CharField(max_length=512)
    format = models.CharField(max_length=10, choices=Format)
    updated_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # kept for those who are told of its end
    failed_at = models.DateTimeField(null=True)  # since the last that arrived
    failure = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["id"]

    @property
    def stream(self):
        return f"user:{self.user_id}" if self.user_id else f"project:{self.board.project_id}"
