"""Facts about projects, their managers and background images."""

from dataclasses import dataclass
from datetime import datetime

from projets.boards.events.kinds import kinds
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class ProjectState(State):
    name: str
    description: str
    prefix: str
    is_shared: bool
    is_hidden: bool
    background: str
    archived_at: datetime | None
    binned_at: datetime | None
    background_image_id: int | None = None
    owner_manager_id: int | None = None
    organisation_id: int | None = None
    service_id: int | None = None


@dataclass(frozen=True)
class ProjectFact(Fact):
    state = ProjectState
    before: ProjectState | None
    after: ProjectState


ProjectCreated, ProjectEdited, ProjectArchived, ProjectUnarchived, ProjectBinned, ProjectRestored, ProjectPurged = (
    kinds(ProjectFact, "project", "created", "edited", "archived", "unarchived", "binned", "restored", "purged")
)


@dataclass(frozen=True)
class ManagerState(State):
    project_id: int
    user_id: int


@dataclass(frozen=True)
class ManagerFact(Fact):
    state = ManagerState
    before: ManagerState | None
    after: ManagerState


ManagerAdded, ManagerRemoved = kinds(ManagerFact, "manager", "added", "removed")


@dataclass(frozen=True)
class BackgroundState(State):
    project_id: int
    name: str
    key: str
    size: int
    mime: str
    width: int
    height: int
    binned_at: datetime | None


@dataclass(frozen=True)
class BackgroundFact(Fact):
    state = BackgroundState
    before: BackgroundState | None
    after: BackgroundState


BackgroundAdded, BackgroundBinned, BackgroundRestored, BackgroundPurged = kinds(
    BackgroundFact, "background", "added", "binned", "restored", "purged"
)
