"""Django's threads behind the event loop: when one is taken, and when it is given back."""

import asyncio
import io
import json
import threading
import time
from wsgiref.util import FileWrapper

import pytest

from projets.api.v1.problems import Problem, answer
from projets.config.pool import PATIENCE, PIECE, Pool

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/été",
    "query_string": b"a=1",
    "http_version": "1.1",
    "headers": [(b"host", b"here"), (b"x_real_ip", b"6.6.6.6"), (b"cookie", b"a=1"), (b"cookie", b"b=2")],
}


def call(application, messages, largest=1 << 20, threads=1, path="/été"):
    """What the server is told when Django is sent these messages."""

    async def ask():
        waiting, said = list(messages), []
        gone = asyncio.Event()

        async def receive():
            if waiting:
                return waiting.pop(0)
            return await gone.wait()

        async def send(message):
            said.append(message)

        pool = Pool(application, threads, largest)
        try:
            await pool(SCOPE | {"path": path}, receive, send)
        finally:
            pool.stop()
        return said

    return asyncio.run(ask())


def body(*pieces):
    last = len(pieces) - 1
    return [{"type": "http.request", "body": piece, "more_body": number < last} for number, piece in enumerate(pieces)]


def text(said):
    return b"".join(message.get("body", b"") for message in said)


def test_the_request_arrives_whole():
    seen = {}

    def application(environ, start_response):
        seen.update(environ, body=environ["wsgi.input"].read(), thread=threading.current_thread().name)
        start_response("201 Created", [("X-Answer", "yes")])
        return [b"a", b"b"]

    said = call(application, body(b"one ", b"two"))

    assert said == [
        {"type": "http.response.start", "status": 201, "headers": [(b"x-answer", b"yes")]},
        {"type": "http.response.body", "body": b"ab", "more_body": False},
    ]
    assert seen["body"] == b"one two"
    assert seen["CONTENT_LENGTH"] == "7"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/été"
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert "HTTP_X_REAL_IP" not in seen  # spelled with underscores, it is not the proxy's
    assert seen["thread"].startswith("writing")


def test_no_thread_is_taken_before_the_body_has_arrived():
    def application(environ, start_response):
        raise AssertionError("called for somebody who has gone")

    gone = [{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}]

    assert call(application, gone) == []


def test_a_body_that_is_too_large_is_refused_unread():
    def application(environ, start_response):
        raise AssertionError("called with a body that is too large")

    said = call(application, body(b"123", b"456", b"789"), largest=5)

    assert said[0]["status"] == 413
    assert dict(said[0]["headers"])[b"content-type"] == b"text/plain; charset=utf-8"


def test_a_program_is_told_so_as_our_api_tells_it():
    def application(environ, start_response):
        raise AssertionError("called with a body that is too large")

    head, said = call(application, body(b"123456"), largest=5, path="/api/v1/cards/1/attachments")

    assert (head["status"], dict(head["headers"])[b"content-type"]) == (413, b"application/problem+json")
    told, known = json.loads(said["body"]), json.loads(answer(Problem(413, "")).content)
    assert said["body"] == json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    assert {name: told[name] for name in ("type", "status", "title")} == {
        "type": known["type"],
        "status": known["status"],
        "title": "Trop lourd",
    }


def test_a_file_leaves_its_thread_between_two_pieces():
    class File(io.BytesIO):
        reads = 0

        def read(self, size=-1):
            self.reads += 1
            return super().read(size)

    content = bytes(range(256)) * (PIECE // 100)
    file = File(content)

    def application(environ, start_response):
        start_response("200 OK", [])
        return FileWrapper(file)

    said = call(application, body(b""))

    assert text(said) == content
    assert file.reads > 2
    assert file.closed
    assert [message["more_body"] for message in said[1:]] == [True] * (len(said) - 2) + [False]


def test_a_streaming_answer_ends_when_the_reader_has_gone():
    class Endless:
        streaming = True
        closed = False

        def __iter__(self):
            while True:
                yield b"again"

        def close(self):
            self.closed = True

    endless = Endless()

    def application(environ, start_response):
        start_response("200 OK", [])
        return endless

    said = call(application, [*body(b""), {"type": "http.disconnect"}])

    assert endless.closed
    assert set(text(said).replace(b"again", b"")) == set()


def test_an_error_is_the_servers_to_answer():
    def application(environ, start_response):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call(application, body(b""))


@pytest.mark.parametrize("charset", ["zip", "unicode_escape", "utf-16", '"idna"'])
def test_an_encoding_that_pages_never_use_is_not_heeded(monkeypatch, charset):
    seen = {}

    def application(environ, start_response):
        seen.update(environ)
        start_response("204 No Content", [])
        return []

    asked = f"multipart/form-data; charset={charset}; boundary=b".encode()
    monkeypatch.setitem(SCOPE, "headers", [(b"content-type", asked)])
    call(application, body(b""))
    assert seen["CONTENT_TYPE"] == "multipart/form-data; boundary=b"


def test_who_acts_does_not_wait_for_those_who_read():
    """All threads for reading are taken: a write is answered, and only then are they let go."""
    written = threading.Event()

    def application(environ, start_response):
        start_response("200 OK", [])
        if environ["REQUEST_METHOD"] == "GET":
            assert written.wait(60)
        else:
            written.set()
        return [environ["REQUEST_METHOD"].encode()]

    async def ask(pool, method, answered):
        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            if message["type"] == "http.response.body":
                answered.append(message["body"])

        await pool(SCOPE | {"method": method}, receive, send)

    async def all_of_them():
        pool, answered = Pool(application, 2, 1 << 20), []
        try:
            await asyncio.gather(*(ask(pool, method, answered) for method in ("GET", "GET", "GET", "POST")))
        finally:
            pool.stop()
        return answered

    assert sorted(asyncio.run(all_of_them())) == [b"GET", b"GET", b"GET", b"POST"]


def at_once(takes, one_by_one, many=4):
    """The most of so many writers that were at it at the same time, when each takes so long."""
    now, most, counting = 0, 0, threading.Lock()

    def application(environ, start_response):
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)
        time.sleep(takes)
        with counting:
            now -= 1
        start_response("200 OK", [])
        return [b"done"]

    async def ask():
        pool = Pool(application, many, 1 << 20, one_by_one=one_by_one)
        said = []

        async def receive():
            return {"type": "http.request"}

        async def send(message):
            said.append(message)

        try:
            await asyncio.gather(*(pool(SCOPE, receive, send) for _ in range(many)))
        finally:
            pool.stop()
        return [message["status"] for message in said if "status" in message]

    assert asyncio.run(ask()) == [200] * many
    return most


def test_one_by_one_unless_one_is_slow():
    assert at_once(0.01, one_by_one=True) == 1
    assert at_once(10 * PATIENCE, one_by_one=True) > 1
    assert at_once(0.2, one_by_one=False) == 4
