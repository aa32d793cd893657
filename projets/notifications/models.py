"""What notifications store: what people have been told, and where else they want to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from projets.boards.models import Card
from projets.usecase.models import Row


class Notifications(models.QuerySet):
    def visible_to(self, actor):
        """One's own, of cards that one still sees; a card that was put in the bin is told of.

        What is of no card is told to the person alone, not to a key made for some projects.
        """
        seen = Card.objects.of_boards_seen_by(actor).filter(pk=OuterRef("card_id"))
        standing = seen.filter(board__binned_at=None, board__project__binned_at=None).order_by()
        told = Exists(standing) | Q(card_id=None) if actor.projects is None else Exists(standing)
        return self.filter(told, user=actor.user_id)


class Notification(Row):
    """One person was told once of one event, of a card or of a webhook, and has read it or not."""

    class Kind(models.TextChoices):
        """What happened."""

        MOVED = "moved"
        COMMENTED = "commented"
        MENTIONED = "mentioned"
        ADDED = "added"  # to the card's people, perhaps as the responsible one
        RESPONSIBLE = "responsible"  # being on the card already
        TASK = "task"
        GIVEN_UP = "given_up"  # a webhook was switched off after lasting failure

    class Reason(models.TextChoices):
        """Why it is told to this person."""

        CARD = "card"  # they follow it
        BOARD = "board"
        MENTIONED = "mentioned"
        GIVEN = "given"  # the card or the task was given to them
        ANSWERING = "answering"  # for the webhook: its owner, or who stands in for one that is gone

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=20, choices=Reason)
    event_id = models.BigIntegerField()  # of the log: what is told of
    creator_id = models.BigIntegerField(null=True)  # who did it
    board_id = models.BigIntegerField(null=True)  # where it happened; the card may live elsewhere by now
    card_id = models.BigIntegerField(null=True)  # None: of no card
    comment_id = models.BigIntegerField(null=True)
    text_version = models.PositiveIntegerField(null=True)  # of the comment, as it was told
    data = models.JSONField(default=dict)  # names as they were then: title, from, to, task, webhook
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
