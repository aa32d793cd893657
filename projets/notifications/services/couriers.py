"""Hands messages to processes of their own (`courier.py`), by way of one that stands ready while there are any."""

import atexit
import json
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic

from projets.notifications.services.courier import BEGUN, LONGEST

COURIER = Path(__file__).with_name("courier.py")

_door = Lock()
_ready = None  # our end of its standard input, and the process


class Broken(Exception):
    """It ended before it said what became of the message."""


def carry(asked):
    """`asked`: {"url", "format", "title", "body", "private"}. Why it did not arrive; None when it did.

    Raises TimeoutError and Broken.
    """
    since = monotonic()
    said = _said_of(asked) or _said_of(asked)  # the one that stood ready may just have left: nobody was told
    if len(said) > len(BEGUN):
        return json.loads(said.removeprefix(BEGUN))
    raise TimeoutError if monotonic() - since >= LONGEST else Broken


def _said_of(asked):
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _hand_over(theirs)
        ours.settimeout(LONGEST)
        try:
            ours.sendall(json.dumps(asked).encode())
            ours.shutdown(socket.SHUT_WR)
            return b"".join(iter(partial(ours.recv, 4096), b""))
        except ConnectionError:
            return b""


def _hand_over(line):
    global _ready
    with _door:
        try:
            if _ready:
                socket.send_fds(_ready[0], [BEGUN], [line.fileno()])
                return
        except OSError:  # it had nothing to do for a while, and left
            _dismiss()
        _ready = _begin()
        socket.send_fds(_ready[0], [BEGUN], [line.fileno()])


@atexit.register
def dismiss():
    """Who stands ready is needed no more; who carries goes on."""
    with _door:
        _dismiss()


def _dismiss():
    global _ready
    if _ready:
        lines, process = _ready
        lines.close()
        process.kill()
        process.wait()
    _ready = None


def _begin():
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(  # noqa: S603 (our own script)
            [sys.executable, "-I", str(COURIER)],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
        )
    return ours, process
