"""Facts about typed fields and their groups."""

from dataclasses import dataclass
from datetime import datetime

from projets.boards.events.kinds import kinds
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class FieldGroupState(State):
    """Of a project (a base), a board or a card: the ids of the other two are None."""

    project_id: int | None
    board_id: int | None
    card_id: int | None
    base_id: int | None
    name: str
    position: float
    on_every_board: bool
    binned_at: datetime | None


@dataclass(frozen=True)
class FieldGroupFact(Fact):
    """A base that is on every board has a group on each without a fact of its own, until somebody changes that one."""

    state = FieldGroupState
    before: FieldGroupState | None
    after: FieldGroupState


@dataclass(frozen=True)
class FieldState(State):
    """`project_id`, `board_id` and `card_id` are those of its group."""

    project_id: int | None
    name: str
    kind: str
    unit: str
    options: tuple
    on_front: bool
    position: float
    binned_at: datetime | None
    group_id: int | None = None
    board_id: int | None = None
    card_id: int | None = None


@dataclass(frozen=True)
class FieldFact(Fact):
    state = FieldState
    before: FieldState | None
    after: FieldState


(
    FieldGroupCreated,
    FieldGroupEdited,
    FieldGroupMoved,
    FieldGroupShifted,
    FieldGroupBrought,
    FieldGroupLoosened,
    FieldGroupBinned,
    FieldGroupRestored,
    FieldGroupPurged,
) = kinds(
    FieldGroupFact,
    "field_group",
    "created",
    "edited",
    "moved",
    "shifted",
    "brought",  # by its card, from the board that this has left, or from the card that it is a copy of: no history
    "loosened",  # from its base, whose project its card has left: no history
    "binned",
    "restored",
    "purged",
)

FieldCreated, FieldEdited, FieldMoved, FieldShifted, FieldBrought, FieldBinned, FieldRestored, FieldPurged = kinds(
    FieldFact, "field", "created", "edited", "moved", "shifted", "brought", "binned", "restored", "purged"
)
