"""What notifications store: what people have been told, and where else they want to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from projets.boards.models import Card
from projets.usecase.models import Row


class Notifications(models.QuerySet):
    def visible_to(self, actor):
        """One's own, of cards that one still sees; a card that was put in the bin is told of."""
        seen = Card.objects.of_boards_seen_by(actor).filter(pk=OuterRef("card_id"))
        standing = seen.filter(board__binned_at=None, board__project__binned_at=None).order_by()
        return self.filter(Exists(standing), user=actor.user_id)


class Notification(Row):
    """One person was told once of one event of a card, and has read it or not."""

    class Kind(models.TextChoices):
        """What happened."""

        MOVED = "moved"
        COMMENTED = "commented"
        MENTIONED = "mentioned"
        ADDED = "added"  # to the card's people, perhaps as the responsible one
        RESPONSIBLE = "responsible"  # being on the card already
        TASK = "task"

    class Reason(models.TextChoices):
        """Why it is told to this person."""

        CARD = "card"  # they follow it
        BOARD = "board"
        MENTIONED = "mentioned"
        GIVEN = "given"  # the card or the task was given to them

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=20, choices=Reason)
    event_id = models.BigIntegerField()  # of the log: what is told of
    creator_id = models.BigIntegerField(null=True)  # who did it
    board_id = models.BigIntegerField()  # where it happened; the card may live elsewhere by now
    card_id = models.BigIntegerField()
    comment_id = models.BigIntegerField(null=True)
    text_version = models.PositiveIntegerField(null=True)  # of the comment, as it was told
    data = models.JSONField(default=dict)  # names as they were then: title, from, to, task
    read_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    objects = Notifications.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "event_id"], name="told_once")]
        indexes = [models.Index(fields=["user", "read_at"])]

    @property
    def stream(self):
        return f"user:{self.user_id}"
