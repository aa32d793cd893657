"""Webhooks: what other machines are told, and the journal of it. For administrators of the instance."""

from typing import Literal

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from projets.accounts.queries import instance
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import nothing, send, send_read
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, page
from projets.api.v1.parsing import Id, Line, Sent, ids, left_out
from projets.api.v1.problems import Problem
from projets.boards.models import Board
from projets.boards.queries import find
from projets.notifications.webhooks import signing
from projets.notifications.webhooks.actions import webhooks as actions
from projets.notifications.webhooks.events import WebhookState
from projets.notifications.webhooks.models import Delivery, Webhook
from projets.notifications.webhooks.names import NAMES
from projets.notifications.webhooks.queries import failed_of, journal_of, require_looking_after, stopped_by
from projets.usecase.rights import require

TAGS = ["webhooks"]
Names = list[Literal[*sorted(NAMES)]]
State = Literal[*Delivery.State.values]
LANE = ("given_up_at", "failing_since", "resumes_at")
GIVEN = {"events": "wanted", "excluded_events": "unwanted"}  # as the actions call it


class NewWebhook(Sent):
    name: Line
    url: Line
    access_token: Line = ""
    events: Names | None = Field(None, description="what it is told; null: everything")
    excluded_events: Names | None = Field(None, description="what it is not told, where `events` is null")
    board_id: Id | None = Field(None, description="null: the whole instance")


class WebhookChanges(Sent):
    name: Line = left_out()
    url: Line = left_out()
    access_token: Line = left_out()
    events: Names | None = left_out()
    excluded_events: Names | None = left_out()


class Replayed(Sent):
    delivery_ids: ids() | None = None
    failed: bool = False


class ShownWebhook(models.model_of(WebhookState, "WebhookState")):
    events: list[str] | None
    excluded_events: list[str] | None
    owner_id: Id | None
    has_access_token: bool
    failures: int
    given_up_at: models.At | None
    failing_since: models.At | None
    resumes_at: models.At | None
    updated_at: models.At | None
    etag: str


class MadeWebhook(ShownWebhook):
    secret: str | None


class Secret(models.Out):
    id: Id
    secret: str | None


class Sending(models.Out):
    id: Id
    event: str
    state: State
    tries: int
    next_try: models.At | None
    tried_at: models.At | None
    status: int | None
    problem: str
    seconds: float | None
    answer: str
    made_at: models.At


class Journal(Paged):
    state: State | None = None


@api.get("/webhooks", response=models.paged("Webhooks", webhooks=ShownWebhook), auth=ADMIN, tags=TAGS)
def list_webhooks(request, paged: Query[Paged]):
    """All of them, ten at most; by a token made for some projects, those that are told of one board of these."""
    require_looking_after(request.actor)
    return send(page(Webhook.objects.visible_to(request.actor), paged, _items, name="webhooks"))


@api.post("/webhooks", response={201: MadeWebhook}, auth=ADMIN, tags=TAGS)
def create_webhook(request, body: NewWebhook):
    """Tell an address of the whole instance, or of one board that you see.

    Its `secret`, which signs each delivery, is in this answer alone: sent again with the same key, it is null.
    """
    secret, sent = signing.new_secret(), body.dict()
    board_id = sent.pop("board_id")

    def boards(actor):
        require_looking_after(actor)
        return rows.many(Board, [board_id])(actor) if board_id else [None]

    def do(actor, found):
        (board,) = found
        return actions.create_webhook(actor, instance(), **_as_given(sent), board=board, secret=secret)

    act = once(request, actions.create_webhook, boards, do, require_seeing=_require_seeing)
    (made,) = find(Webhook.objects, act.facts[0].after.id)
    opens = secret if made.secret == secret else None
    return acted(act, _item(made) | {"secret": opens}, 201)


@api.get("/webhooks/{id}", response=ShownWebhook, auth=ADMIN, tags=TAGS)
def read_webhook(request, id: Id):
    """Where it is told, of what, and how its sending goes: `given_up_at` when it was switched off after lasting
    failure, `resumes_at` until when nothing is sent because the address did not answer.
    """
    found = _found(id)(request.actor)
    return send_read(request, _tag_of(found), _item(found))


@api.patch("/webhooks/{id}", response=ShownWebhook, auth=ADMIN, tags=TAGS)
def edit_webhook(request, id: Id, body: WebhookChanges):
    """What is left out stays; what waits is sent at once, to the new address. `events` wins over `excluded_events`:
    send null for it to be told of everything but those.
    """
    return _acted_on(request, actions.edit_webhook, id, lambda actor, one: _edit(actor, one, body.given))


@api.delete("/webhooks/{id}", response={204: None}, auth=ADMIN, tags=TAGS)
def remove_webhook(request, id: Id):
    """What happened until now is still sent, once."""
    act = _once(request, actions.remove_webhook, id, actions.remove_webhook)
    return nothing({"Projets-Act": str(act.pk)})


