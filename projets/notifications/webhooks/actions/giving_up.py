"""What becomes of a webhook that fails and fails. Apart from the rest: the sender calls it, the rest wakes it."""

from django.utils import timezone

from projets.notifications.webhooks import events
from projets.notifications.webhooks.actions.saving import save
from projets.usecase.action import action


@action("webhook")
def give_up_webhook(actor, webhook):
    """Send it nothing more, and say so to administrators; what waits is kept for the day it is switched on again."""
    if webhook.is_on:
        save(events.WebhookSwitchedOff, webhook, is_on=False, given_up_at=timezone.now())
