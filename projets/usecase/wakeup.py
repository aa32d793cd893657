"""Tell listeners that a stream moved on: at commit, or never.

On PostgreSQL a NOTIFY inside the transaction reaches every process; on SQLite there is one process, and its
listeners are called once the transaction has committed; one that fails is logged, for the act is done.
"""

from functools import partial

from django.db import transaction

CHANNEL = "projets_streams"
NOTIFYING = "SELECT pg_notify(%s, name || ' ' || revision)"  # from what has the names and revisions of streams
_listeners = []


def listen(listener):
    """`listener(stream)`, or `listener()` for any, from now on; call what comes back to stop."""
    _listeners.append(listener)
    return partial(_listeners.remove, listener)


def wake(stream):
    """Where there is no NOTIFY: on PostgreSQL it is part of the statement that writes the events."""
    transaction.on_commit(partial(heard, stream), robust=True)


def heard(*stream):
    """A stream moved on, here or in another process; or any may have."""
    for listener in _listeners:
        listener(*stream)