@api.post("/webhooks/{id}/secret", response=Secret, auth=ADMIN, tags=TAGS)
def renew_secret(request, id: Id):
    """Sign with another secret from now on. It is in this answer alone: sent again with the same key, it is null."""
    secret = signing.new_secret()
    act = _once(request, actions.renew_secret, id, lambda actor, one: actions.renew_secret(actor, one, secret))
    opens = secret if find(Webhook.objects, id)[0].secret == secret else None
    return acted(act, {"id": id, "secret": opens})


@api.post("/webhooks/{id}/switch-on", response=ShownWebhook, auth=ADMIN, tags=TAGS)
def switch_on_webhook(request, id: Id):
    """Send to it again, beginning with what waits."""
    return _acted_on(request, actions.switch_on_webhook, id)


@api.post("/webhooks/{id}/switch-off", response={204: None}, auth=ADMIN, tags=TAGS)
def switch_off_webhook(request, id: Id):
    """Tell it nothing more; what waits is kept two weeks.

    Also for who administers the organisation that the project of its board belongs to.
    """
    act = _once(request, actions.switch_off_webhook, id, find_one=_to_stop)
    return nothing({"Projets-Act": str(act.pk)})


@api.post("/webhooks/{id}/try", response=ShownWebhook, auth=ADMIN, tags=TAGS)
def try_webhook(request, id: Id):
    """Send it a « ping »: whether it was received stands in its journal."""
    return _acted_on(request, actions.try_webhook, id)


@api.get("/webhooks/{id}/deliveries", response=models.page_of(Sending), auth=ADMIN, tags=TAGS)
def list_deliveries(request, id: Id, asked: Query[Journal]):
    """What it was sent, the newest first, and what came of the last try: `status` and the beginning of the `answer`,
    or why there was none. Kept two weeks.
    """
    found = journal_of(_found(id)(request.actor))
    found = found.filter(state=asked.state) if asked.state else found
    return send(page(found, asked, lambda some: [_sending(one) for one in some], newest_first=True))


@api.post("/webhooks/{id}/replay", response=ShownWebhook, auth=ADMIN, tags=TAGS)
def replay_deliveries(request, id: Id, body: Replayed):
    """Send deliveries once more, under the same ids: those named, or with `failed` all that are tried no more."""
    if (body.delivery_ids is None) is not body.failed:
        raise Problem(422, _("Send either delivery_ids, or failed: true for all that are tried no more."))

    def do(actor, one):
        named = body.delivery_ids
        chosen = failed_of(one) if named is None else [found.pk for found in find(one.deliveries, *named)]
        return actions.replay_deliveries(actor, one, chosen)

    return _acted_on(request, actions.replay_deliveries, id, do)


def _found(id):
    return lambda actor: find(Webhook.objects.visible_to(actor), id)[0]


def _to_stop(id):
    return lambda actor: find(stopped_by(actor), id)[0]


def _once(request, action, id, do=None, find_one=_found):
    return once(request, action, find_one(id), do or action, _tag_of, _require_seeing)


def _acted_on(request, action, id, do=None):
    act = _once(request, action, id, do)
    (after,) = find(Webhook.objects, id)
    response = acted(act, _item(after))
    response.headers["ETag"] = _tag_of(after)
    return response


def _require_seeing(actor, act):
    """Whoever may no longer do what they did is told nothing of it."""
    require(actor, act.action, *Webhook.objects.filter(pk__in={event.row_id for event in act.told}))


def _tag_of(one):
    """Of what people set; how its sending goes changes by itself."""
    return shapes.tag_of(_set(one))


def _edit(actor, one, given):
    return actions.edit_webhook(actor, one, **_as_given(given))


def _as_given(sent):
    return {GIVEN.get(name, name): value for name, value in sent.items()}


def _set(one):
    """Neither its secret nor its access token: that they changed, `updated_at` says."""
    more = {"owner_id": shapes.sent("owner_id", one.owner_id), "has_access_token": bool(one.access_token)}
    return shapes.item(WebhookState.of(one)) | more | {"updated_at": shapes.moment(one.updated_at)}


def _item(one):
    lane = {"failures": one.failures} | {name: shapes.moment(getattr(one, name)) for name in LANE}
    return _set(one) | lane | {"etag": _tag_of(one)}


def _items(webhooks):
    return [_item(one) for one in webhooks]


def _sending(one):
    waits = one.state == Delivery.State.WAITING
    return {
        "id": str(one.pk),
        "event": one.message.name,
        "state": one.state,
        "tries": one.tries,
        "next_try": shapes.moment(one.next_try) if waits else None,
        "tried_at": shapes.moment(one.tried_at),
        "status": one.status,
        "problem": one.problem,
        "seconds": one.seconds,
        "answer": one.answer,
        "made_at": shapes.moment(one.message.made_at),
    }
