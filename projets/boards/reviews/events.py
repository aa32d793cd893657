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
    confirmed_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReviewFact(Fact):
    state = ReviewState
    before: ReviewState | None
    after: ReviewState


class ReviewAsked(ReviewFact, kind="review.asked"):
    pass


class ReviewAnswered(ReviewFact, kind="review.answered"):
    """By one of those asked, the last of them if it is `answered_at`; each membership ended has a fact of its own."""


class ReviewClosed(ReviewFact, kind="review.closed"):
    """Those who had not answered manage the project no longer."""
