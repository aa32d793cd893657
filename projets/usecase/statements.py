"""Statements that every act makes, sent to the database as they are.

Django's cursor costs as much as SQLite takes to answer; and PostgreSQL, sent a new text each time, plans for several
times as long as it runs. Here the driver is asked itself: SQLite keeps what it compiled, PostgreSQL what it planned,
and the ways to a PostgreSQL server, which an act would mostly wait for with its streams locked, are few.
"""

from contextvars import ContextVar
from functools import lru_cache

from django.db import connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from projets.usecase import guard

_ahead = ContextVar("what was asked ahead: {(statement, values): its rows}", default=None)


def rows(sql, values=(), *, ahead=()):
    """What a statement answers: a list of tuples, as the driver reads them. Its errors are Django's.

    `ahead`: [(statement, values)] that will be asked next, just so. Where the server is far they travel with this one,
    and are answered after it; each once, until `none_ahead()`.
    """
    known = _ahead.get()
    if known and (found := known.pop((sql, tuple(values)), None)) is not None:
        return found
    here = connections["default"]
    if _is_watched(here):
        with here.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
    _prepare_to_send(here, sql)
    with here.wrap_database_errors:
        if here.vendor != "postgresql":
            return here.connection.execute(_with_question_marks(sql), values).fetchall()
        answer, *others = here.prepared.execute_all([(sql, values), *ahead])
        if ahead:
            _ahead.set({(one, tuple(its)): other.fetchall() for (one, its), other in zip(ahead, others, strict=True)})
        return answer.fetchall()


def none_ahead(but=tuple):
    """Forget what was asked ahead and not used, for it may have changed; `but()`: what cannot have."""
    known = _ahead.get()
    if known:
        kept = ((one, tuple(values)) for one, values in but())
        _ahead.set({key: known[key] for key in kept if key in known})


def written(sql, values=()):
    """How many rows a statement wrote."""
    here = connections["default"]
    if _is_watched(here):
        with here.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount
    _prepare_to_send(here, sql)
    with here.wrap_database_errors:
        if here.vendor != "postgresql":
            return here.connection.execute(_with_question_marks(sql), values).rowcount
        return here.prepared.execute_all([(sql, values)])[0].rowcount


def write(sql, values=()):
    """As `written`, when nobody asks how many: in a transaction it may travel with what is sent next."""
    here = connections["default"]
    if here.vendor != "postgresql" or not here.in_atomic_block or _is_watched(here):
        written(sql, values)
        return
    _prepare_to_send(here, sql)
    with here.wrap_database_errors:
        here.prepared.later(sql, values)


def _prepare_to_send(here, sql):
    """What Django's cursor sees to, and the guard."""
    if here.connection is None:
        here.ensure_connection()
    here.validate_no_broken_transaction()
    if guard.is_guarded(sql):
        guard.require_allowed(sql)


def _is_watched(here):
    """Somebody wants to see statements, which pass by Django's cursor then."""
    return here.force_debug_cursor or here.execute_wrappers != [guard.refuse_stray_writes]


@lru_cache(maxsize=256)
def _with_question_marks(sql):
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
