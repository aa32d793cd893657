"""A socket's way out: whole frames are written to its connection at once; who does not read them is cut off."""

import asyncio
from contextlib import suppress

FULL = 512 * 1024  # bytes waiting for one client; beyond, it is cut off and catches up when it is back
LAST_WORD = 5  # seconds that a client has to take leave


class Wire:
    """Belongs to the event loop."""

    __slots__ = ("closing", "connection", "send", "transport")

    def __init__(self, connection, send):
        self.connection = connection
        self.transport = connection.transport
        self.send = send
        self.closing = False

    def write(self, data):
        if self.closing or self.transport.is_closing():
            return
        if self.transport.get_write_buffer_size() > FULL:
            self.cut()
        else:
            self.transport.write(data)

    def cut(self):
        """It does not read what it is sent: others must not wait, nor memory fill."""
        self._stop()
        self.transport.abort()

    def close(self, code):
        if self.closing:
            return
        self._stop()
        loop = asyncio.get_running_loop()
        loop.create_task(self._take_leave(code))
        loop.call_later(LAST_WORD, self.transport.abort)

    def stop_following(self):
        """It is about to go: nothing more is for it."""

    async def _take_leave(self, code):
        with suppress(OSError):  # it has gone meanwhile
            await self.send({"type": "websocket.close", "code": code})

    def _stop(self):
        self.closing = True
        self.stop_following()
