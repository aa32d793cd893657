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


@dataclass(frozen=True)
class SilenceState(State):
    user_id: int
    days: int
    closes_at: datetime


@dataclass(frozen=True)
class SilenceWarned(Fact, kind="silence.warned"):
    """Somebody has not come for long: their account will be closed."""

    state = SilenceState
    before: SilenceState | None
    after: SilenceState
