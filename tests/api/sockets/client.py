"""A client of Planka's sockets, as scripts are: python-socketio, one websocket."""

import threading
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any

import socketio

from tests.live.client import PATIENCE

SDK = "__sails_io_sdk_version=1.2.1&__sails_io_sdk_platform=node&__sails_io_sdk_language=javascript"


@dataclass
class Listener:
    """`ask` is a virtual request; `hear` the next event, (name, payload)."""

    token: str
    wire: Any
    heard: Queue = field(default_factory=Queue)

    @classmethod
    def at(cls, server, token, **options):
        wire = socketio.Client(reconnection=False)
        one = cls(token, wire)
        wire.on("*", lambda name, *payload: one.heard.put((name, *payload)))
        wire.connect(f"http://{server.address}?{SDK}", transports=["websocket"], wait_timeout=PATIENCE, **options)
        return one

    def ask(self, method, url, data=None, token=None):
        """(status, body)"""
        answered, answer = threading.Event(), {}

        def acknowledge(said):
            answer.update(said)
            answered.set()

        headers = {"Authorization": f"Bearer {token or self.token}"}
        self.wire.emit(
            method, {"method": method, "url": url, "data": data or {}, "headers": headers}, None, acknowledge
        )
        assert answered.wait(PATIENCE), f"{method} {url} was not answered"
        return answer["statusCode"], answer.get("body")

    def open(self, board):
        """Show a board, as the web client does."""
        status, _body = self.ask("get", f"/api/boards/{board.pk}", {"subscribe": True})
        return status

    def greet(self):
        status, _body = self.ask("get", "/api/users/me?subscribe=true")
        return status

    def hear(self):
        try:
            return self.heard.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("nothing was told") from None

    def hear_until(self, name):
        """What is told up to an event of this name."""
        told = [self.hear()]
        while told[-1][0] != name:
            told.append(self.hear())
        return told

    def leave(self):
        self.wire.disconnect()
