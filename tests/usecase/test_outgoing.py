"""No address that somebody types reaches what only this machine reaches, and no peer holds a thread."""

import socket
import threading

import pytest

from projets.usecase import outgoing
from projets.usecase.outgoing import Unreachable, send
from tests.receiving import CERTIFICATE, serving


@pytest.fixture
def allowed(settings):
    settings.OUTGOING_PRIVATE = True


@pytest.fixture
def names(monkeypatch):
    """`names["hook.example"] = [[address, …], …]`: one answer after the other; `.asked`: who was looked up."""
    real, asked = socket.getaddrinfo, []
    book = type("Book", (dict,), {"asked": asked})()

    def getaddrinfo(host, port, *args, **kwargs):
        if host not in book:
            return real(host, port, *args, **kwargs)
        asked.append(host)
        addresses = book[host].pop(0) if len(book[host]) > 1 else book[host][0]
        return [found for address in addresses for found in real(address, port, *args, **kwargs)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return book


INSIDE = """
127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 192.0.0.192
192.0.2.1 198.18.0.1 192.88.99.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 fe80::1 fec0::1 fc00::1 fd00:ec2::254
ff02::1
2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2001:db8::1 3fff::1 5f00::1 100::1
2001:0:4136:e378:8000:63bf:80ff:fffe
"""
PRIVATE = INSIDE.split()
PUBLIC = ["1.1.1.1", "193.252.19.3", "2606:4700:4700::1111", "2a01:c9c0::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_inside_is_not_reached(address):
    assert not outgoing.may_reach(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_outside_is(address):
    assert outgoing.may_reach(address)


@pytest.mark.parametrize("address", [*PRIVATE, *PUBLIC])
def test_an_operator_may_allow_it(address, allowed):
    assert outgoing.may_reach(address)


WRITTEN = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "[::1]", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("host", WRITTEN)
def test_however_it_is_written(host):
    with serving() as server:
        with pytest.raises(Unreachable) as refusal:
            send("POST", f"http://{host}:{server.server_port}/", body=b"{}")
        assert refusal.value.reason == "private"
        assert server.received == []


def test_a_name_that_points_inside(names):
    names["hook.example"] = [["127.0.0.1", "10.0.0.1"]]
    with (
        serving() as server,
        pytest.raises(Unreachable, match="hook.example is an address of this network") as refusal,
    ):
        send("POST", f"http://hook.example:{server.server_port}/")
    assert (refusal.value.reason, server.received) == ("private", [])


def test_a_name_that_changes_its_mind_is_asked_once(names, monkeypatch):
    names["hook.example"] = [["1.1.1.1"], ["127.0.0.1"]]
    called = []

    def connect(line, address):
        called.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(socket, "socket", type("Socket", (socket.socket,), {"connect": connect}))
    with pytest.raises(Unreachable, match="cannot be reached: refused."):
        send("POST", "http://hook.example/")
    assert (names.asked, called) == (["hook.example"], ["1.1.1.1"])


def test_only_the_addresses_that_may_be_reached_are_called(names, monkeypatch):
    names["hook.example"] = [["127.0.0.1", "1.1.1.1", "169.254.169.254", "2606:4700:4700::1111"]]
    called = []

    def connect(line, address):
        called.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(socket, "socket", type("Socket", (socket.socket,), {"connect": connect}))
    with pytest.raises(Unreachable):
        send("GET", "http://hook.example/")
    assert called == ["1.1.1.1", "2606:4700:4700::1111"]


def test_what_is_sent_and_what_comes_back(names, allowed):
    names["hook.example"] = [["127.0.0.1"]]
    with serving() as server:
        url = f"http://hook.example:{server.server_port}/été?a=1&b=%20"
        answer = send("POST", url, {"X-Mine": "1"}, b'{"event": "x"}')
        [(command, path, headers, body)] = server.received
    assert (answer.status, answer.body, answer.headers["x-seen"]) == (200, b"thanks", "yes")
    assert (command, path, body) == ("POST", "/%C3%A9t%C3%A9?a=1&b=%20", b'{"event": "x"}')
    assert headers["Host"] == f"hook.example:{server.server_port}"
    assert (headers["X-Mine"], headers["Content-Length"]) == ("1", "14")


def test_no_redirect_is_followed(allowed):
    def elsewhere(handler):
        handler.send_response(302)
        handler.send_header("Location", f"http://127.0.0.1:{handler.server.server_port}/secret")
        handler.end_headers()

    with serving(elsewhere) as server:
        answer = send("POST", f"http://127.0.0.1:{server.server_port}/", body=b"")
        assert (answer.status, [path for _, path, _, _ in server.received]) == (302, ["/"])


def test_a_long_answer_is_not_read(allowed):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"x" * 65536)

    with serving(endless) as server:
        answer = send("GET", f"http://127.0.0.1:{server.server_port}/")
    assert answer.body == b"x" * outgoing.LARGEST_ANSWER


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nX-"])
def test_a_peer_that_drips_has_one_deadline(beginning, allowed):
    over = threading.Event()

    def drip(handler):
        handler.wfile.write(beginning)
        while not over.wait(0.02):
            handler.wfile.write(b"a")

    with serving(drip) as server, pytest.raises(Unreachable, match="did not answer within 0.3 seconds") as silence:
        try:
            send("GET", f"http://127.0.0.1:{server.server_port}/", wait=0.3)
        finally:
            over.set()
    assert silence.value.reason == "silent"


CUT = {
    "it drips": b"HTTP/1.1 200 OK\r\n\r\nthanks",
    "it is shorter than it said": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthanks",
    "it breaks off": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nthanks\r\n",
    "it is garbled": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nthanks\r\nzz\r\n",
}


@pytest.mark.parametrize("said", CUT.values(), ids=CUT)
def test_who_has_said_how_it_went_has_answered(said, allowed):
    """Else what was taken would be sent again and again, however broken the rest of the answer is."""
    over = threading.Event()

    def cut(handler):
        handler.wfile.write(said)
        if said == CUT["it drips"]:
            over.wait(10)

    with serving(cut) as server:
        try:
            answer = send("GET", f"http://127.0.0.1:{server.server_port}/", wait=0.5)
        finally:
            over.set()
    assert (answer.status, answer.body) == (200, b"thanks")


def test_what_is_no_http(allowed):
    def talk(handler):
        handler.wfile.write(b"220 mail ready\r\n")

    with serving(talk) as server, pytest.raises(Unreachable) as garbled:
        send("GET", f"http://127.0.0.1:{server.server_port}/")
    assert garbled.value.reason == "garbled"


NO_ADDRESS = [
    "ftp://a.example/",
    "file:///etc/passwd",
    "http://",
    "//a.example/",
    "http://me:secret@a.example/",
    "http://a.example:99999/",
    "http://a.example:0/",
    "http://a.example/\r\nX-More: 1",
    "http://a b.example/",
    "http://[::1/",
]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address(url, allowed):
    with pytest.raises(Unreachable) as refusal:
        send("GET", url)
    assert refusal.value.reason == "wrong"


@pytest.mark.parametrize("host", ["nobody.invalid", "a..example", "é" * 70 + ".example"])
def test_a_host_that_is_not_there(host, allowed):
    with pytest.raises(Unreachable) as refusal:
        send("GET", f"http://{host}/")
    assert refusal.value.reason == "unknown"


def test_tls_is_verified(names, allowed, monkeypatch):
    names |= {"hook.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]}
    with serving(secure=True) as server:
        with pytest.raises(Unreachable) as unknown:
            send("POST", f"https://hook.example:{server.server_port}/", body=b"")
        monkeypatch.setenv("SSL_CERT_FILE", CERTIFICATE)
        with pytest.raises(Unreachable) as misnamed:
            send("POST", f"https://other.example:{server.server_port}/", body=b"")
        assert server.received == []
        answer = send("POST", f"https://hook.example:{server.server_port}/", body=b"")
    assert (unknown.value.reason, misnamed.value.reason, answer.status) == ("untrusted", "untrusted", 200)


def test_a_plain_connection_is_judged_alike(settings):
    with serving() as server:
        with pytest.raises(Unreachable):
            outgoing.connect("localhost", server.server_port)
        settings.OUTGOING_PRIVATE = True
        line = outgoing.connect("localhost", server.server_port)
        assert line.getpeername()[:2] == ("127.0.0.1", server.server_port)
        line.close()
