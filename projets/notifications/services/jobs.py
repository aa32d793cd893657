"""What the worker does for notification services."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from projets.usecase.outgoing import QUEUE

WAITS = [timedelta(seconds=30), timedelta(minutes=5), timedelta(hours=1)]  # between tries


@task(queue_name=QUEUE)
def deliver(service_id, kind, row_id, tries=0):
    """`kind`: "notification" or "event", of which `row_id` is the id, or "trial". Twice is a message twice: rare."""
    from projets.notifications.services.delivering import carry

    if carry(int(service_id), kind, row_id) or kind == "trial" or tries >= len(WAITS):
        return
    deliver.using(run_after=timezone.now() + WAITS[tries]).enqueue(service_id, kind, row_id, tries + 1)
