"""What verbs call: reading, acting, long lists to their end. What is refused raises Failed, in one line."""

import json
from urllib.parse import quote, urlencode
from uuid import uuid4

from projets.operations.client.calling import Request
from projets.operations.console import Failed

PIECE = 200  # rows of a long list at a time, the most that is answered


class Api:
    """`acts` are those done so far that can be undone, the first one first."""

    def __init__(self, instance):
        self._instance = instance
        self.acts = []

    def get(self, *path, **asked):
        """What is read at this address: `get("boards", id)`; parameters that are None are left out."""
        given = {name: value for name, value in asked.items() if value is not None}
        query = urlencode(given, doseq=True, errors="replace")
        return _read(self._instance.call(Request("GET", _address(path) + (f"?{query}" if query else ""))))

    def act(self, method, *path, sent=None, undoable=True):
        """What an act answered; each under a key of its own."""
        answer = self._instance.call(Request(method, _address(path), sent, str(uuid4())))
        told = _read(answer)
        if undoable and answer.act not in (None, *self.acts):
            self.acts.append(answer.act)
        return told

    def all(self, *path, most=None, name="items", **asked):
        """A long list, held by `name`, as one piece: to its end or to `most` rows; `next` goes on from there."""
        items, cursor = [], None
        while True:
            wanted = PIECE if most is None else min(PIECE, most - len(items))
            piece = self.get(*path, **asked, cursor=cursor, limit=wanted)
            items, cursor = items + piece[name], piece["next"]
            if cursor is None or len(items) == most:
                return {name: items, "next": cursor}


def _read(answer):
    try:
        read = json.loads(answer.body)
    except ValueError:
        read = None
    if answer.status >= 400 or read is None:  # nothing that verbs ask for answers without content
        raise Failed(_refusal(answer.status, read))
    return read


def _address(path):
    return "".join(f"/{quote(part, safe='', errors='replace')}" for part in path)


def _refusal(status, problem):
    """One line: what is wrong, and where if that was said."""
    if not isinstance(problem, dict) or "detail" not in problem:
        return f"this answers like no API of Projets ({status}): look at the address"
    said = str(problem["detail"])
    for error in problem.get("errors", ()):
        where = error.get("pointer", error.get("parameter", ""))
        detail = "" if error["detail"] == said else f": {error['detail']}"
        said += f" ({where.removeprefix('#/')}{detail})"
    return " ".join(said.split())
