"""The facts of access reviews, on the stream of their project."""

from dataclasses import dataclass
from datetime import datetime

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class ReviewState(State):
    project_id: int
    asked_at: datetime
    answered_at: datetime | None
    answered_by: int | None
    kept: int | None
    removed: int | None


@dataclass(frozen=True)
class ReviewFact(Fact):
    state = ReviewState
    before: ReviewState | None
    after: ReviewState


class ReviewAsked(ReviewFact, kind="review.asked"):
    pass


class ReviewAnswered(ReviewFact, kind="review.answered"):
    """Each membership that was ended has a fact of its own."""
