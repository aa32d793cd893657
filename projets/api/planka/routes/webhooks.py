from projets.accounts.queries import instance
from projets.api.planka.calling import ADMINISTRATORS, delete, get, patch, post
from projets.api.planka.items.webhooks import WebhookItem
from projets.api.planka.items.webhooks import webhook as item
from projets.api.planka.parameters import Text, Url
from projets.api.planka.refusals import conflict, not_found
from projets.notifications.webhooks.actions import webhooks as actions
from projets.usecase.errors import Conflict

TOKEN = Text("accessToken", null=True, most=512)
NAMES = Text("events", null=True, empty=True, most=4096)
OTHERS = Text("excludedEvents", null=True, empty=True, most=4096)
OURS = {"accessToken": "access_token", "events": "wanted", "excludedEvents": "unwanted"}


@get("/webhooks", who=ADMINISTRATORS, answers={"items": list[WebhookItem]})
def show_all(call, given):
    """All webhooks."""
    return {"items": [item(one) for one in actions.standing().order_by("id")]}


@post(
    "/webhooks",
    Text("name", required=True),
    Url("url", required=True),
    TOKEN,
    NAMES,
    OTHERS,
    who=ADMINISTRATORS,
    answers={"item": WebhookItem},
)
def create(call, given):
    """A new webhook."""
    try:
        act = actions.create_webhook(call.actor, instance(), **_ours(given))
    except Conflict:
        raise conflict("Limit reached") from None
    return {"item": item(_of(act.facts[0].after.id))}


@patch(
    "/webhooks/{webhook}",
    Text("name"),
    Url("url"),
    TOKEN,
    NAMES,
    OTHERS,
    of="Webhook",
    who=ADMINISTRATORS,
    answers={"item": WebhookItem},
)
def edit(call, given, webhook):
    """Changes a webhook."""
    actions.edit_webhook(call.actor, _of(webhook), **_ours(given))
    return {"item": item(_of(webhook))}


@delete("/webhooks/{webhook}", of="Webhook", who=ADMINISTRATORS, answers={"item": WebhookItem})
def remove(call, given, webhook):
    """Takes a webhook away."""
    row = _of(webhook)
    actions.remove_webhook(call.actor, row)
    return {"item": item(row)}


def _of(webhook):
    row = actions.standing().filter(pk=webhook).first()
    if row is None:
        raise not_found("Webhook")
    return row


def _ours(given):
    """Names of events come with commas between."""
    ours = {OURS.get(name, name): value for name, value in given.items()}
    for name in {"wanted", "unwanted"} & ours.keys():
        ours[name] = [one.strip() for one in (ours[name] or "").split(",")]
    return ours
