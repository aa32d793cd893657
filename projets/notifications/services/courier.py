"""A process of its own that hands one message to Apprise; and the one beside the server that it is a copy of.

That one (`python -I courier.py`) has read the library, which takes half a second, and knows nothing else. On its
standard input, a socket, it is given lines (`couriers.py`), and for each makes a copy of itself, which reads the
message from the line, carries it, says how that went, and ends. So no message is where another one was.

The library knows a hundred services, each with its own way to connect and some with files of their own. So that an
address which somebody typed reaches nothing of this machine, every connection is judged as in `usecase/outgoing.py`,
and what a service has no business with is refused: files of others, programs, sockets of this machine.
"""

import gc
import json
import logging
import os
import signal
import socket
import sys
from io import StringIO
from pathlib import Path

CODE = [sys.prefix, sys.base_prefix, str(Path(__file__).parents[2]), "/usr/share/zoneinfo", "/etc/ssl", "/usr/lib/ssl"]
REFUSED = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir",
           "os.rmdir", "ctypes.", "syslog.", "shutil.", "socket.bind", "socket.sendmsg")  # fmt: skip


LONGEST = 60  # seconds that one message may take
IDLE = 60  # seconds without one, after which the process ends: it holds some fifty megabytes
BEGUN = b"."


class Forbidden(OSError):
    """Not for a message to do."""


def guard(allow_private):
    """From now on, in this process."""
    from django.conf import settings

    settings.configure(OUTGOING_PRIVATE=allow_private)
    from projets.usecase.outgoing import may_reach

    met = []

    def judge(event, given):
        if event in ("socket.connect", "socket.sendto"):
            address = given[1]
            if not isinstance(address, tuple) or not may_reach(str(address[0]).partition("%")[0]):
                met.append("private")
                raise Forbidden("private")
        elif event == "open":
            path, mode = given[0], given[1] or "r"
            reads_code = isinstance(path, str) and any(Path(path).resolve().is_relative_to(one) for one in CODE)
            if not isinstance(path, int) and (set(mode) & set("wax+") or not reads_code):
                raise Forbidden("a file")
        elif event.startswith(REFUSED):
            raise Forbidden(event)

    sys.addaudithook(judge)
    return met


def carry(asked):
    """Why the message did not arrive: `private`, `unknown`, or what the library says; None when it did."""
    import apprise

    said = StringIO()
    log = logging.getLogger("apprise")
    log.addHandler(logging.StreamHandler(said))
    log.setLevel(logging.WARNING)
    met = guard(asked["private"])
    carrier = apprise.Apprise.instantiate(asked["url"], suppress_exceptions=True)
    if carrier is None:
        return "unknown"
    one = apprise.Apprise()
    one.add(carrier)
    if one.notify(body=asked["body"], title=asked["title"], body_format=asked["format"]):
        return None
    return met[0] if met else " ".join(said.getvalue().split())[:300]


def carry_for(line):
    """In a copy: from the first byte on, which says that it has begun, somebody may have been told."""
    signal.alarm(LONGEST)
    line.sendall(BEGUN)
    with line.makefile("rb") as message:
        asked = json.load(message)
    line.sendall(json.dumps(carry(asked)).encode())


def main():
    import apprise

    import projets.usecase.outgoing  # noqa: F401 (each copy would read it)

    apprise.Apprise.instantiate("json://localhost")  # the library reads all of itself: while it may keep it compiled
    gc.freeze()  # what copies share stays shared
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for copies
    lines = socket.socket(fileno=sys.stdin.fileno())
    lines.settimeout(IDLE)
    while given := _next(lines):
        if os.fork() == 0:
            try:
                lines.close()
                carry_for(socket.socket(fileno=given[0]))
            finally:
                os._exit(0)
        os.close(given[0])


def _next(lines):
    """The end of a line; none when nobody has anything to carry, or the server has gone."""
    try:
        return socket.recv_fds(lines, len(BEGUN), 1)[1]
    except TimeoutError:
        return None


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))
    main()
