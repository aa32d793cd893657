"""First come, first served among this process's writers, where the database takes one at a time.

SQLite lets its writers race for the lock: with many of them some waited three seconds. In a queue nobody waits longer
than those before it take. PostgreSQL queues by itself, stream by stream.
"""

from collections import deque
from contextlib import contextmanager
from threading import Event, Lock, get_ident

from django.db import connection

_door = Lock()
_waiting = deque()
_holder = None


@contextmanager
def in_turn():
    """Wait for one's turn to write; a thread that has it already goes on."""
    if connection.vendor != "sqlite" or _holder == get_ident():
        yield
        return
    _wait()
    try:
        yield
    finally:
        _call_next()


def _wait():
    global _holder
    with _door:
        if _holder is None:
            _holder = get_ident()
            return
        turn = Event()
        _waiting.append((turn, get_ident()))
    turn.wait()


def _call_next():
    global _holder
    with _door:
        turn, _holder = _waiting.popleft() if _waiting else (None, None)
    if turn:
        turn.set()
