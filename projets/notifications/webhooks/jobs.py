"""What the worker does for webhooks."""

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from projets.notifications.webhooks.models import Delivery, Webhook
from projets.notifications.webhooks.sending import run_lane
from projets.usecase.outgoing import QUEUE


@task(queue_name=QUEUE)
def send_deliveries(webhook_id):
    """Twice is as good as once: a lane has one sender at a time, and each delivery says whether it is done."""
    when = run_lane(int(webhook_id))
    if when:
        wake_lane(webhook_id, when)


def wake_lane(webhook_id, when=None):
    """Have a webhook's lane looked at, at once or at `when`: by a job that waits for it already, or by a new one."""
    when = when or timezone.now()
    theirs = DBTaskResult.objects.filter(
        task_path=send_deliveries.module_path,
        args_kwargs={"args": [str(webhook_id)], "kwargs": {}},
        status=TaskResultStatus.READY,
        run_after__lte=when,
    )
    with transaction.atomic():
        # Locked: a job that a worker is taking up just now may look before what woke the lane is committed.
        if not theirs.select_for_update(skip_locked=True).order_by("pk").first():
            send_deliveries.using(run_after=when).enqueue(str(webhook_id))


def wake_lanes():
    """All in which something waits: their job may have been given up, or not be in the backup that was put back."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).order_by().values("webhook")
    for webhook in Webhook.objects.filter(pk__in=waiting, is_on=True).order_by("pk"):
        wake_lane(str(webhook.pk), webhook.resumes_at)
