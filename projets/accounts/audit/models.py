from django.db import models

from projets.usecase.models import Identified


class Entry(Identified):
    """One act's fact, as the trail keeps it. `digest` covers all its columns and the digest before."""

    number = models.BigIntegerField(unique=True)  # without gap
    at = models.DateTimeField()
    author_id = models.BigIntegerField(null=True)  # None: nobody's wish
    via = models.CharField(max_length=10)
    nature = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    row_id = models.BigIntegerField(db_index=True)
    stream = models.CharField(max_length=80)
    act_id = models.BigIntegerField()
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["author_id", "-number"], name="audit_of_somebody"),
            models.Index(fields=["nature", "-number"], name="audit_of_a_nature"),
        ]


class Checkpoint(Identified):
    """Entries up to `number` were removed when their time was over; `digest` is the last one's, signed."""

    number = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    at = models.DateTimeField()
