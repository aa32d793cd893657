"""What exchange stores: imports asked for, and which row here came from which thing of another tool."""

from django.conf import settings
from django.db import models

from projets.boards.models import Board, Project
from projets.usecase.models import Identified, Row


class ImportJob(Row):
    """One file that somebody wants to become a board; afterwards its written balance, kept with the board."""

    class State(models.TextChoices):
        READ = "read"  # analysed, waiting for the person's choices
        WAITING = "waiting"  # for the worker
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    source = models.CharField(max_length=20)
    file = models.CharField(max_length=200, blank=True, default="")  # in the storage, until the import has ended
    file_name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)  # of the names that an import has to give, and of the balance
    analysis = models.JSONField()  # the balance as it would be, and the people to match
    matches = models.JSONField(default=dict)  # {source id of somebody: id of an account}
    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="+")  # None: a new one
    project_name = models.CharField(max_length=200, blank=True, default="")  # of the new one; none: the board's
    board = models.ForeignKey(Board, models.SET_NULL, null=True, related_name="imports")
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    percent = models.PositiveSmallIntegerField(default=0)
    balance = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    @property
    def stream(self):
        return f"user:{self.owner_id}" if self.owner_id else "instance"

    @property
    def board_name(self):
        return self.analysis["board"]


class ImportedRow(Identified):
    """Where a thing of the source went: what is named here is never imported to that board again."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    source = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    source_id = models.CharField(max_length=250)
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "source", "kind", "source_id"], name="imported_once")]
        indexes = [models.Index(fields=["source", "kind", "source_id"])]
