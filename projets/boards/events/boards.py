"""Facts about boards, their members, lists and labels."""

from dataclasses import dataclass
from datetime import datetime

from projets.boards.events.kinds import kinds
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class BoardState(State):
    project_id: int
    name: str
    position: float
    default_view: str
    shows_creator: bool
    shows_age: bool
    archived_at: datetime | None
    binned_at: datetime | None
    default_card_kind: str = "project"
    limits_card_kinds: bool = False
    expands_task_lists: bool = False
    archive_list_id: int | None = None
    trash_list_id: int | None = None
    marking: str = "internal"


@dataclass(frozen=True)
class BoardFact(Fact):
    """Recorded on the board, and on its project, whose page lists it."""

    state = BoardState
    before: BoardState | None
    after: BoardState


(
    BoardCreated,
    BoardEdited,
    BoardMoved,
    BoardShifted,
    BoardArchived,
    BoardUnarchived,
    BoardBinned,
    BoardRestored,
    BoardPurged,
    BoardMarked,
) = kinds(
    BoardFact,
    "board",
    "created",
    "edited",
    "moved",
    "shifted",
    "archived",
    "unarchived",
    "binned",
    "restored",
    "purged",
    "marked",
)


@dataclass(frozen=True)
class MembershipState(State):
    board_id: int
    user_id: int
    role: str
    by_hand: bool = True
    ends_at: datetime | None = None


@dataclass(frozen=True)
class MembershipFact(Fact):
    state = MembershipState
    before: MembershipState | None
    after: MembershipState


MembershipAdded, MembershipChanged, MembershipRemoved = kinds(
    MembershipFact, "membership", "added", "changed", "removed"
)


@dataclass(frozen=True)
class BoardTeamState(State):
    board_id: int
    team_id: int
    role: str


@dataclass(frozen=True)
class BoardTeamFact(Fact):
    state = BoardTeamState
    before: BoardTeamState | None
    after: BoardTeamState


BoardTeamAdded, BoardTeamChanged, BoardTeamRemoved = kinds(BoardTeamFact, "board_team", "added", "changed", "removed")


@dataclass(frozen=True)
class ListState(State):
    board_id: int
    name: str
    position: float
    kind: str
    color: str
    wip_limit: int | None
    archived_at: datetime | None
    binned_at: datetime | None


@dataclass(frozen=True)
class ListFact(Fact):
    state = ListState
    before: ListState | None
    after: ListState


(
    ListCreated,
    ListEdited,
    ListMoved,
    ListShifted,
    ListTransferred,
    ListSorted,
    ListArchived,
    ListUnarchived,
    ListBinned,
    ListRestored,
    ListPurged,
) = kinds(
    ListFact,
    "list",
    "created",
    "edited",
    "moved",
    "shifted",
    "transferred",
    "sorted",
    "archived",
    "unarchived",
    "binned",
    "restored",
    "purged",
)


@dataclass(frozen=True)
class LabelState(State):
    board_id: int
    name: str
    color: str
    position: float
    binned_at: datetime | None


@dataclass(frozen=True)
class LabelFact(Fact):
    state = LabelState
    before: LabelState | None
    after: LabelState


LabelCreated, LabelEdited, LabelMoved, LabelShifted, LabelBinned, LabelRestored, LabelPurged = kinds(
    LabelFact, "label", "created", "edited", "moved", "shifted", "binned", "restored", "purged"
)
