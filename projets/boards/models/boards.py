from django.conf import settings
from django.db import models

from projets.accounts.organisations.models import Team
from projets.boards.markings import Marking
from projets.boards.models.projects import Project
from projets.boards.models.rows import Binned, BoardRow, BoardRows
from projets.usecase.ids import new_id
from projets.usecase.models import Identified


class Board(Binned, BoardRow):
    class View(models.TextChoices):
        BOARD = "board"
        GRID = "grid"  # shown as a list by our pages
        LIST = "list"

    class CardKind(models.TextChoices):
        PROJECT = "project"  # a title with what goes with it
        STORY = "story"  # a text to read

    path_to_board = "pk"
    held_by = ("", "project__")
    project = models.ForeignKey(Project, models.CASCADE, related_name="boards")
    name = models.CharField(max_length=200)
    position = models.FloatField()
    default_view = models.CharField(max_length=10, choices=View, default=View.BOARD)
    shows_creator = models.BooleanField(default=False)
    shows_age = models.BooleanField(default=False)
    default_card_kind = models.CharField(max_length=10, choices=CardKind, default=CardKind.PROJECT)
    limits_card_kinds = models.BooleanField(default=False)  # to that one
    expands_task_lists = models.BooleanField(default=False)
    marking = models.CharField(max_length=12, choices=Marking, default=Marking.INTERNAL)
    # What clients that know the archive and the bin as two lists call them here
    archive_list_id = models.BigIntegerField(unique=True, default=new_id)
    trash_list_id = models.BigIntegerField(unique=True, default=new_id)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    @property
    def board_id(self):
        return self.pk

    @property
    def streams(self):
        """Its project's page lists it."""
        return {self.stream, f"project:{self.project_id}"}


class Membership(BoardRow):
    class Role(models.TextChoices):
        EDITOR = "editor"
        CONTRIBUTOR = "contributor"  # comments, and works on the cards that are theirs
        COMMENTER = "commenter"
        READER = "reader"

    held_by = ("board__",)
    board = models.ForeignKey(Board, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    by_hand = models.BooleanField(default=True)  # else by a team on the board, as long as the person is in it
    ends_at = models.DateTimeField(null=True)  # of a guest's, who then sees nothing more; see `models/lasting.py`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="one_role_per_board")]

    @property
    def streams(self):
        """The person's too: their other pages show which boards are theirs."""
        return {self.stream, f"user:{self.user_id}"}


class TeamOnBoard(BoardRow):
    """The people of a team are members of the board: `actions/teams.py`."""

    held_by = ("board__",)
    board = models.ForeignKey(Board, models.CASCADE, related_name="teams")
    team = models.ForeignKey(Team, models.CASCADE, related_name="boards")
    role = models.CharField(max_length=20, choices=Membership.Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "team"], name="one_role_per_team")]


class BoardSubscription(Identified):
    board = models.ForeignKey(Board, models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="one_board_subscription")]


class Unclaimed(Identified):
    """A name met in an imported file: somebody without an account here, until they claim it."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="unclaimed")
    name = models.CharField(max_length=128)
    username = models.CharField(max_length=128, blank=True, default="")


class ListRows(BoardRows):
    def to_act_on(self):
        return self.select_related("board")


class List(Binned, BoardRow):
    class Kind(models.TextChoices):
        ACTIVE = "active"
        CLOSED = "closed"  # what stands in it is finished

    held_by = ("", "board__", "board__project__")
    board = models.ForeignKey(Board, models.CASCADE, related_name="lists")
    name = models.CharField(max_length=200)
    position = models.FloatField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ACTIVE)
    color = models.CharField(max_length=20, blank=True, default="")  # a hue, or nothing
    wip_limit = models.PositiveIntegerField(null=True)
    archived_at = models.DateTimeField(null=True)
    objects = ListRows.as_manager()

    class Meta:
        ordering = ["position", "id"]


class Label(Binned, BoardRow):
    """Cards keep the ids of their labels: one in the bin is shown nowhere, and comes back on all of them."""

    held_by = ("", "board__", "board__project__")
    board = models.ForeignKey(Board, models.CASCADE, related_name="labels")
    name = models.CharField(max_length=128, blank=True, default="")  # none: its colour says it
    color = models.CharField(max_length=20)
    position = models.FloatField()

    class Meta:
        ordering = ["position", "id"]
