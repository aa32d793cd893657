"""Hundreds of open pages: sockets that follow a board and note when they were told."""

import asyncio
import base64
import json
import os
import struct
from time import perf_counter


class Follower(asyncio.Protocol):
    """One socket; reads frames as they come, keeps only when each revision of its board came."""

    def __init__(self, client, streams):
        self.client = client
        self.streams = streams
        self.buffer = b""
        self.open = False
        self.caught_up = asyncio.get_running_loop().create_future()
        self.expected = {}  # revision: Waiting
        self.revision = 0  # the last it was told
        self.told = 0  # messages that told one

    def connection_made(self, transport):
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /live/ HTTP/1.1\r\nHost: {self.client.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: {self.client.base_url}\r\n"
            f"Cookie: {self.client.cookie}\r\n\r\n".encode()
        )

    def data_received(self, data):
        now = perf_counter()
        self.buffer += data
        if not self.open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head:
                self.caught_up.set_exception(ConnectionError(head.decode("latin-1")))
                return
            self.open, self.buffer = True, rest
            self.say({"follow": self.streams, "language": "fr"})
        while (frame := self._frame()) is not None:
            self._heard(frame, now)

    def _frame(self):
        data = self.buffer
        if len(data) < 2:
            return None
        size, start = data[1] & 127, 2
        if size == 126:
            size, start = (struct.unpack_from("!H", data, 2)[0], 4) if len(data) >= 4 else (1 << 60, 4)
        elif size == 127:
            size, start = (struct.unpack_from("!Q", data, 2)[0], 10) if len(data) >= 10 else (1 << 60, 10)
        if len(data) < start + size:
            return None
        self.buffer = data[start + size :]
        if data[0] & 15 == 9:  # a ping: answered, or the server hangs up
            self._write(0x8A, data[start : start + size])
            return b""
        return data[start : start + size]

    def _heard(self, frame, now):
        if not frame.startswith(b'{"stream":"board:'):
            return
        said = json.loads(frame)
        if "at" in said and not self.caught_up.done():
            self.revision = said["at"]
            self.caught_up.set_result(self.revision)
        if "revision" in said:
            self.revision, self.told = said["revision"], self.told + 1
            if waiting := self.expected.pop(self.revision, None):
                waiting.came(now)

    def expect(self, revision, waiting):
        self.expected[revision] = waiting

    def say(self, message):
        self._write(0x81, json.dumps(message).encode())

    def _write(self, kind, payload):
        mask = b"\0\0\0\0"
        size = bytes((0x80 | len(payload),)) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload))
        self.transport.write(bytes((kind,)) + size + mask + payload)

    def connection_lost(self, error):
        if not self.caught_up.done():
            self.caught_up.set_exception(error or ConnectionError("hung up"))

    def close(self):
        self.transport.close()


class Waiting:
    """Until the last of so many has read one revision."""

    def __init__(self, many):
        self.left = many
        self.last = 0.0
        self.all_told = asyncio.get_running_loop().create_future()

    def came(self, now):
        self.left -= 1
        self.last = now
        if not self.left and not self.all_told.done():
            self.all_told.set_result(now)


async def follow(client, board, many):
    """(followers, seconds until the last of them was told where it stands)"""
    loop, began = asyncio.get_running_loop(), perf_counter()
    # From now on: what the page itself showed matters to no figure.
    streams = [[name, None] for name, _revision in board.streams]

    async def one():
        _transport, follower = await loop.create_connection(
            lambda: Follower(client, streams), client.host, client.port, ssl=client.tls or None
        )
        await follower.caught_up
        return follower

    followers = await asyncio.wait_for(asyncio.gather(*(one() for _ in range(many))), 120)
    return followers, perf_counter() - began
