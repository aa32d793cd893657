"""What happens becomes deliveries, each in the transaction that notes the event as read."""

import json
from datetime import timedelta

from django.utils import timezone

from projets.boards.queries import let_out
from projets.notifications.webhooks.jobs import wake_lane
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.notifications.webhooks.payloads import payloads
from projets.usecase.dispatch import subscribe

AT_WORK = timedelta(minutes=1)  # a sender that has not come by then was lost


def concerned(events):
    """Those that some webhook may want to be told of; without any, writers pay nothing."""
    webhooks = list(Webhook.objects.order_by("id"))
    return let_out([event for event in events if any(_was_there(webhook, event) for webhook in webhooks)])


@subscribe(concerned=concerned)
def queue_deliveries(event):
    # Locked, as `journal` locks them: whoever is sending sees what is queued here, or is seen to have finished.
    if not let_out([event]):
        return
    webhooks = [one for one in Webhook.objects.select_for_update().order_by("id") if _was_there(one, event)]
    told = [(name, body, _wanting(name, webhooks)) for name, body in (payloads(event) if webhooks else ())]
    idle = _without_sender({one.pk for _name, _body, wanting in told for one in wanting})
    for name, body, wanting in told:
        if wanting:
            message = Message.objects.create(event=event, name=name, body=json.dumps(body, ensure_ascii=False))
            Delivery.objects.bulk_create(Delivery(webhook=webhook, message=message) for webhook in wanting)
    for webhook_id in sorted(idle):
        wake_lane(webhook_id)


def _wanting(name, webhooks):
    return [webhook for webhook in webhooks if webhook.wants(name)]


def _without_sender(webhooks):
    """Those that nobody is sending to, as far as one can see: what has just become due has a job of its own."""
    now = timezone.now()
    due = Delivery.objects.filter(webhook__in=webhooks, state=Delivery.State.WAITING, next_try__lte=now)
    at_work = due.filter(next_try__gt=now - AT_WORK).order_by().values_list("webhook", flat=True)
    resting = Webhook.objects.filter(pk__in=webhooks, resumes_at__gt=now).order_by().values_list("pk", flat=True)
    return webhooks - {*at_work, *resting}


def _was_there(webhook, event):
    """On when it happened; one that was removed by it, or since, is told of it too."""
    if not webhook.is_on or webhook.pk > event.pk or (webhook.removed_at and webhook.removed_at < event.act.done_at):
        return False
    return webhook.board_id is None or event.stream_id == f"board:{webhook.board_id}"
