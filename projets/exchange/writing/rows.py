"""New rows, many of many kinds, turned into INSERT statements before the transaction and sent within it.

Of the time that `bulk_create` takes nine tenths are Python making the statement: a second for a board of 900 cards,
which nobody should spend waiting for the lock.
"""

from collections import deque

from django.db import connection
from django.db.models.sql import InsertQuery

BATCH = 500  # rows of one statement, where the database has no lower limit


class Rows:
    def __init__(self):
        self._of_model = {}
        self._statements = deque()

    def add(self, *rows):
        for row in rows:
            self._of_model.setdefault(type(row), []).append(row)

    def of(self, model):
        return self._of_model.get(model, [])

    def __len__(self):
        return sum(len(rows) for rows in self._of_model.values())

    def compile(self, *but):
        """Make the statements of all rows, and forget the rows; those of `but` wait for another call."""
        for model in [model for model in self._of_model if model not in but]:
            self._statements += _statements(model, self._of_model.pop(model))

    def write(self):
        self.compile()
        with connection.cursor() as cursor:
            while self._statements:  # each is let go as soon as it is sent
                cursor.execute(*self._statements.popleft())


def _statements(model, rows):
    fields = model._meta.concrete_fields
    size = min(BATCH, max(1, connection.ops.bulk_batch_size(fields, rows)))
    for at in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[at : at + size])
        yield from query.get_compiler(connection=connection).as_sql()
