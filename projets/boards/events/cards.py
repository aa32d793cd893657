"""Facts about cards."""

from dataclasses import dataclass, field
from datetime import date, datetime

from projets.boards.events.kinds import kinds
from projets.usecase import ids
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class CardState(State):
    board_id: int
    list_id: int
    position: float
    number: int
    title: str
    description_version: int
    start_date: date | None
    due_at: datetime | None
    due_has_time: bool
    done_at: datetime | None
    label_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
    responsible_id: int | None
    values: dict[str, str]
    cover_id: int | None
    creator_id: int | None
    list_changed_at: datetime
    archived_at: datetime | None
    binned_at: datetime | None
    tasks_total: int
    tasks_done: int
    comments_total: int
    attachments_total: int
    version: int
    created_at: datetime | None = None
    time_spent: int | None = None
    timed_since: datetime | None = None
    kind: str = "project"
    cleared_at: datetime | None = None
    value_rows: dict[str, list[int]] = field(default_factory=dict)
    was_closed: bool = False
    is_restricted: bool = False

    @property
    def made_at(self):
        return self.created_at or ids.made_at(self.id)


@dataclass(frozen=True)
class CardFact(Fact):
    state = CardState
    before: CardState | None
    after: CardState


(
    CardCreated,
    CardRenamed,
    CardDescribed,
    CardScheduled,
    CardFinished,
    CardReopened,
    CardLabelled,
    CardAssigned,
    CardValued,
    CardCovered,
    CardTimed,
    CardCounted,
    CardMoved,
    CardShifted,
    CardTransferred,
    CardArchived,
    CardUnarchived,
    CardBinned,
    CardRestored,
    CardDuplicated,
    CardPurged,
    CardRetyped,
    CardCleared,
    CardRestricted,
    CardOpened,
) = kinds(
    CardFact,
    "card",
    "created",
    "renamed",
    "described",  # by version
    "scheduled",  # start and due dates
    "finished",
    "reopened",
    "labelled",
    "assigned",  # members and the responsible one
    "valued",  # typed fields
    "covered",
    "timed",  # time spent: its stopwatch started, paused, corrected or cleared
    "counted",  # follows from a fact about what the card holds: no history, no webhook
    "moved",  # within its board
    "shifted",  # another card needed room: same list, same order: no history, no webhook
    "transferred",  # recorded on both boards: gone from one, arrived on the other
    "archived",
    "unarchived",
    "binned",
    "restored",
    "duplicated",  # created as a copy of another
    "purged",  # gone for good, after its days in the bin
    "retyped",  # a project card or a story
    "cleared",  # out of the bin for clients that know no other: ours keeps it
    "restricted",  # to its people
    "opened",  # to all who see the board, again
)
