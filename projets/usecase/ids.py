"""Ids: 64 bits, in order of time, made in the application, alike on every database.

41 bits of milliseconds since 2020, 10 of process, 12 of sequence. JavaScript cannot hold them: in JSON and in
pages they are strings.
"""

import os
import secrets
import time
from datetime import UTC, datetime
from threading import Lock

SINCE = 1_577_836_800_000  # 2020-01-01, in milliseconds
PROCESS_BITS, SEQUENCE_BITS = 10, 12

_lock = Lock()
_last_tick = 0


def _draw_process():
    global _process
    # Two processes that draw alike can meet only within a millisecond, and then the primary key refuses the second.
    _process = secrets.randbelow(1 << PROCESS_BITS)


_draw_process()
os.register_at_fork(after_in_child=_draw_process)


def new_id():
    """Greater than every id made before in this process, whatever the clock does."""
    global _last_tick
    with _lock:
        _last_tick = max((_milliseconds() - SINCE) << SEQUENCE_BITS, _last_tick + 1)
        moment, sequence = divmod(_last_tick, 1 << SEQUENCE_BITS)
    return (moment << PROCESS_BITS | _process) << SEQUENCE_BITS | sequence


def made_at(id):
    """When an id was made, to the millisecond."""
    return datetime.fromtimestamp(((id >> PROCESS_BITS + SEQUENCE_BITS) + SINCE) / 1000, UTC)


def first_of(moment):
    """The least id that can be made from this moment on."""
    milliseconds = round(moment.timestamp() * 1000) - SINCE
    return milliseconds << PROCESS_BITS + SEQUENCE_BITS


def _milliseconds():
    return time.time_ns() // 1_000_000
