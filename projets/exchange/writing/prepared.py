"""All that an import is going to write, made ready outside the transaction."""

from django.utils import timezone

from projets.exchange.writing.cards import Cards
from projets.exchange.writing.desk import Desk
from projets.exchange.writing.frame import bring_fields, bring_labels, bring_lists
from projets.exchange.writing.known import Known
from projets.exchange.writing.people import bring_people
from projets.usecase.log import revision_of


class Prepared:
    """Writes nothing until `write`, which takes place within an action.

    `is_stale` tells then whether the board or the project has changed since: prepare again, under the lock.
    """

    def __init__(self, plan, board, matches, *, new_board, new_project):
        self.plan, self.board = plan, board
        streams = [] if new_project else [board.project.stream]
        streams += [] if new_board else [board.stream]
        self._revisions = {stream: revision_of(stream) for stream in streams}  # before anything else is read
        self.known = Known(board, plan.source, fresh=new_board)
        if new_board and plan.board.source_id:
            self.known.add("board", plan.board.source_id, board.pk, counted=False)
        self._desk = Desk(plan, board, self.known, timezone.now(), new_project)
        bring_people(self._desk, matches)
        bring_fields(self._desk)
        bring_labels(self._desk)
        bring_lists(self._desk)
        self._cards = Cards(self._desk)
        self._desk.rows.add(*self.known.new_rows)
        self._desk.rows.compile()

    @property
    def is_stale(self):
        return any(revision_of(stream) != revision for stream, revision in self._revisions.items())

    @property
    def balance(self):
        return self.known.balance(self.plan)

    @property
    def last_number(self):
        """Of the new project that the board makes."""
        return self._cards.last_number

    def write(self):
        for step in self._desk.steps:
            step()
        self._cards.number()
        self._desk.rows.write()
        self._cards.tell()
