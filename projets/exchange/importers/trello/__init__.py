"""The JSON which Trello's menu "Print, export, share" gives for one board, 2012 to 2026, as a plan.

`read` is the only way in. `opening` gets the bytes out of what was sent and refuses what is no board; `shapes` says
which parts of the JSON are decoded (a card's secret posting address is none of them); `reading` makes the plan.
"""

from projets.exchange.importers.trello.opening import LARGEST_FILE, opened
from projets.exchange.importers.trello.reading import planned
from projets.exchange.importers.trello.shapes import decoded

__all__ = ["LARGEST_FILE", "read"]


def read(source):
    """The plan of a board export: `source` is a path or a binary stream. Invalid says what is wrong and what to do."""
    return planned(decoded(opened(source)))
