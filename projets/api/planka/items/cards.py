"""Cards. An archived card is in the archive list there, one in the bin in the trash; prevListId is its own list."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from typing_extensions import TypedDict

from projets.api.planka.items import OF_THE_ROW, IdText, Item, Moment, identity
from projets.api.planka.wordings import identifier, number, text, when
from projets.boards.models import List

FAR = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """What a card's place depends on beside the card itself."""

    kind: str  # of its list
    binned_at: datetime | None  # its list
    archive_list_id: int
    trash_list_id: int

    @classmethod
    def of(cls, list, board):
        return cls(list.kind, list.binned_at, board.archive_list_id, board.trash_list_id)


class Stopwatch(TypedDict):
    startedAt: Moment | None
    total: int  # seconds


class CardItem(Item):
    type: Literal["project", "story"]
    position: float | None  # none in the archive and the trash
    name: str
    description: str | None
    dueDate: Moment | None
    isDueCompleted: bool | None  # null without dueDate
    stopwatch: Stopwatch | None
    commentsTotal: int
    isClosed: bool
    listChangedAt: Moment
    boardId: IdText
    listId: IdText
    creatorUserId: IdText | None
    prevListId: IdText | None
    coverAttachmentId: IdText | None


class FollowedCardItem(CardItem):
    isSubscribed: bool


def card(row, holder, description, updated_at=OF_THE_ROW, creator_id=None) -> CardItem:
    """`description` as it was then; `creator_id` None for who has no account (any more)."""
    list_id, former = place(row, holder)
    if updated_at is OF_THE_ROW:
        updated_at = max(filter(None, (row.updated_at, holder.binned_at)), default=None)
    return identity(row, updated_at) | {
        "type": row.kind,
        "position": None if endless(row, holder) else number(row.position),
        "name": row.title,
        "description": text(description),
        "dueDate": when(row.due_at),
        "isDueCompleted": None if row.due_at is None else row.done_at is not None,
        "stopwatch": stopwatch(row),
        "commentsTotal": row.comments_total,
        "isClosed": row.was_closed if row.archived_at or row.binned_at else holder.kind == List.Kind.CLOSED,
        "listChangedAt": when(row.list_changed_at),
        "boardId": str(row.board_id),
        "listId": str(list_id),
        "creatorUserId": identifier(creator_id),
        "prevListId": identifier(former),
        "coverAttachmentId": identifier(row.cover_id),
    }


def endless(row, holder):
    """Whether it is in a list without order: the archive or the trash."""
    return bool(row.archived_at or row.binned_at or holder.binned_at)


def place(row, holder):
    """(the list it is in, the one it was in before), as ids."""
    own = None if _born_away(row) else row.list_id
    if row.binned_at:
        return holder.trash_list_id, holder.archive_list_id if row.archived_at else own
    if row.archived_at:
        return holder.archive_list_id, own
    if holder.binned_at:  # deleted with its list: nothing to go back to
        return holder.trash_list_id, None
    return row.list_id, None


def _born_away(row):
    """Made in the archive or the trash: it has been in no list before."""
    return (row.archived_at or row.binned_at or FAR) <= row.made_at + timedelta(milliseconds=1)


def stopwatch(row) -> Stopwatch | None:
    if row.time_spent is None and row.timed_since is None:
        return None
    return {"startedAt": when(row.timed_since), "total": row.time_spent or 0}
