"""No write outside an action, and none at all in a request that reads.

It stands before every statement of every connection, so it needs no list of method names: raw SQL, a form's `save()`
and a forgotten `update()` are refused alike.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

# Signing in is no action (nor where from, nor how often it failed), and a provider sends people back by GET; a job is
# only the wish to act; a token and a link are used to read as
# well.
SHORT_LIST = {
    "django_session",
    "factors_opensession",
    "factors_lastseen",
    "factors_tries",
    "accounts_tokenuse",
    "sharing_linkuse",
    "django_tasks_database_dbtaskresult",
}

_writes = ContextVar("writes are allowed", default=False)
_reads_only = ContextVar("this request reads", default=False)

_BEFORE = r"(?:\s|\(|/\*.*?\*/|--[^\n]*\n)*"  # blanks, brackets, comments
_CHANGES = re.compile(_BEFORE + r"(?:WITH\b.*)?\b(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.I | re.S)
_TABLE = re.compile(_BEFORE + r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I | re.S)


class StrayWrite(RuntimeError):
    """A programming error, never an answer to somebody."""


@contextmanager
def writes_allowed():
    token = _writes.set(True)
    try:
        yield
    finally:
        _writes.reset(token)


@contextmanager
def reads_only():
    token = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(token)


@contextmanager
def arriving():
    """Within the one request that reads and yet acts: a provider sends people back by GET, and they get an account.

    The state that it brings was made for this browser's session, as the token of a form is, and serves once: nothing
    acts by following a link. Used by that view alone (tests/architecture).
    """
    token = _reads_only.set(False)
    try:
        yield
    finally:
        _reads_only.reset(token)


def install(connection, **kwargs):
    if refuse_stray_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_stray_writes)


def refuse_stray_writes(execute, sql, params, many, context):
    if _is_guarded(str(sql)):
        require_allowed(sql)
    return execute(sql, params, many, context)


@lru_cache(maxsize=256)
def is_guarded(sql):
    """Whether a statement, one of few, writes what only an action may."""
    return _is_guarded(sql)


def require_allowed(sql):
    """Raise StrayWrite unless this may be written now."""
    if _reads_only.get():
        raise StrayWrite(f"a request that reads tried to write: {sql}")
    if not _writes.get():
        raise StrayWrite(f"written outside an action: {sql}")


def _is_guarded(sql):
    if not _CHANGES.match(sql):
        return False
    table = _TABLE.match(sql)
    return not (table and table[1] in SHORT_LIST)
