"""Queries that every act makes: built and compiled once by Django, then only filled in.

Django takes ten times longer to build and compile such a query than the database to answer it.
"""

from functools import cache
from itertools import count, islice
from threading import local

from django.db import connections
from django.db.models.query import get_related_populators

from projets.usecase import statements

MOST_AT_ONCE = 100  # rows in one INSERT: SQLite takes a thousand values
MOST_COMPILED = 8  # values in one list; longer lists are rare, and compiled each time
_FIRST_STAND_IN = 2**62 + 1  # what stands for the values to come; no id has ever been as great


class Prepared:
    """`build(*values)` makes a queryset; a value is an id, a text or a list of ids, and stands in it as given.

    `ahead`: what is asked next, see `statements.rows`.
    """

    def __init__(self, build):
        self.build = build
        self._known = _Known()

    def rows(self, *values, ahead=()):
        """Tuples as the database gives them, for columns that need no conversion."""
        return [] if [] in values else self._compiled(values).fetch(values, ahead)

    def statement(self, *values):
        """(SQL, values) as `rows` and `objects` will send them; for who asks ahead."""
        compiled = self._compiled(values)
        return compiled.sql, compiled.filled(values)

    def objects(self, *values, ahead=()):
        """Models, annotated, with those that come by `select_related`; nothing is prefetched."""
        return [] if [] in values else self._compiled(values).objects(values, ahead)

    def _compiled(self, values):
        lengths = tuple([len(value) if type(value) is list else type(value) for value in values])
        compiled = self._known.compiled.get(lengths)
        if compiled is None:
            compiled = _Compiled(self.build, lengths, connections["default"])
            if not any(type(length) is int and length > MOST_COMPILED for length in lengths):
                self._known.compiled[lengths] = compiled
        return compiled


class _Known(local):
    """What a thread has compiled, as its connection is its own."""

    def __init__(self):
        self.compiled = {}  # {how many ids, or which type, each value is: a _Compiled}


class _Compiled:
    def __init__(self, build, lengths, connection):
        numbers = count(_FIRST_STAND_IN)
        stand_ins = [
            list(islice(numbers, length)) if isinstance(length, int) else _stand_in(length, next(numbers))
            for length in lengths
        ]
        self.connection = connection
        self.compiler = build(*stand_ins).query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        place = {stand_in: place for place, stand_in in enumerate(_flat(stand_ins))}
        # (where in the parameters, which of the values, how the database wants it)
        self.slots = [
            (index, place[param], type(param))
            for index, param in enumerate(self.params)
            if isinstance(param, int | str) and param in place
        ]
        self._how_to_make = None

    def fetch(self, values, ahead):
        return statements.rows(self.sql, self.filled(values), ahead=ahead)

    def filled(self, values):
        """The parameters, with these in their places."""
        given, params = list(_flat(values)), list(self.params)
        for index, place, adapted in self.slots:
            params[index] = adapted(given[place])
        return params

    def objects(self, values, ahead):
        if self._how_to_make is None:
            self._how_to_make = self._read_compiler()
        model, names, start, end, populators, converters, annotations = self._how_to_make
        made = []
        for row in self.compiler.apply_converters(self.fetch(values, ahead), converters):
            one = model.from_db(self.connection.alias, names, row[start:end])
            for populator in populators:
                populator.populate(row, one)
            for name, place in annotations:
                setattr(one, name, row[place])
            made.append(one)
        return made

    def _read_compiler(self):
        """As Django's own ModelIterable does for each query."""
        select, info = self.compiler.select, self.compiler.klass_info
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[start:end]]
        populators = get_related_populators(info, select, self.connection.alias)
        converters = self.compiler.get_converters([one[0] for one in select])
        annotations = list(self.compiler.annotation_col_map.items())
        return info["model"], names, start, end, populators, converters, annotations


def _stand_in(kind, number):
    return f"stand-in {number}" if kind is str else number


def insert(rows):
    """Write new rows of one model."""
    for start in range(0, len(rows), MOST_AT_ONCE):
        statements.write(*insertion(rows[start : start + MOST_AT_ONCE]))


def insertion(rows, ending=""):
    """(SQL, values) by which `insert` writes these few rows, for who makes it part of another statement.

    `ending` may say what to do about those that are there.
    """
    here = connections["default"]  # itself, not its proxy
    into, slots, fields = _columns(type(rows[0]))
    values = [_stored(field, kind, getattr(row, field.attname), here) for row in rows for field, kind in fields]
    for row in rows:
        row._state.adding, row._state.db = False, here.alias  # noqa: SLF001 (as Django's own bulk_create does)
    return f"INSERT INTO {into} VALUES {', '.join([slots] * len(rows))} {ending}", values  # noqa: S608


def update(row, names):
    """Write these columns of one row."""
    here = connections["default"]
    fields = [row._meta.get_field(name) for name in sorted(names)]
    settings = ", ".join(f"{here.ops.quote_name(field.column)} = %s" for field in fields)
    values = [_stored(field, field.get_internal_type(), getattr(row, field.attname), here) for field in fields]
    statements.write(f"UPDATE {row._meta.db_table} SET {settings} WHERE id = %s", [*values, row.pk])  # noqa: S608


@cache
def _columns(model):
    """(the table and its columns, a slot for each, [(field, its kind)])"""
    fields, quoted = model._meta.concrete_fields, connections["default"].ops.quote_name
    into = f"{model._meta.db_table} ({', '.join(quoted(field.column) for field in fields)})"
    return into, f"({', '.join(['%s'] * len(fields))})", [(field, field.get_internal_type()) for field in fields]


# What the database takes as it is, by the kind of column; Django asks four functions before it finds that out.
_AS_IT_IS = {
    "BigIntegerField": int,
    "BooleanField": bool,
    "CharField": str,
    "FloatField": float,
    "ForeignKey": int,
    "PositiveIntegerField": int,
    "TextField": str,
}


def _stored(field, kind, value, here):
    """The value of a column as the database wants it."""
    if type(value) is _AS_IT_IS.get(kind) or (value is None and kind != "JSONField"):
        return value
    return field.get_db_prep_save(value, here)


def _flat(values):
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value
