"""The facts of what the instance says of itself. Its texts name people: the log has but which are filled in."""

from dataclasses import dataclass
from datetime import datetime

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class LegalState(State):
    version: int
    filled: tuple[str, ...]


@dataclass(frozen=True)
class LegalInformationSet(Fact, kind="legal_information.set"):
    """Recorded on the instance."""

    state = LegalState
    before: LegalState | None
    after: LegalState


@dataclass(frozen=True)
class AnnouncementState(State):
    level: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class AnnouncementFact(Fact):
    """Recorded on the instance."""

    state = AnnouncementState
    before: AnnouncementState | None
    after: AnnouncementState


class AnnouncementMade(AnnouncementFact, kind="announcement.made"):
    pass


class AnnouncementRemoved(AnnouncementFact, kind="announcement.removed"):
    pass
