"""The facts of notifications, on the stream of who is told."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class NotificationState(State):
    user_id: int
    kind: str
    reason: str
    event_id: int
    creator_id: int | None
    board_id: int | None
    card_id: int | None
    comment_id: int | None
    text_version: int | None
    read_at: datetime | None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NotificationFact(Fact):
    state = NotificationState
    before: NotificationState | None
    after: NotificationState


class NotificationCreated(NotificationFact, kind="notification.created"):
    pass


class NotificationMarked(NotificationFact, kind="notification.marked"):
    """As read, or as not read."""
