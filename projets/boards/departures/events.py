"""The fact of a departure, on the stream of who left; what they held has facts of its own as it changes hands."""

from dataclasses import dataclass
from datetime import datetime

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class DepartureState(State):
    user_id: int
    reason: str
    opened_at: datetime
    opened_by: int | None


@dataclass(frozen=True)
class DepartureOpened(Fact, kind="departure.opened"):
    state = DepartureState
    before: DepartureState | None
    after: DepartureState
