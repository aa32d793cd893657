"""What an import will do, whatever file it came from: readers make plans, one action carries them out.

A plan holds a whole board and what its reader counted. Order is the order of the tuples. Ids are the source's own
(`source_id`), which is how a second import of the same board knows what it brought already. For every kind of
`KINDS`, `found` = what `imported()` counts + what `left_out` says.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

KINDS = (
    "lists",
    "cards",
    "checklists",
    "check_items",
    "labels",
    "members",
    "comments",
    "attachments",
    "field_values",
)


@dataclass(frozen=True, slots=True)
class PlannedBoard:
    source_id: str
    name: str
    description: str
    address: str  # where it stood, to be shown beside the balance
    archived: bool
    created_at: datetime | None
    position: float | None = None  # None: after the other boards


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """`listed` is false for who is no member of the board any more but wrote or did something on it."""

    source_id: str
    name: str
    username: str
    initials: str
    listed: bool


@dataclass(frozen=True, slots=True)
class PlannedLabel:
    """`listed` is false for a label that only cards name, on a board that lists its labels."""

    source_id: str
    name: str
    hue: str
    listed: bool


@dataclass(frozen=True, slots=True)
class PlannedList:
    """`listed` is false for the one that takes cards whose list is gone."""

    source_id: str
    name: str
    archived: bool
    wip_limit: int | None
    listed: bool
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedAttachment:
    """A link. `fetched_from_source` tells a file which the export does not hold: the address leads to the source."""

    source_id: str
    name: str
    address: str
    fetched_from_source: bool
    adder: str
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedTask:
    source_id: str
    name: str
    done: bool
    due: datetime | None
    assignee: str


@dataclass(frozen=True, slots=True)
class PlannedTaskList:
    source_id: str
    name: str
    tasks: tuple[PlannedTask, ...]


@dataclass(frozen=True, slots=True)
class PlannedComment:
    """People write to each other as `@username` in `text`: the writer makes mentions of those it matched."""

    source_id: str
    text: str
    author: str
    written_at: datetime | None
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedOption:
    source_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedField:
    source_id: str
    name: str
    kind: str
    options: tuple[PlannedOption, ...]
    on_front: bool


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """A value as canonical text; of one_of and several_of, the source ids of the options, joined by commas."""

    source_id: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """People, labels, the list and the cover's attachment are named by their source ids; "" is nobody, nothing."""

    source_id: str
    list: str
    title: str
    description: str
    start: date | None
    due: datetime | None
    done: bool
    archived: bool
    labels: tuple[str, ...]
    members: tuple[str, ...]
    creator: str
    created_at: datetime | None
    number: int | None
    key: str  # what addresses in texts call it, see Plan.by_address
    cover: str
    cover_hue: str
    task_lists: tuple[PlannedTaskList, ...]
    comments: tuple[PlannedComment, ...]
    attachments: tuple[PlannedAttachment, ...]
    values: tuple[PlannedValue, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    kind: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Announced:
    """What the cards claim to have (`claimed`) beyond what is in the file (`in_file`), as a sentence too."""

    kind: str
    claimed: int
    in_file: int
    sentence: str


@dataclass(frozen=True)
class Plan:
    source: str  # "trello"
    board: PlannedBoard
    people: tuple[PlannedPerson, ...]
    labels: tuple[PlannedLabel, ...]
    lists: tuple[PlannedList, ...]
    fields: tuple[PlannedField, ...]
    cards: tuple[PlannedCard, ...]
    found: dict[str, int]
    left_out: tuple[LeftOut, ...] = ()
    announced: tuple[Announced, ...] = ()
    warnings: tuple[str, ...] = ()
    card_address: str = ""  # a regular expression whose group 1 is the key of a card, for addresses within texts
    _by_key: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def by_address(self, key):
        """The source id of the card that an address in a text means; "" when it is not of this board."""
        if not self._by_key:
            self._by_key.update({card.key: card.source_id for card in self.cards if card.key})
        return self._by_key.get(key, "")

    def imported(self):
        """How many of each kind the plan brings, of what the source counts."""
        counts = Counter(
            lists=sum(one.listed for one in self.lists),
            cards=len(self.cards),
            labels=sum(one.listed for one in self.labels),
            members=sum(one.listed for one in self.people),
        )
        for card in self.cards:
            counts["checklists"] += len(card.task_lists)
            counts["check_items"] += sum(len(one.tasks) for one in card.task_lists)
            counts["comments"] += len(card.comments)
            counts["attachments"] += len(card.attachments)
            counts["field_values"] += len(card.values)
        return {kind: counts[kind] for kind in KINDS}

    def balance(self):
        """The written balance, as plain data: what the board keeps and what `--json` prints."""
        return {
            "board": self.board.name,
            "found": dict(self.found),
            "imported": self.imported(),
            "left_out": [{"kind": one.kind, "count": one.count, "reason": one.reason} for one in self.left_out],
            "announced": [
                {"kind": one.kind, "claimed": one.claimed, "in_file": one.in_file, "sentence": one.sentence}
                for one in self.announced
            ],
            "warnings": list(self.warnings),
        }
