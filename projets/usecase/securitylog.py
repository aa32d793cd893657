"""The security log: who came in, whose rights changed, what was refused. One JSON line each, and no content (E-28).

    log("sign_in", FAILURE, user_id=user.pk, method="password")

It is written where the setting PROJETS_SECURITY_LOG says, apart from the data, and only ever appended to. People are
in it by id, rows by their kind and id; never a name, an e-mail address, a text, a password, a token. What acts record
is told from their facts, once they are committed; the doors tell what leaves no fact: sign-in, refusals, limits.
"""

import logging
import re
import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

from django.db import transaction

SUCCESS, FAILURE, REFUSED = "success", "failure", "refused"
MOST_NAMED = 50  # rows in one line; `count` says how many there were
LOGGER = logging.getLogger("projets.security")
_SOUND = re.compile(r"[\w.:-]{8,64}", re.A)


@dataclass(frozen=True)
class Request:
    """What a line says of the request that it is about."""

    id: str
    address: str


_asked = ContextVar("the request being answered", default=None)
_tellers = []


def log(event, result=SUCCESS, *, user_id=None, object=None, address=None, **about):
    """Write a line. `event` is a word of docs/operate.md, `object` like « token:123 », `about` words and ids alone."""
    request = _asked.get()
    line = {
        "event": event,
        "result": result,
        "user_id": None if user_id is None else str(user_id),
        "address": address or (request.address if request else None),
        "object": object,
    }
    LOGGER.info(event, extra={"about": line | about})


def request_id():
    """Of the request being answered here; None outside one."""
    request = _asked.get()
    return request.id if request else None


@contextmanager
def answering(given, address):
    """Around the answer to a request from `address`; `given` is the id that a trusted proxy has for it, if any."""
    id = given if given and _SOUND.fullmatch(given) else secrets.token_hex(16)
    token = _asked.set(Request(id, address))
    try:
        yield id
    finally:
        _asked.reset(token)


def tell_facts(told):
    """From now on `told(event)` says of each recorded event under which word it is a line, None for none."""
    _tellers.append(told)


def when_committed(act, events):
    """Lines for what an act recorded, those of one kind together, once it is there for everybody."""
    lines = {}
    for event in events:
        for told in _tellers:
            if word := told(event):
                lines.setdefault((word, event.kind, event.stream_id, _whose(event)), []).append(event.row_id)
    if lines:
        transaction.on_commit(partial(_write, act, lines), robust=True)


def _write(act, lines):
    for (word, kind, stream, whose), rows in lines.items():
        noun = kind.partition(".")[0]
        about = dict(whose) | {"action": act.action, "fact": kind, "via": act.via, "within": stream}
        if len(rows) > 1:
            about |= {"count": len(rows), "objects": [f"{noun}:{row}" for row in rows[:MOST_NAMED]]}
        log(word, user_id=act.user_id, object=f"{noun}:{rows[0]}", act=str(act.pk), **about)


def _whose(event):
    """Whom a right is about, and which: ids and roles, as facts have them."""
    after = event.columns["after"]
    found = {"for_user_id": after.get("user_id"), "role": after.get("role"), "scope": after.get("scope")}
    return tuple((name, str(value)) for name, value in found.items() if value is not None)
