"""A process of its own that hands one message to Apprise: `python -I courier.py < {"url", "format", "title", "body"}`.

The library knows a hundred services, each with its own way to connect and some with files of their own. So that an
address which somebody typed reaches nothing of this machine, every connection is judged as in `usecase/outgoing.py`,
and what a service has no business with is refused: files of others, programs, sockets of this machine. It ends with 0
when the message arrived; else with 1, and says why.
"""

import json
import logging
import sys
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

CODE = [sys.prefix, sys.base_prefix, str(Path(__file__).parents[2]), "/usr/share/zoneinfo", "/etc/ssl", "/usr/lib/ssl"]
REFUSED = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir",
           "os.rmdir", "ctypes.", "syslog.", "shutil.", "socket.bind", "socket.sendmsg")  # fmt: skip


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


def main():
    asked = json.load(sys.stdin)
    import apprise

    said = StringIO()
    log = logging.getLogger("apprise")
    log.addHandler(logging.StreamHandler(said))
    log.setLevel(logging.WARNING)
    apprise.Apprise.instantiate("json://localhost")  # the library reads all of itself: while it may keep it compiled
    met = guard(asked["private"])
    carrier = apprise.Apprise.instantiate(asked["url"], suppress_exceptions=True)
    if carrier is None:
        return "unknown"
    one = apprise.Apprise()
    one.add(carrier)
    if one.notify(body=asked["body"], title=asked["title"], body_format=asked["format"]):
        return None
    return met[0] if met else " ".join(said.getvalue().split())[:300]


if __name__ == "__main__":
    refused = main()
    if refused is not None:
        sys.stdout.write(refused)
        sys.exit(1)
