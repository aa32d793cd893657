"""Webhooks, what they are told, and how each delivery went."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from projets.accounts.organisations.queries import administers_instance
from projets.boards.models import Board
from projets.usecase.ids import made_at
from projets.usecase.models import Event, Identified, Row


class Webhooks(models.QuerySet):
    def visible_to(self, actor):
        """Those that stand, for administrators; by a key made for some projects, those of boards of these."""
        if actor.user_id is None or not administers_instance(actor.user_id):
            return self.none()
        found = self.filter(removed_at=None)
        return found if actor.projects is None else found.filter(board__project__in=actor.projects)


class Webhook(Row):
    """An address that wants to be told. Its secrets are in no fact; they are here as they are sent and signed with."""

    name = models.CharField(max_length=128)
    url = models.CharField(max_length=2048)
    access_token = models.CharField(max_length=512, blank=True, default="")  # sent as « Authorization: Bearer »
    secret = models.CharField(max_length=100)  # signs each delivery; shown once
    events = models.JSONField(null=True)  # names it wants; None: all
    excluded_events = models.JSONField(null=True)  # names it does not want, where `events` is None
    board = models.ForeignKey(Board, models.CASCADE, null=True, related_name="+")  # None: the whole instance
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # what happened until then is still sent, once

    # the lane
    is_on = models.BooleanField(default=True)
    given_up_at = models.DateTimeField(null=True)  # switched off after lasting failure; None when somebody did it
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    resumes_at = models.DateTimeField(null=True)  # nothing is sent before: the receiver was out of reach
    objects = Webhooks.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name

    @property
    def stream(self):
        return "instance"

    @property
    def created_at(self):
        return made_at(self.pk)

    def wants(self, name):
        return name in self.events if self.events else name not in (self.excluded_events or ())


class Message(Identified):
    """One body, as all webhooks that want it are sent it, byte for byte."""

    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")  # None: a trial
    name = models.CharField(max_length=60)
    body = models.TextField()  # JSON
    made_at = models.DateTimeField(default=timezone.now)


class Delivery(Identified):
    """One message for one webhook: a line of the journal, whose id the receiver sees."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"  # no more tries, but by replay

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    # of the last try
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # None: there was no answer, and `problem` says why
    problem = models.CharField(max_length=20, blank=True, default="")  # `Unreachable.reason`
    seconds = models.FloatField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")  # its first characters, or what the network said

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["webhook", "state", "id"], name="next_of_a_lane")]
