"""The frames of Engine.IO 4 and, within its messages, of socket.io 4: text alone, in one namespace."""

import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from projets.live.messages import frame_of

PING_EVERY, PONG_WITHIN = 25, 60  # seconds
LARGEST = 1_000_000  # bytes of one message, as clients are told
PING = frame_of(b"2")
_PACKET = re.compile(r"(?P<kind>[0-6])(?:(?P<space>/[^,]*),)?(?P<id>\d{1,15})?(?P<data>.*)", re.S)


class NotUnderstood(Exception):
    """A client would never send it."""


@dataclass(frozen=True)
class Asked:
    """What a client sends. `kind`: connect · disconnect · event · ack · elsewhere (a namespace) · pong · close."""

    kind: str
    id: int | None = None  # of an event that is to be acknowledged
    arguments: Any = None


def read(text):
    if not text:
        raise NotUnderstood
    if text in _ENGINE:
        return Asked(_ENGINE[text])
    if not (text.startswith("4") and (found := _PACKET.fullmatch(text, 1)) and found["kind"] in _SOCKET):
        raise NotUnderstood
    if found["space"] not in (None, "/"):
        return Asked("elsewhere", arguments=found["space"])
    data = _decoded(found["data"])
    kind = _SOCKET[found["kind"]]
    if kind == "event" and not (isinstance(data, list) and data and isinstance(data[0], str)):
        raise NotUnderstood
    return Asked(kind, found["id"] and int(found["id"]), data)


_ENGINE = {"1": "close", "3": "pong"}
_SOCKET = {"0": "connect", "1": "disconnect", "2": "event", "3": "ack"}


def opening(sid):
    return frame_of(
        b"0"
        + msgspec.json.encode(
            {
                "sid": sid,
                "upgrades": [],
                "pingInterval": PING_EVERY * 1000,
                "pingTimeout": PONG_WITHIN * 1000,
                "maxPayload": LARGEST,
            }
        )
    )


def connected(sid):
    return frame_of(b"40" + msgspec.json.encode({"sid": sid}))


def no_such_namespace(name):
    return frame_of(b"44" + name.encode() + b',{"message":"Invalid namespace"}')


def event(name, payload=None):
    """`payload` is bytes of JSON; None for an event that says no more."""
    return frame_of(b'42["' + name.encode() + (b'",' + payload + b"]" if payload else b'"]'))


def acknowledgement(id, body, status):
    """`body` is bytes of JSON, none for an empty answer."""
    said = b'"body":' + body + b"," if body else b""
    return frame_of(b"43%d[{" % id + said + b'"headers":{},"statusCode":%d}]' % status)


def _decoded(data):
    if not data:
        return None
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return _decoded_halves(data)


def _decoded_halves(data):
    """Browsers write half a character (an emoji that was cut) as an escape, which is for the request to refuse."""
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise NotUnderstood from None


def _refuse_constant(name):
    raise ValueError(name)
