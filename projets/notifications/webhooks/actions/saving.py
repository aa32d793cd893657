"""Write what changed of a webhook, and the fact of it."""

from django.utils import timezone

from projets.notifications.webhooks.events import WebhookState
from projets.usecase.log import record


def save(fact, webhook, **columns):
    """What stays as it was is no fact; of the secrets the fact says only that they changed."""
    changed = {name: value for name, value in columns.items() if getattr(webhook, name) != value}
    if not changed:
        return
    was = state(webhook)
    for name, value in changed.items():
        setattr(webhook, name, value)
    webhook.updated_at = timezone.now()
    webhook.save(update_fields=[*changed, "updated_at"])
    record(webhook.stream, fact(was, state(webhook)))


def state(webhook):
    return WebhookState.of(webhook)
