"""Django's WSGI application in a fixed pool of threads, behind the event loop.

A thread is taken once the whole request has arrived, and given back before the answer has left: bodies are spooled by
the loop, answers are sent by the loop, and a file is read piece by piece, so that a slow network holds no thread.
Only an answer that Django makes while sending it (a streaming one that is no file) keeps its thread until its end.

Who writes does not queue behind those who read: with eight clients loading boards, a move waited for all of them.

Where the database takes one writer at a time anyway, writers go one by one: eight that compete for the interpreter and
the database's lock wrote 270 cards a second, one after the other they write 340. A slow one holds up nobody for long.
"""

import asyncio
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import Context
from tempfile import SpooledTemporaryFile
from threading import Event
from wsgiref.util import FileWrapper

_CHARSET = re.compile(r";\s*charset\*?\s*=[^;]*", re.I)  # pages send UTF-8; others may be no encoding of texts at all
IN_MEMORY = 1 << 20  # a body beyond this is spooled on disk
PIECE = 1 << 18  # of a file that is sent
PATIENCE = 0.05  # seconds
READING = {"GET", "HEAD", "OPTIONS"}
TOO_LARGE = b"Cet envoi est trop lourd pour ce serveur. / This is too large for this server.\n"
PROBLEM = (  # the same as our API says it: projets/api/v1/problems.py
    '{"type":"/api/v1/docs#too-large","title":"Trop lourd","status":413,'
    '"detail":"Cet envoi est trop lourd pour ce serveur\u00a0: envoyez-en moins à la fois."}'
).encode()


class Pool:
    """An ASGI application (http only) made of a WSGI one."""

    def __init__(self, application, threads, largest_body, one_by_one=False):
        """`one_by_one`: who writes waits for the one before, for `PATIENCE` at most."""
        self.application = application
        self.largest_body = largest_body
        self.reading = ThreadPoolExecutor(max(1, threads // 2), "reading")
        self.writing = ThreadPoolExecutor(threads, "writing")
        self.one_writes = asyncio.Semaphore(1) if one_by_one else None

    async def __call__(self, scope, receive, send):
        with SpooledTemporaryFile(IN_MEMORY) as body:
            size = await spool(receive, body, self.largest_body)
            if size is None:
                return  # whoever asked has gone
            if size > self.largest_body:
                await _refuse(scope, send)
                return
            threads = self.reading if scope["method"] in READING else self.writing
            answer = Answer(self.application, environ_of(scope, body, size), send)
            async with self.turn(threads):
                head, pieces, more = await _in_thread(threads, answer.begin)
            await send(head)
            gone = asyncio.ensure_future(_disconnected(receive, answer.gone)) if more else None
            try:
                await send({"type": "http.response.body", "body": pieces, "more_body": more})
                if more and answer.file is None:
                    await _in_thread(threads, answer.stream)
                while more and not answer.gone.is_set() and answer.file is not None:
                    pieces = await _in_thread(threads, answer.file.filelike.read, PIECE)
                    more = bool(pieces)
                    await send({"type": "http.response.body", "body": pieces, "more_body": more})
            finally:
                if gone:
                    gone.cancel()
                    answer.gone.set()
                    await _in_thread(threads, answer.close)

    @asynccontextmanager
    async def turn(self, threads):
        """One's turn to write; a slow one has had its own once others have waited for `PATIENCE`."""
        if self.one_writes is None or threads is not self.writing:
            yield
            return
        await self.one_writes.acquire()
        over = [self.one_writes.release]
        timer = asyncio.get_running_loop().call_later(PATIENCE, lambda: over.pop()())
        try:
            yield
        finally:
            timer.cancel()
            if over:
                over.pop()()

    def stop(self):
        for threads in (self.reading, self.writing):
            threads.shutdown(wait=False, cancel_futures=True)


async def _refuse(scope, send):
    ours = scope["path"].startswith("/api/v1/")
    said, kind = (PROBLEM, b"application/problem+json") if ours else (TOO_LARGE, b"text/plain; charset=utf-8")
    length = str(len(said)).encode()
    headers = [(b"connection", b"close"), (b"content-type", kind), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": said})


def _in_thread(threads, work, *arguments):
    """In a context of its own: what a request sets (language, rights to write) ends with it."""
    return asyncio.get_running_loop().run_in_executor(threads, Context().run, work, *arguments)


class Answer:
    """One call of the WSGI application; `begin`, `stream` and `close` run in a thread of the pool."""

    def __init__(self, application, environ, send):
        self.application = application
        self.environ = environ
        self.send = send
        self.loop = asyncio.get_running_loop()
        self.gone = Event()
        self.file = self.pieces = None

    def begin(self):
        """The head, the first bytes, and whether more follow."""
        self.pieces = self.application(self.environ, self._start)
        more = False
        try:
            if isinstance(self.pieces, FileWrapper):
                self.file = self.pieces
                first = self.file.filelike.read(PIECE)
                more = len(first) == PIECE
            elif getattr(self.pieces, "streaming", False):
                first, more = b"", True
            else:
                first = b"".join(self.pieces)
        finally:
            if not more:
                self.close()
        return self.head, first, more

    def stream(self):
        for piece in self.pieces:
            if self.gone.is_set():
                return
            self._send({"type": "http.response.body", "body": piece, "more_body": True})
        self._send({"type": "http.response.body"})

    def close(self):
        if close := getattr(self.pieces, "close", None):
            close()

    def _send(self, message):
        asyncio.run_coroutine_threadsafe(self.send(message), self.loop).result()

    def _start(self, status, headers, exc_info=None):
        self.head = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }


async def spool(receive, body, largest):
    """Keep the body; its size (the rest of one that is too large is left), or None when the client has gone."""
    size, more = 0, True
    while more and size <= largest:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        size += len(message.get("body", b""))
        body.write(message.get("body", b""))
        more = message.get("more_body", False)
    body.seek(0)
    return size


async def _disconnected(receive, gone):
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def environ_of(scope, body, size):
    server = scope.get("server") or ("localhost", 80)
    root = scope.get("root_path", "")
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": _as_wsgi(root),
        "PATH_INFO": _as_wsgi(scope["path"].removeprefix(root)),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "REMOTE_PORT": str((scope.get("client") or ("", 1))[1]),  # 0: as a trusted proxy tells it
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FileWrapper,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name == "content-type":
            environ["CONTENT_TYPE"] = _CHARSET.sub("", value)
        elif name != "content-length" and "_" not in name:  # "x_real_ip" would pass for "x-real-ip"
            key = "HTTP_" + name.upper().replace("-", "_")
            joint = "; " if name == "cookie" else ","
            environ[key] = environ[key] + joint + value if key in environ else value
    return environ


def _as_wsgi(text):
    """WSGI has bytes dressed as latin-1."""
    return text.encode().decode("latin-1")
