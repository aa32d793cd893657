"""One lane for each webhook: its deliveries leave one after the other, in order, at the receiver's pace."""

from contextlib import contextmanager, nullcontext
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import connection
from django.utils import timezone

from projets.notifications.webhooks import signing
from projets.notifications.webhooks.actions.giving_up import give_up_webhook
from projets.notifications.webhooks.journal import has_failed_for_good, note
from projets.notifications.webhooks.models import Delivery, Webhook
from projets.usecase import outgoing
from projets.usecase.actor import Actor
from projets.usecase.outages import patiently

AT_ONCE = 20  # deliveries read together
SHIFT = 30  # seconds that a job keeps a thread from the other lanes
LOCKS = 7_270_003  # the class of advisory locks that say whose turn it is, on PostgreSQL

SYSTEM = Actor(None, "system")
_held, _door = set(), Lock()


def run_lane(webhook_id):
    """Send what is due; answers when to look again, or None.

    Whoever finds the lane taken leaves it: its sender looks once more after giving it back.
    """
    with _alone(webhook_id) as mine:
        until, line = monotonic() + SHIFT, connection.connection
        while mine and monotonic() < until and connection.connection is line and (due := _due(webhook_id)):
            _send_in_order(due, until, line)
    webhook = Webhook.objects.filter(pk=webhook_id).first()
    waiting = mine and webhook and _waiting(webhook).order_by("next_try").first()
    return max(waiting.next_try, webhook.resumes_at or waiting.next_try) if waiting else None


@contextmanager
def _alone(webhook_id):
    """True for one thread of one process at a time; a process that dies takes no lane with it."""
    with _door:
        mine = webhook_id not in _held
        _held.add(webhook_id)
    try:
        with _alone_among_processes(webhook_id) if mine else nullcontext(False) as mine_alone:
            yield mine_alone
    finally:
        if mine:
            _held.discard(webhook_id)


@contextmanager
def _alone_among_processes(webhook_id):
    """On SQLite there is one; PostgreSQL's lock lasts as long as the connection."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCKS, str(webhook_id)])
        mine, line = cursor.fetchone()[0], connection.connection
        try:
            yield mine
        finally:
            if mine and connection.connection is line:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCKS, str(webhook_id)])


def _send_in_order(deliveries, until, line):
    """As far as nothing comes between: a failure, somebody who changes the webhook, the end of the `line` whose lock
    says that this lane is ours.
    """
    webhook = deliveries[0].webhook
    for delivery in deliveries:
        before, webhook = webhook, patiently(note, delivery, _send(webhook, delivery))
        if webhook is None:
            return
        if has_failed_for_good(webhook):
            give_up_webhook(SYSTEM, webhook)
        if webhook.failures or webhook.updated_at != before.updated_at or monotonic() >= until:
            return
        if connection.connection is not line:
            return


def _waiting(webhook):
    if not webhook.is_on:
        return Delivery.objects.none()
    waiting = webhook.deliveries.filter(state=Delivery.State.WAITING)
    return waiting if webhook.removed_at is None else waiting.filter(tries=0)


def _due(webhook_id):
    webhook, now = Webhook.objects.filter(pk=webhook_id).first(), timezone.now()
    if webhook is None or (webhook.resumes_at and webhook.resumes_at > now):
        return []
    due = _waiting(webhook).filter(next_try__lte=now).select_related("webhook", "message")
    return list(due.order_by("id")[:AT_ONCE])


def _send(webhook, delivery):
    """What came of it: columns of the delivery."""
    body = delivery.message.body.encode()
    begun, now = monotonic(), timezone.now()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"planka (+{settings.BASE_URL}) Projets/{settings.RELEASE}",
        **signing.headers(webhook.secret, delivery.pk, int(now.timestamp()), body),
    }
    if webhook.access_token:
        headers["Authorization"] = f"Bearer {webhook.access_token}"
    try:
        answer = outgoing.send("POST", webhook.url, headers, body)
        came = {"status": answer.status, "problem": "", "answer": _legible(answer.body)}
    except outgoing.Unreachable as error:
        came = {"status": None, "problem": error.reason, "answer": str(error)[:500]}
    return {**came, "tries": delivery.tries + 1, "tried_at": now, "seconds": monotonic() - begun}


def _legible(body):
    text = body[:2000].decode(errors="replace")
    return "".join(one if one.isprintable() or one == "\n" else "\N{REPLACEMENT CHARACTER}" for one in text)[:500]
