"""The server: one process, one event loop for sockets and files, a few threads for Django."""

import gc
import signal
import socket
import struct
from importlib.util import find_spec

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

GRACE = 3  # seconds that requests have to finish once the server is asked to stop
LARGEST_MESSAGE = 65_536  # bytes that one of our pages says at once
LARGEST_REQUEST = 1_100_000  # of a client of the API, which sends long texts by its socket


class AnswerProtocol(HttpToolsProtocol):
    """Gives endpoints the connection itself: who does not take an answer without end is cut off."""

    def on_message_begin(self):
        super().on_message_begin()
        self.scope["extensions"] = {"projets.connection": self}

    def cut(self):
        """At once, with what waits to be taken, which the system would else keep for minutes."""
        line = self.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class SocketProtocol(WebSocketsSansIOProtocol):
    """Gives endpoints the connection itself: what hundreds are sent is framed once, who lags is cut off."""

    def handle_connect(self, event):
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"]["projets.connection"] = self
            if self.scope["path"].startswith("/socket.io/"):
                self.conn.max_message_size = LARGEST_REQUEST


def run(host="127.0.0.1", port=8000, *, trusted_proxies="", started=None):
    """Serve until SIGTERM or SIGINT.

    `trusted_proxies`: addresses whose X-Forwarded-For and -Proto are believed ("*": all; "": none).
    `started()` is called once connections are accepted.
    """
    config = uvicorn.Config(
        "projets.config.asgi:application",
        host=host,
        port=port,
        loop="uvloop" if find_spec("uvloop") else "asyncio",  # one busy thread: 36 ms for a message, not 1,048
        http=AnswerProtocol,
        ws=SocketProtocol,
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=25,
        ws_ping_timeout=25,
        lifespan="on",
        log_config=None,  # the settings say how logs are written, of the server too
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies or None,
        timeout_graceful_shutdown=GRACE,
        backlog=2048,
    )
    # uvicorn raises the signal again once it has stopped, so that the process dies of it; here it has just ended well.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        Server(config, started).run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_alone_what_stays():
    """A request makes some thousand objects that all go with it; looking for circles among them each 700 took 5 %."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


class Server(uvicorn.Server):
    def __init__(self, config, on_start):
        super().__init__(config)
        self.on_start = on_start

    async def startup(self, sockets=None):
        await super().startup(sockets)
        leave_alone_what_stays()
        if self.on_start:
            self.on_start()

    async def shutdown(self, sockets=None):
        from projets.live.listeners import stop_all  # once settings can be used

        stop_all()
        await super().shutdown(sockets)
