"""Telling a database that is out of reach from a statement that is wrong, and waiting until it is back."""

from time import monotonic, sleep

from django.db import InterfaceError, OperationalError, connection

CAUSES = ("full", "readonly", "read-only", "disk i/o", "locked", "connection", "no space", "eof", "resolve host")
# Of PostgreSQL, in whatever language it speaks: connections, resources, an operator at work; an asked for end, a lock
# not had in time, a server that only reads
CLASSES, STATES = ("08", "53", "57P"), ("57014", "55P03", "25006")


def is_outage(error):
    """A full disk, a read-only database, a server that is gone: worth trying again later."""
    state = _state(error)
    if state:
        return state in STATES or state.startswith(CLASSES)
    return any(cause in str(error).lower() for cause in CAUSES)


def is_deadlock(error):
    """Two waited for each other and PostgreSQL sent one away, with nothing done: it may try again at once."""
    return _state(error) == "40P01"


def patiently(write, *arguments, longest=600):
    """Write what cannot be had again once it is forgotten: while the database is away, each second once more.

    Outside transactions, and for what may be written twice: nobody knows whether the last word before the end counted.
    """
    until = monotonic() + longest
    while True:
        try:
            return write(*arguments)
        except (OperationalError, InterfaceError) as error:
            if not is_outage(error) or monotonic() >= until:
                raise
            connection.close()
            sleep(1)


def _state(error):
    return getattr(error.__cause__, "sqlstate", None)
