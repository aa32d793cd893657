from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from projets.boards.models import Board, List
from projets.exchange.plan import Plan
from projets.exchange.writing.known import Known
from projets.exchange.writing.rows import Rows


@dataclass
class Desk:
    """What the parts of one import hand on to each other: rows here, by the source ids of the plan."""

    plan: Plan
    board: Board
    known: Known
    now: datetime
    new_project: bool
    rows: Rows = field(default_factory=Rows)
    steps: list[Callable] = field(default_factory=list)  # what else is written, and recorded
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)  # by user name in the source: those who can be mentioned
    fields: dict[str, str] = field(default_factory=dict)  # where values stand on cards
    options: dict[str, str] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    lists: dict[str, List] = field(default_factory=dict)

    def later(self, do, *what):
        self.steps.append(partial(do, *what))
