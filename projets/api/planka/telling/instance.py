"""What administrators set for the whole instance: webhooks, the mail server."""

from projets.api.planka.items.config import config
from projets.api.planka.items.webhooks import webhook
from projets.api.planka.telling import audience
from projets.api.planka.telling.told import Told, teller
from projets.notifications.mail.events import MailServerSet
from projets.notifications.webhooks import events

OURS_ALONE = {"secret_renewed", "switched_off", "switched_on", "tried", "replayed"}


@teller(events.WebhookFact)
def tell_webhook(it):
    if it.what not in OURS_ALONE:
        yield from it.told("webhook", webhook, audience.of_administrators())


@teller(MailServerSet)
def tell_mail_server(it):
    yield Told(
        "configUpdate",
        config(it.now, it.at),
        audience.of_administrators(),
        it.was and config(it.was, it.at),
    )
