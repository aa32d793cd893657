"""Taking the trail out of the product is itself in the trail."""

from dataclasses import dataclass

from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class AuditState(State):
    """`id` is the number of the last entry that was exported."""

    entries: int


@dataclass(frozen=True)
class AuditExported(Fact, kind="audit.exported"):
    state = AuditState
    before: AuditState | None
    after: AuditState
