"""The facts of imports. A whole board is one fact, and one more for each card, so that its history begins with it."""

from dataclasses import dataclass

from projets.boards.events import CardState
from projets.usecase.facts import Fact, State


@dataclass(frozen=True)
class ImportState(State):
    owner_id: int | None
    state: str
    percent: int
    board_id: int | None


@dataclass(frozen=True)
class ImportFact(Fact):
    """Recorded on the person who imports: pages that wait for it follow."""

    state = ImportState
    before: ImportState | None
    after: ImportState


class ImportAsked(ImportFact, kind="import.asked"):
    pass


class ImportWentOn(ImportFact, kind="import.went_on"):
    pass


class ImportDone(ImportFact, kind="import.done"):
    pass


class ImportFailed(ImportFact, kind="import.failed"):
    pass


@dataclass(frozen=True)
class ImportedBoardState(State):
    """Of the board: how many of each kind came in by this act."""

    project_id: int
    source: str
    added: dict[str, int]


@dataclass(frozen=True)
class BoardImported(Fact, kind="board.imported"):
    state = ImportedBoardState
    before: ImportedBoardState | None
    after: ImportedBoardState


@dataclass(frozen=True)
class CardImported(Fact, kind="card.imported"):
    """No `card.created`: open pages fetch the whole board again, once."""

    state = CardState
    before: CardState | None
    after: CardState


@dataclass(frozen=True)
class ExportState(State):
    """Of a project or a person: how much left with them."""

    cards: int = 0
    left_out: int = 0
    files: int = 0


@dataclass(frozen=True)
class ExportFact(Fact):
    state = ExportState
    before: ExportState | None
    after: ExportState


class OwnDataExported(ExportFact, kind="export.own_data"):
    """Recorded on the person, who took their own data out."""


class ProjectExported(ExportFact, kind="export.project"):
    """Recorded on the project."""
