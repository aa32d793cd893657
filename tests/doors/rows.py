"""Every row of the database, to say what a request wrote, columns that no fact tells of included."""

import re
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

UNWATCHED = {"sessions.Session"}
LONG = re.compile(r"\d{16,19}")
WRITTEN = re.compile(r'\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


class Rows:
    """As they were when it was made; afterwards only tables that were written to are read again."""

    def __init__(self):
        self.before, self.tables = _rows(None), set()

    @contextmanager
    def watched(self):
        """Within: which tables are written to."""
        self.tables = set()
        with connection.execute_wrapper(self._note):
            yield

    def _note(self, execute, sql, params, many, context):
        self.tables.update(WRITTEN.findall(str(sql)))
        return execute(sql, params, many, context)

    def written(self):
        """What changed since it was made, as lines in order: ids made meanwhile are « new »."""
        labels = {model._meta.label for model in _models(self.tables)}
        before = {key: row for key, row in self.before.items() if key[0] in labels}
        return _written(before, _rows(self.tables), {str(pk) for _model, pk in self.before})


def _models(tables):
    """Those of these tables; None: all."""
    watched = [one for one in apps.get_models() if one._meta.managed and one._meta.label not in UNWATCHED]
    return [one for one in watched if tables is None or one._meta.db_table in tables]


def _rows(tables):
    """{(model, id): {column: value}}"""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in _models(tables)
        for row in QuerySet(model).order_by("pk").values()
    }


def _written(before, after, known):
    def settled(value):
        return LONG.sub(lambda found: found[0] if found[0] in known else "new", repr(value))

    said = [(model, settled(pk), "gone", "", "") for model, pk in before.keys() - after.keys()]
    for (model, pk), row in after.items():
        was = before.get((model, pk))
        if row != was:
            columns = row if was is None else {name: value for name, value in row.items() if value != was[name]}
            sort = "made" if was is None else "changed"
            said += [(model, settled(pk), sort, name, settled(value)) for name, value in columns.items()]
    return sorted(said)


def varying(one, other):
    """(model, column) of what two times the same request wrote differently: tokens, digests, salts."""
    return {(line[0], line[3]) for line in set(one) ^ set(other)}


def without(lines, columns):
    return [line for line in lines if (line[0], line[3]) not in columns]
