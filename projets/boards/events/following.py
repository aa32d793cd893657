"""Facts about what people follow or keep at hand: each on the stream of that person, and nowhere else."""

from dataclasses import dataclass

from projets.boards.events.kinds import kinds
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class CardSubscriptionState(State):
    card_id: int
    user_id: int


@dataclass(frozen=True)
class CardSubscriptionFact(Fact):
    state = CardSubscriptionState
    before: CardSubscriptionState | None
    after: CardSubscriptionState


CardSubscriptionAdded, CardSubscriptionRemoved = kinds(CardSubscriptionFact, "card_subscription", "added", "removed")


@dataclass(frozen=True)
class BoardSubscriptionState(State):
    board_id: int
    user_id: int


@dataclass(frozen=True)
class BoardSubscriptionFact(Fact):
    state = BoardSubscriptionState
    before: BoardSubscriptionState | None
    after: BoardSubscriptionState


BoardSubscriptionAdded, BoardSubscriptionRemoved = kinds(
    BoardSubscriptionFact, "board_subscription", "added", "removed"
)


@dataclass(frozen=True)
class FavoriteState(State):
    project_id: int
    user_id: int


@dataclass(frozen=True)
class FavoriteFact(Fact):
    state = FavoriteState
    before: FavoriteState | None
    after: FavoriteState


FavoriteAdded, FavoriteRemoved = kinds(FavoriteFact, "favorite", "added", "removed")
