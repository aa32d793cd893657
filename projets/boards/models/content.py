from django.db import models

from projets.boards.models.cards import Card
from projets.boards.models.rows import Binned, CardRow, CardRows, open_to
from projets.usecase.models import Identified


class TextVersion(Identified):
    """Every version of a long text; facts name the number. `owner_id` is the card or the comment."""

    owner_id = models.BigIntegerField()
    version = models.PositiveIntegerField()
    text = models.TextField()
    author_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["owner_id", "version"], name="one_text_per_version")]


CARD = ("", "card__", "card__list__", "card__board__", "card__board__project__")


class TaskRows(CardRows):
    def open_to(self, actor):
        """A task that is a restricted card is nothing for others, on whatever card it stands."""
        others = Card.objects.exclude(open_to(actor)).filter(pk=models.OuterRef("linked_card_id")).order_by()
        return super().open_to(actor).filter(~models.Exists(others))


class OfTaskManager(models.Manager.from_queryset(TaskRows)):
    def get_queryset(self):
        return super().get_queryset().select_related(*self.model.comes_with)


class TaskList(Binned, CardRow):
    held_by = CARD
    card = models.ForeignKey(Card, models.CASCADE, related_name="task_lists")
    name = models.CharField(max_length=128)
    position = models.FloatField()
    on_front = models.BooleanField(default=False)
    hides_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]


class Task(Binned, CardRow):
    path_to_board = "task_list__card__board"
    path_to_card = "task_list__card__"
    comes_with = ("task_list", "task_list__card")
    held_by = ("", "task_list__", *(f"task_list__{path}" for path in CARD[1:]))
    task_list = models.ForeignKey(TaskList, models.CASCADE, related_name="tasks")
    name = models.CharField(max_length=1024)
    position = models.FloatField()
    done_at = models.DateTimeField(null=True)
    assignee_id = models.BigIntegerField(null=True, db_index=True)
    due_at = models.DateTimeField(null=True)
    due_has_time = models.BooleanField(default=False)
    linked_card_id = models.BigIntegerField(null=True, db_index=True)  # of any board: done when that card is closed
    objects = OfTaskManager()

    class Meta:
        ordering = ["position", "id"]

    @property
    def card(self):
        return self.task_list.card

    @property
    def card_id(self):
        return self.task_list.card_id


class Comment(Binned, CardRow):
    held_by = CARD
    card = models.ForeignKey(Card, models.CASCADE, related_name="comments")
    author_id = models.BigIntegerField(null=True)
    text = models.TextField()
    text_version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "id"]


class Reaction(Identified):
    """A word said of a comment, instead of another comment."""

    class Word(models.TextChoices):
        AGREED = "agreed"
        THANKS = "thanks"
        SEEN = "seen"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reactions")
    user_id = models.BigIntegerField()
    word = models.CharField(max_length=10, choices=Word)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user_id", "word"], name="said_once")]


class Attachment(Binned, CardRow):
    """A link, or a file whose bytes the storage keeps under their hash."""

    held_by = CARD
    card = models.ForeignKey(Card, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=128)
    creator_id = models.BigIntegerField(null=True)
    url = models.URLField(max_length=2048, blank=True, default="")  # of a link
    key = models.CharField(max_length=64, blank=True, default="")  # of a file
    size = models.BigIntegerField(null=True)
    mime = models.CharField(max_length=127, blank=True, default="")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    previews = models.JSONField(default=dict)  # {"360": key, "720": key}
    file_name = models.CharField(max_length=128, blank=True, default="")  # as it was sent, whatever it is called since
    encoding = models.CharField(max_length=10, blank=True, default="")  # utf8 or binary; none: nobody has looked

    class Meta:
        ordering = ["id"]

    @property
    def is_link(self):
        return bool(self.url)
