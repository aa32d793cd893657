"""Statements that every act makes, sent to the database as they are.

Django's cursor costs as much as SQLite takes to answer; and PostgreSQL, sent a new text each time, plans for several
times as long as it runs. Here the driver is asked itself: SQLite keeps what it compiled, PostgreSQL what it planned.
"""

from contextlib import contextmanager
from functools import lru_cache

from django.db import connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from projets.usecase import guard


def rows(sql, values=()):
    """What a statement answers: a list of tuples, as the driver reads them. Its errors are Django's."""
    with _sent(sql, values) as cursor:
        return cursor.fetchall()


def written(sql, values=()):
    """How many rows a statement wrote."""
    with _sent(sql, values) as cursor:
        return cursor.rowcount


@contextmanager
def _sent(sql, values):
    """What reads the answer to a statement with `%s` for each value."""
    here = connections["default"]
    if here.queries_logged or here.execute_wrappers != [guard.refuse_stray_writes]:  # somebody wants to see it
        with here.cursor() as cursor:
            cursor.execute(sql, values)
            yield cursor
        return
    here.ensure_connection()
    here.validate_no_broken_transaction()
    if guard.is_guarded(sql):
        guard.require_allowed(sql)
    with here.wrap_database_errors:
        if here.vendor == "postgresql":
            yield _prepared(here.connection).execute(sql, values, prepare=True)
        else:
            yield here.connection.execute(_with_question_marks(sql), values)


def _prepared(connection):
    from psycopg import Cursor  # only where it is the database: 10 MB

    return Cursor(connection)


@lru_cache(maxsize=256)
def _with_question_marks(sql):
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
