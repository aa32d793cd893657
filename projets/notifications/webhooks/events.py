"""The facts of webhooks. Neither the access token nor the secret is in them."""

from dataclasses import dataclass

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class WebhookState(State):
    name: str
    url: str
    events: tuple[str, ...] | None
    excluded_events: tuple[str, ...] | None
    board_id: int | None
    is_on: bool


@dataclass(frozen=True)
class WebhookFact(Fact):
    """Recorded on the instance."""

    state = WebhookState
    before: WebhookState | None
    after: WebhookState


class WebhookCreated(WebhookFact, kind="webhook.created"):
    pass


class WebhookEdited(WebhookFact, kind="webhook.edited"):
    """What changed; nothing that is seen here, if it was the access token."""


class WebhookSecretRenewed(WebhookFact, kind="webhook.secret_renewed"):
    pass


class WebhookSwitchedOff(WebhookFact, kind="webhook.switched_off"):
    """By somebody, or by nobody: after lasting failure."""


class WebhookSwitchedOn(WebhookFact, kind="webhook.switched_on"):
    pass


class WebhookRemoved(WebhookFact, kind="webhook.removed"):
    pass


class WebhookTried(WebhookFact, kind="webhook.tried"):
    """A trial was asked for."""


class DeliveriesReplayed(WebhookFact, kind="webhook.replayed"):
    pass
