"""Facts about what a card holds: tasks, comments, attachments."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from projets.boards.events.kinds import kinds
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class TaskListState(State):
    card_id: int
    name: str
    position: float
    on_front: bool
    hides_done: bool
    binned_at: datetime | None


@dataclass(frozen=True)
class TaskListFact(Fact):
    state = TaskListState
    before: TaskListState | None
    after: TaskListState


TaskListCreated, TaskListEdited, TaskListMoved, TaskListShifted, TaskListBinned, TaskListRestored, TaskListPurged = (
    kinds(TaskListFact, "task_list", "created", "edited", "moved", "shifted", "binned", "restored", "purged")
)


@dataclass(frozen=True)
class TaskState(State):
    card_id: int
    task_list_id: int
    name: str
    position: float
    done_at: datetime | None
    assignee_id: int | None
    due_at: datetime | None
    due_has_time: bool
    binned_at: datetime | None
    linked_card_id: int | None = None

    @classmethod
    def load(cls, stored):
        """A task made into a card named it otherwise, before tasks were linked to any card."""
        if "made_card_id" in stored:
            stored = {"linked_card_id": stored["made_card_id"]} | stored
        return super().load(stored)


@dataclass(frozen=True)
class TaskFact(Fact):
    state = TaskState
    before: TaskState | None
    after: TaskState


(
    TaskCreated,
    TaskEdited,
    TaskFinished,
    TaskReopened,
    TaskFollowed,
    TaskMoved,
    TaskShifted,
    TaskBinned,
    TaskRestored,
    TaskPurged,
) = kinds(
    TaskFact,
    "task",
    "created",
    "edited",
    "finished",
    "reopened",
    "followed",  # as became of the card it is linked to: closed, reopened, gone for good; nobody's wish
    "moved",
    "shifted",
    "binned",
    "restored",
    "purged",
)


@dataclass(frozen=True)
class CommentState(State):
    card_id: int
    author_id: int | None
    text_version: int
    binned_at: datetime | None


@dataclass(frozen=True)
class CommentFact(Fact):
    state = CommentState
    before: CommentState | None
    after: CommentState


CommentWritten, CommentEdited, CommentBinned, CommentRestored, CommentPurged = kinds(
    CommentFact, "comment", "written", "edited", "binned", "restored", "purged"
)


@dataclass(frozen=True)
class ReactionState(State):
    """Of the comment: who says each word of it now."""

    card_id: int
    said: dict[str, Any] = field(default_factory=dict)  # {word: [user ids]}


@dataclass(frozen=True)
class CommentReacted(Fact, kind="comment.reacted"):
    state = ReactionState
    before: ReactionState | None
    after: ReactionState


@dataclass(frozen=True)
class AttachmentState(State):
    card_id: int
    name: str
    creator_id: int | None
    url: str
    key: str
    size: int | None
    mime: str
    width: int | None
    height: int | None
    binned_at: datetime | None
    file_name: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class AttachmentFact(Fact):
    state = AttachmentState
    before: AttachmentState | None
    after: AttachmentState


AttachmentAdded, AttachmentRenamed, AttachmentBinned, AttachmentRestored, AttachmentPurged = kinds(
    AttachmentFact, "attachment", "added", "renamed", "binned", "restored", "purged"
)
