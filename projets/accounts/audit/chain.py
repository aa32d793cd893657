"""The chain: adding to it, cutting off what is over, and telling where it breaks."""

import json
from datetime import UTC
from hashlib import sha256

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from projets.accounts.audit.models import Checkpoint, Entry

LOCK = 7_270_002  # the advisory lock of whoever adds to the chain, on PostgreSQL
FIRST = "0" * 64  # what stands before the first entry
COVERED = ("number", "author_id", "via", "nature", "kind", "row_id", "stream", "act_id", "event_id")


class Broken(Exception):
    """Where the chain does not hold, and how."""


def add(event, nature):
    """One entry for a fact, once; within the transaction of who calls. Adding waits for others that add."""
    _hold()
    if Entry.objects.filter(event_id=event.pk).exists():
        return
    number, digest = _end()
    entry = Entry(
        number=number + 1,
        at=event.act.done_at,
        author_id=event.act.user_id,
        via=event.act.via,
        nature=nature,
        kind=event.kind,
        row_id=event.row_id,
        stream=event.stream_id,
        act_id=event.act_id,
        event_id=event.pk,
    )
    entry.digest = digest_of(entry, digest)
    entry.save(force_insert=True)


def cut(before):
    """Remove the entries older than that, from the beginning, and leave a signed checkpoint; how many were removed."""
    with transaction.atomic():
        _hold()
        kept = Entry.objects.filter(at__gte=before).order_by("number").first()
        old = Entry.objects.all() if kept is None else Entry.objects.filter(number__lt=kept.number)
        last = old.order_by("-number").first()
        if last is None:
            return 0
        Checkpoint.objects.create(
            number=last.number, digest=last.digest, signature=_signature(last.number, last.digest), at=before
        )
        return old.delete()[0]


def verify():
    """(number of the last entry, how many stand). Raises Broken at the first that does not hold."""
    number, digest = _beginning()
    count = 0
    for entry in Entry.objects.order_by("number").iterator(chunk_size=1000):
        if entry.number != number + 1:
            raise Broken(f"entry {number + 1} is missing")
        if entry.digest != digest_of(entry, digest):
            raise Broken(f"entry {entry.number} is not as it was written")
        number, digest, count = entry.number, entry.digest, count + 1
    return number, count


def digest_of(entry, before):
    told = [before, entry.at.astimezone(UTC).isoformat(), *(getattr(entry, name) for name in COVERED)]
    return sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _beginning():
    checkpoint = Checkpoint.objects.order_by("-number").first()
    if checkpoint is None:
        return 0, FIRST
    if not constant_time_compare(checkpoint.signature, _signature(checkpoint.number, checkpoint.digest)):
        raise Broken(f"the checkpoint after entry {checkpoint.number} was not signed here")
    return checkpoint.number, checkpoint.digest


def _end():
    last = Entry.objects.order_by("-number").first()
    return (last.number, last.digest) if last else _beginning()


def _signature(number, digest):
    return salted_hmac("projets.audit", f"{number}:{digest}", algorithm="sha256").hexdigest()


def _hold():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
