"""What a board has got from a source already, and what it gets now."""

from collections import Counter

from django.utils.translation import gettext

from projets.exchange.models import ImportedRow
from projets.exchange.plan import KINDS


class Known:
    def __init__(self, board, source, fresh):
        """`fresh`: the board has just been made."""
        self.board, self.source, self.fresh = board, source, fresh
        self._rows = {}
        self.new_rows = []
        self._added, self._left_out = Counter(), Counter()
        if not fresh:
            rows = ImportedRow.objects.filter(board=board, source=source).order_by()
            self._rows = {(kind, sid): pk for kind, sid, pk in rows.values_list("kind", "source_id", "row_id")}

    def row_id(self, kind, source_id):
        return self._rows.get((kind, source_id))

    def add(self, kind, source_id, row_id, counted=True):
        self._rows[kind, source_id] = row_id
        self.new_rows.append(
            ImportedRow(board=self.board, source=self.source, kind=kind, source_id=source_id, row_id=row_id)
        )
        self._added[kind] += counted

    def was_here(self, kind, counted=True):
        self._left_out[kind, gettext("here already from an earlier import")] += counted

    def has_no_place(self, kind, count=1):
        self._left_out[kind, gettext("what they belong to was deleted or moved here since the earlier import")] += (
            count
        )

    def is_taken(self, kind):
        self._left_out[kind, gettext("their field has been filled in here")] += 1

    @property
    def added(self):
        return {kind: self._added[kind] for kind in KINDS}

    def balance(self, plan):
        """The plan's own, with what became of it."""
        here = [{"kind": kind, "count": n, "reason": why} for (kind, why), n in self._left_out.items() if n]
        written = plan.balance()
        return written | {"imported": self.added, "left_out": written["left_out"] + here}
