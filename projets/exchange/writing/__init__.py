"""A plan written to a board: rows of this product for things of another one.

`Prepared` makes every row before anybody has to wait, and writes them within an action that holds the board and its
project. Everything that was imported before (`Known`) stays as people have left it; what is new is added beside it.

people  accounts and unclaimed names
frame   fields, labels and lists
cards   cards and what they hold
texts   mentions and addresses of cards within texts
"""

from projets.exchange.writing.prepared import Prepared

__all__ = ["Prepared"]
