"""A client that costs little beside the server it measures: one connection, one request at a time, cookies kept."""

import asyncio
import gzip
import json
from time import perf_counter
from urllib.parse import quote, urlencode, urlsplit

import brotli
import httptools

PATIENCE = 60
KEPT = 3  # seconds that a connection is trusted to stay open without being used


class Refused(RuntimeError):
    pass


class Answer:
    def __init__(self):
        self.status = 0
        self.headers = {}
        self.cookies = []
        self.pieces = []
        self.complete = False

    @property
    def size(self):
        """Bytes of the body as they travelled."""
        return sum(map(len, self.pieces))

    @property
    def body(self):
        raw = b"".join(self.pieces)
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("content-encoding"), bytes)
        return unpack(raw)

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    # what httptools calls while it reads
    def on_header(self, name, value):
        key = name.decode("latin-1").lower()
        if key == "set-cookie":
            self.cookies.append(value.decode("latin-1"))
        else:
            self.headers[key] = value.decode("latin-1")

    def on_body(self, piece):
        self.pieces.append(piece)

    def on_message_complete(self):
        self.complete = True


class Client:
    """One browser's worth of cookies, or one script's token, and one connection to the server of `base_url`."""

    def __init__(self, base_url, cookies=(), token=""):
        parts = urlsplit(base_url)
        self.base_url = base_url
        self.tls = parts.scheme == "https"
        self.host, self.port = parts.hostname, parts.port or (443 if self.tls else 80)
        self.netloc = parts.netloc
        self.cookies = dict(cookies)
        self.token = token
        self.reader = self.writer = None
        self.used = 0.0

    def twin(self):
        """The same person on another connection."""
        return Client(self.base_url, self.cookies, self.token)

    @property
    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path, **headers):
        return await self.ask("GET", path, headers)

    async def post(self, path, form, **headers):
        """A form as a page's script sends it; raises Refused when the answer is no."""
        pairs = [
            (name, one) for name, given in form.items() for one in (given if isinstance(given, list) else [given])
        ]
        answer = await self.ask(
            "POST",
            path,
            {"content-type": "application/x-www-form-urlencoded", "accept": "application/json", **headers},
            urlencode(pairs).encode(),
        )
        if answer.status >= 400:
            raise Refused(f"{path}: {answer.status} {answer.text[:300]}")
        return answer

    async def send_file(self, path, field, name, content):
        edge = "bench-edge-6a1f2c"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{quote(name)}"\r\n'
        body = f"{head}Content-Type: application/json\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
        return await self.ask("POST", path, {"content-type": f"multipart/form-data; boundary={edge}"}, body)

    async def ask(self, method, path, headers=(), body=b""):
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.netloc}", f"cookie: {self.cookie}"]
        given = {"accept-encoding": "br, gzip"} | dict(headers)
        if method not in ("GET", "HEAD"):
            given |= {"content-length": len(body), "origin": self.base_url, "x-csrftoken": self._csrf()}
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
        return await asyncio.wait_for(self._exchange(("\r\n".join(lines) + "\r\n\r\n").encode() + body), PATIENCE)

    async def _exchange(self, request):
        if perf_counter() - self.used > KEPT:
            self.close()
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port, ssl=self.tls or None)
        self.writer.write(request)
        answer = Answer()
        parser = httptools.HttpResponseParser(answer)
        while not answer.complete:
            data = await self.reader.read(262_144)
            if not data:
                raise ConnectionError("the server closed the connection in the middle of an answer")
            parser.feed_data(data)
        self.used = perf_counter()
        answer.status = parser.get_status_code()
        for cookie in answer.cookies:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    async def call(self, method, path, sent=None):
        """JSON, as a script that has a token sends it; raises Refused when the answer is no."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = b"" if sent is None else json.dumps(sent).encode()
        answer = await self.ask(method, path, headers | {"content-type": "application/json"}, body)
        if answer.status >= 400:
            raise Refused(f"{method} {path}: {answer.status} {answer.text[:300]}")
        return answer

    def _csrf(self):
        return next((value for name, value in self.cookies.items() if name.endswith("csrftoken")), "")

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


async def timed(work):
    """(seconds, what came back)"""
    started = perf_counter()
    result = await work
    return perf_counter() - started, result


async def together(clients, work, seconds, most):
    """Let every client do `work(client, turn)` again and again; (times of each, seconds it all took).

    Bounded both ways: none begins after `seconds`, nor beyond `most` times in all.
    """
    took, left, started = [], iter(range(most)), perf_counter()

    async def go_on(client):
        for turn in left:
            if perf_counter() - started > seconds:
                return
            spent, _result = await timed(work(client, turn))
            took.append(spent)

    await asyncio.gather(*map(go_on, clients))
    return took, perf_counter() - started
