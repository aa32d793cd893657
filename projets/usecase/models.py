from django.db import models

from projets.usecase.facts import Fact
from projets.usecase.ids import new_id


class Identified(models.Model):
    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Row(Identified):
    """What an action can be given: it lives in a stream, and may lie in the bin."""

    in_bin = False

    class Meta:
        abstract = True

    @property
    def stream(self):
        """Where what happens to it is recorded."""
        raise AttributeError(f"{type(self).__name__} has no stream")

    @classmethod
    def complete(cls, rows):
        """Add to rows just read for an action what of them is kept elsewhere."""

    @classmethod
    def asked_to_complete(cls, pks):
        """Statements that `complete` makes for the rows of these ids, for who asks ahead."""
        return ()

    @property
    def streams(self):
        """All that is held while it changes: a row that shows elsewhere too is recorded there as well."""
        return {self.stream}


class Stream(models.Model):
    """One ordered history, and the lock of whoever writes it."""

    name = models.CharField(primary_key=True, max_length=80)
    revision = models.BigIntegerField(default=0)


class Act(Identified):
    """One request that changed something: who, through which door, and under which id of theirs."""

    user_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=64, null=True)  # noqa: DJ001 (made by the client; none is not the same as "")
    action = models.CharField(max_length=60)
    via = models.CharField(max_length=10)
    done_at = models.DateTimeField(auto_now_add=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    asked = models.CharField(max_length=64, null=True)  # noqa: DJ001 (a digest of the request, for who sends keys)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="one_act_per_person_and_key")]

    @property
    def facts(self):
        """The act's answer, the first time and every other time: what it did, as the log has it."""
        return [event.fact for event in self.told]

    @property
    def told(self):
        """Its events, with their act: those just recorded, or those that the log has."""
        return self.recorded or self.events.select_related("act")

    recorded = ()  # its events, for who has just performed it and need not ask the database
    done_before = False  # under its key: the one who sends it again gets the first answer


class Event(Identified):
    """One fact, at one revision of one stream. Never updated."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="events")
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="events")
    revision = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField(db_index=True)
    columns = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["stream", "revision"], name="one_event_per_revision")]

    @property
    def fact(self):
        return Fact.load(self.kind, self.columns)


class Progress(Identified):
    """How far one subscriber has read one stream."""

    subscriber = models.CharField(max_length=60)
    stream = models.ForeignKey(Stream, models.CASCADE)
    revision = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "stream"], name="one_progress_per_stream")]


class SetAside(Identified):
    """An event that a subscriber failed on, and why; tried again at `next_try`."""

    subscriber = models.CharField(max_length=60)
    event = models.ForeignKey(Event, models.CASCADE)
    tries = models.PositiveIntegerField(default=1)
    reason = models.TextField()
    next_try = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "event"], name="set_aside_once")]
