"""Which webhooks there are: what administrators do."""

import json
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.wording import line
from projets.notifications.webhooks import events, signing
from projets.notifications.webhooks.actions.saving import save, state
from projets.notifications.webhooks.jobs import wake_lane
from projets.notifications.webhooks.models import Delivery, Message, Webhook
from projets.notifications.webhooks.names import NAMES, TRIAL
from projets.usecase.action import action
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.log import record

MOST = 10
LONGEST_NAME, LONGEST_URL, LONGEST_TOKEN = 128, 2048, 512


@action("instance", "board")
def create_webhook(actor, instance, name, url, access_token="", wanted=None, unwanted=None, board=None, secret=None):
    """`wanted`: names of what it is told, None for all; `unwanted`: names left out, where all are told. Names that do
    not exist are dropped. `board`: only what happens there. `secret`: what deliveries are signed with, made by
    `signing.new_secret`; whoever gives it shows it, once.
    """
    if standing().count() >= MOST:
        raise Conflict(_("There are %(most)s webhooks already: remove one first.") % {"most": MOST})
    webhook = Webhook.objects.create(
        name=line(name, "name", LONGEST_NAME, least=1),
        url=_address(url),
        access_token=_token(access_token),
        secret=secret or signing.new_secret(),
        board=board,
        owner_id=actor.user_id,
        **_wishes(wanted, unwanted),
    )
    record(instance.stream, events.WebhookCreated(None, state(webhook)))


@action("webhook")
def edit_webhook(actor, webhook, **given):
    """`name`, `url`, `access_token`, `wanted`, `unwanted`: those given. What waits is sent at once."""
    _require_standing(webhook)
    columns = {}
    if "name" in given:
        columns["name"] = line(given["name"], "name", LONGEST_NAME, least=1)
    if "url" in given:
        columns["url"] = _address(given["url"])
    if "access_token" in given:
        columns["access_token"] = _token(given["access_token"])
    if {"wanted", "unwanted"} & given.keys():
        columns |= _wishes(given.get("wanted", webhook.events), given.get("unwanted", webhook.excluded_events))
    save(events.WebhookEdited, webhook, **columns)
    _start_afresh(webhook)


@action("webhook")
def renew_secret(actor, webhook, secret):
    """Sign with another secret from now on; `secret` as for a new webhook."""
    _require_standing(webhook)
    save(events.WebhookSecretRenewed, webhook, secret=secret)


@action("webhook")
def switch_off_webhook(actor, webhook):
    """What happens meanwhile is not told; what waits stays, for two weeks."""
    _require_standing(webhook)
    save(events.WebhookSwitchedOff, webhook, is_on=False, given_up_at=None)


@action("webhook")
def switch_on_webhook(actor, webhook):
    """Once more, beginning with what waits."""
    _require_standing(webhook)
    save(events.WebhookSwitchedOn, webhook, is_on=True, given_up_at=None)
    _start_afresh(webhook)


@action("webhook")
def remove_webhook(actor, webhook):
    """What happened until now, this removal included, is still sent, once."""
    _require_standing(webhook)
    save(events.WebhookRemoved, webhook, removed_at=timezone.now())


@action("webhook")
def try_webhook(actor, webhook):
    """Send it a « ping », whatever it wants, so that one sees in the journal whether it answers."""
    _require_on(webhook)
    body = {"event": TRIAL, "data": {"item": {"id": str(webhook.pk), "name": webhook.name}}}
    message = Message.objects.create(name=TRIAL, body=json.dumps(body, ensure_ascii=False))
    Delivery.objects.create(webhook=webhook, message=message)
    record(webhook.stream, events.WebhookTried(state(webhook), state(webhook)))
    _start_afresh(webhook)


@action("webhook")
def replay_deliveries(actor, webhook, deliveries):
    """Send these once more, done or failed, under the same ids and with the same bodies. `deliveries`: ids."""
    _require_on(webhook)
    ended = webhook.deliveries.filter(pk__in=deliveries).exclude(state=Delivery.State.WAITING)
    if ended.update(state=Delivery.State.WAITING, tries=0, next_try=timezone.now()):
        record(webhook.stream, events.DeliveriesReplayed(state(webhook), state(webhook)))
        _start_afresh(webhook)


def standing():
    return Webhook.objects.filter(removed_at=None)


def _start_afresh(webhook):
    """Somebody has just seen to it: no more waiting."""
    webhook.failures, webhook.failing_since, webhook.resumes_at = 0, None, None
    webhook.save(update_fields=["failures", "failing_since", "resumes_at"])
    webhook.deliveries.filter(state=Delivery.State.WAITING).update(next_try=timezone.now())
    wake_lane(webhook.pk)


def _require_standing(webhook):
    if webhook.removed_at:
        raise Conflict(_("This webhook has been removed."))


def _require_on(webhook):
    _require_standing(webhook)
    if not webhook.is_on:
        raise Conflict(_("This webhook is switched off: switch it on first."))


def _address(typed):
    url = line(typed, "url", LONGEST_URL, least=1)
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or " " in url:
        raise Invalid(_("This is no web address. It begins with https:// or http://."), "url")
    if parts.username is not None:
        raise Invalid(_("An address holds no password here: give an access token instead."), "url")
    return url


def _token(typed):
    """It travels in a header: ASCII, without blanks at its ends."""
    text = (typed or "").strip()
    if len(text) > LONGEST_TOKEN or not (text.isascii() and text.isprintable()):
        raise Invalid(
            _("An access token has %(most)s characters at most, without accents.") % {"most": LONGEST_TOKEN},
            "access_token",
        )
    return text


def _wishes(wanted, unwanted):
    """The columns; what is wanted wins over what is not."""
    events = [name for name in dict.fromkeys(wanted or ()) if name in NAMES] or None
    excluded = [name for name in dict.fromkeys(unwanted or ()) if name in NAMES] or None
    return {"events": events, "excluded_events": None if events else excluded}
