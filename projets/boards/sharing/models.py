from django.db import models

from projets.boards.models import Board
from projets.usecase.models import Row


class Link(Row):
    """An address that is enough to read a board, until a day or until it is revoked. Known by its digest alone."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="share_links")
    name = models.CharField(max_length=128)  # whom it is for, in the words of who made it
    digest = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=256, blank=True, default="")  # its hash; "": the address is enough
    hides_names = models.BooleanField(default=False)
    hides_comments = models.BooleanField(default=False)
    hides_files = models.BooleanField(default=False)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    @property
    def stream(self):
        return f"board:{self.board_id}"

    @property
    def has_password(self):
        return bool(self.password)


class LinkUse(models.Model):
    """How often a link was opened, and when last, to the hour. As with tokens, nobody acts by it."""

    link = models.OneToOneField(Link, models.CASCADE, primary_key=True, related_name="use")
    used_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)
