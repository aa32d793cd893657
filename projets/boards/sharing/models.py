from django.conf import settings
from django.db import models

from projets.boards.actions.memberships import GUEST_ROLES
from projets.boards.models import Board, Membership
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


class Guest(Row):
    """Somebody from outside, let in on one board until a day. Their access is a membership, once they have come.

    Until then there is only an address, and a letter on its way to it whose secret is known here by its digest.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="guests")
    email = models.EmailField(max_length=256)  # in lower case
    role = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in GUEST_ROLES]
    )  # that they come with
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    sponsor_id = models.BigIntegerField(null=True, db_index=True)  # who answers for them
    invited_by = models.BigIntegerField(null=True)
    invited_at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 (unique: none is not "")
    key_until = models.DateTimeField(null=True)  # how long the letter serves
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)  # when the sponsor was told that the end is near
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "email"], condition=models.Q(ended_at=None), name="invited_once_to_a_board"
            )
        ]

    @property
    def stream(self):
        return f"board:{self.board_id}"

    @property
    def streams(self):
        """The guest's and the sponsor's too: what becomes of it is told to both."""
        people = {f"user:{id}" for id in (self.user_id, self.sponsor_id) if id}
        return {self.stream, *people}

    @property
    def membership(self):
        """Their access; None before they have come, and once it was taken away."""
        return self.user_id and Membership.objects.filter(board=self.board_id, user=self.user_id).first()
