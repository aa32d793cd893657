"""How each delivery went, what follows for those that wait, and for how long one can look it up.

A receiver that is out of reach, or says that it cannot now, stops its lane: what waits goes on in order once it is
back. One that refuses a delivery has that delivery tried again later, and gets the next ones meanwhile. After three
days of nothing but failures the webhook is switched off.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.usecase.guard import writes_allowed
from projets.usecase.turns import in_turn

WAITS = [timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 1800, 3600)]  # the last one again and again
MOST_TRIES = 12  # of a delivery that the receiver answers, and refuses: over some eight hours
LASTING, AT_LEAST = timedelta(days=3), 20  # how long, and how many in a row, until a webhook is switched off
NOT_NOW = {408, 425, 429, *range(500, 600)}  # answers about the receiver, not about the delivery
MOST_KEPT = 1_000  # of what has ended, for each webhook


def note(delivery, came):
    """The outcome of a try: its columns, as `sending` has them. Answers the webhook as it is now; None when it,
    or what was sent, has gone meanwhile, with its board or by age.
    """
    with in_turn(), transaction.atomic(), writes_allowed():
        webhook = Webhook.objects.select_for_update().filter(pk=delivery.webhook_id).first()
        if webhook is None or not Delivery.objects.filter(pk=delivery.pk).exists():
            return None
        lane = _lane(webhook)
        for name, value in came.items():
            setattr(delivery, name, value)
        if came["status"] is not None and 200 <= came["status"] < 300:
            delivery.state = Delivery.State.DONE
            webhook.failures, webhook.failing_since, webhook.resumes_at = 0, None, None
        else:
            _note_failure(webhook, delivery)
        delivery.save(update_fields=[*came, "state", "next_try"])
        if lane != _lane(webhook):
            webhook.save(update_fields=["failures", "failing_since", "resumes_at"])
    return webhook


def _lane(webhook):
    return webhook.failures, webhook.failing_since, webhook.resumes_at


def _note_failure(webhook, delivery):
    now = timezone.now()
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or now
    out_of_reach = delivery.status is None and delivery.problem not in ("private", "wrong")
    if out_of_reach or delivery.status in NOT_NOW:
        delivery.next_try = webhook.resumes_at = now + _wait(webhook.failures)
    else:
        delivery.next_try = now + _wait(delivery.tries)
    if webhook.removed_at or (delivery.tries >= MOST_TRIES and not out_of_reach):
        delivery.state = Delivery.State.FAILED


def _wait(failures):
    return WAITS[min(failures, len(WAITS)) - 1]


def has_failed_for_good(webhook):
    if not webhook.is_on or webhook.removed_at or webhook.failures < AT_LEAST:
        return False
    return webhook.failing_since <= timezone.now() - LASTING


def old():
    """Bodies whose time is over, with all that became of them."""
    return Message.objects.filter(made_at__lt=_before())


def _before():
    return timezone.now() - timedelta(days=settings.WEBHOOK_DAYS)


def forget_old():
    """Every night: what is over, all but the last thousand of a webhook, and webhooks that were removed."""
    before = _before()
    with in_turn(), transaction.atomic(), writes_allowed():
        Webhook.objects.filter(removed_at__lt=before).delete()
        for webhook in Webhook.objects.order_by("id"):
            ended = webhook.deliveries.exclude(state=Delivery.State.WAITING).order_by("-id")
            last = ended.values_list("pk", flat=True)[MOST_KEPT - 1 : MOST_KEPT].first()
            if last:
                ended.filter(pk__lt=last).delete()
        old().delete()
        Message.objects.filter(deliveries=None).delete()
