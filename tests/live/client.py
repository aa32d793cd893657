"""The server as a process, and what a page does, without a browser."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PAGES_OF_ONE = 100  # fewer than in earnest: who runs the tests may open no more than a thousand files

ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds, for what takes milliseconds on a machine that has nothing else to do


class Server:
    """The product, serving the database of the tests."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = None
        self.start()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(  # noqa: S603 (ourselves)
            [sys.executable, "-m", "tests.live.serving", str(self.port)],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "projets.config.settings",
                "PROJETS_DATA_DIR": tempfile.mkdtemp(dir=os.environ["PROJETS_DATA_DIR"]),
                "PROJETS_DATABASE_URL": _url_of_the_tests(),
                "PROJETS_SECRET_KEY": settings.SECRET_KEY,
                "PROJETS_ALLOWED_ORIGINS": "http://planka.example:8179",
                "PORT": str(self.port),
            },
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout.readline() == b"serving\n"

    def write(self, actor, to_list, act):
        """A write as a page sends it; once this returns, it is acknowledged."""
        with urlopen(f"http://{self.address}/write/{actor.user_id}/{to_list.pk}/{act}", timeout=PATIENCE) as answer:
            assert answer.status == 204

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.stdout.close()
        return self.process.wait(timeout=PATIENCE)


def _url_of_the_tests():
    name = connection.settings_dict["NAME"]
    return f"postgresql:///{name}" if connection.vendor == "postgresql" else str(name)


class Page:
    """What a page does: one socket, which follows streams."""

    def __init__(self, wire):
        self.wire = wire
        self.presence = []

    def say(self, **message):
        self.wire.send(json.dumps(message))

    def hear(self, patience=PATIENCE):
        """The next message, but those of presence and the heartbeat."""
        while True:
            message = json.loads(self.wire.recv(timeout=patience))
            if "presence" in message:
                self.presence.append(message)
            elif "ping" not in message:
                return message

    def hear_presence(self):
        while not self.presence:
            message = json.loads(self.wire.recv(timeout=PATIENCE))
            if "presence" in message:
                self.presence.append(message)
        return self.presence.pop(0)

    def follow(self, stream, revision=None, language="fr"):
        self.say(follow=[[stream, revision]], language=language)
        return self.hear()

    def hear_until(self, revision):
        """The revisions heard, the last of which is this one."""
        heard = []
        while not heard or heard[-1] < revision:
            heard.append(self.hear()["revision"])
        return heard


def knock_at(server, key, origin=None, **options):
    return connect(
        f"ws://{server.address}/live/",
        origin=origin or f"http://{server.address}",
        additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"},
        compression=None,
        ping_interval=None,
        max_queue=None,
        proxy=None,
        **options,
    )


def closed_with(wire):
    """The code that the server closes this socket with."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            wire.recv(timeout=PATIENCE)
    return closed.value.rcvd.code


def end_session(server, key):
    """What signing out does, in that server."""
    urlopen(f"http://{server.address}/end/{key}", timeout=PATIENCE).close()
