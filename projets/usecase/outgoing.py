"""Every request that Projets makes to an address somebody has typed: webhooks, notification services, mail servers.

Whoever may type an address must not reach with it what only this machine reaches: itself, its network, the metadata
of its host. So the name is resolved here, once; the addresses found are judged; and the connection goes to one that
was judged, whatever the name says a moment later. No redirect is followed, TLS is verified, and both the time and the
length of an answer are bounded. `PROJETS_OUTGOING_PRIVATE=allow` lifts the judgement, nothing else.
"""

import io
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address, ip_network
from time import monotonic
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

QUEUE = "outgoing"  # of the jobs that call others: it has threads of its own, so that nothing else waits for them
LONGEST_WAIT = 10  # seconds for all of it, from the first packet to the last
LARGEST_ANSWER = 64 * 1024  # bytes; what comes after is not read

# What a version of Python calls public, and is not: the host agent of Azure, addresses for protocols, relays.
_INSIDE = [
    ip_network(text)
    for text in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16")
]
_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 addresses as an IPv6 network shows them
_AS_IT_IS = "/%:@!$&'()*+,;=~-._?"  # of what follows the host


class Unreachable(Exception):
    """Nothing was answered, and why: `reason` is a word for code, the message a sentence for people.

    `private`: the address is not for us to reach · `unknown`: no such host · `wrong`: no address at all ·
    `silent`: no connection, or none in time · `untrusted`: TLS does not prove who it is · `garbled`: no HTTP.
    """

    def __init__(self, reason, message, **about):
        super().__init__(message % about)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case; of a header sent twice, the last
    body: bytes  # its first `LARGEST_ANSWER` bytes at most, and no more than came in time


def send(method, url, headers=(), body=None, wait=LONGEST_WAIT):
    """One request; a redirect is an answer like any other.

    Raises Unreachable.
    """
    parts = _parts(url)
    line = _Line(parts, monotonic() + wait)
    target = quote(parts.path or "/", safe=_AS_IT_IS) + (
        "?" + quote(parts.query, safe=_AS_IT_IS) if parts.query else ""
    )
    try:
        line.request(method, target, body, {"Accept-Encoding": "identity", "Connection": "close", **dict(headers)})
        answer = line.getresponse()
        return Answer(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            _beginning(answer),
        )
    except TimeoutError:
        late = _("%(host)s did not answer within %(seconds)s seconds.")
        raise Unreachable("silent", late, host=parts.hostname, seconds=wait) from None
    except ssl.SSLError as error:
        stranger = _("%(host)s cannot prove who it is: %(because)s.")
        raise Unreachable("untrusted", stranger, host=parts.hostname, because=error.reason or error) from None
    except (HTTPException, ValueError) as error:
        said = f"{type(error).__name__}: {error}".rstrip(": ")
        foreign = _("%(host)s did not answer in HTTP: %(because)s.")
        raise Unreachable("garbled", foreign, host=parts.hostname, because=said) from None
    except OSError as error:
        away = _("%(host)s cannot be reached: %(because)s.")
        raise Unreachable("silent", away, host=parts.hostname, because=error.strerror or error) from None
    finally:
        line.hang_up()


def _beginning(answer):
    """Who has said how it went has answered, however the rest comes: late, broken, or not at all."""
    read = bytearray()
    with suppress(OSError, HTTPException, ValueError):
        while len(read) < LARGEST_ANSWER and (piece := answer.read1(LARGEST_ANSWER - len(read))):
            read += piece
    return bytes(read)


def connect(host, port, wait=LONGEST_WAIT):
    """A plain connection to an address that was judged: for what is not HTTP, such as a mail server.

    Raises Unreachable, or OSError when no address answers.
    """
    until = monotonic() + wait
    failure = None
    for family, address in _resolve(_ascii(host), port):
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(_left(until))
            line.connect(address)
        except OSError as error:
            line.close()
            failure = error
        else:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return line
    raise failure


def may_reach(address):
    """Whether an IP address, as text, is one that anybody on the Internet reaches, or the operator allows all."""
    return settings.OUTGOING_PRIVATE or _is_public(ip_address(address))


def _is_public(ip):
    if ip.version == 6:
        within = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _TRANSLATED:
            return _is_public(ip_address(ip.packed[-4:]))
        if within and not _is_public(within):
            return False
        if ip.ipv4_mapped:
            return True
        if ip.is_site_local:
            return False
    inside = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
    return ip.is_global and not inside and not ip.is_unspecified and not any(ip in net for net in _INSIDE)


def _resolve(host, port):
    """The socket family and address of each address of the host that may be reached."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable("unknown", _("No machine is called %(host)s."), host=host) from None
    allowed = [(family, address) for family, *_how, address in found if may_reach(address[0].partition("%")[0])]
    if not allowed:
        ours = _("%(host)s is an address of this network, which Projets does not call.")
        raise Unreachable("private", ours, host=host)
    return list(dict.fromkeys(allowed))


def _ascii(host):
    try:
        return host if ":" in host else host.encode("idna").decode()
    except UnicodeError:
        raise Unreachable("unknown", _("No machine is called %(host)s."), host=host) from None


def _parts(url):
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not url.isprintable() or " " in url:
        raise Unreachable("wrong", _("This is no web address. It begins with https:// or http://."))
    return parts


def _left(until):
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Line(HTTPConnection):
    """A connection of the standard library over a socket of ours."""

    def __init__(self, parts, until):
        self.default_port = 443 if parts.scheme == "https" else 80
        super().__init__(_ascii(parts.hostname), parts.port)
        self._secure, self._until, self._line = parts.scheme == "https", until, None

    def connect(self):
        line = connect(self.host, self.port, _left(self._until))
        try:
            if self._secure:
                line.settimeout(_left(self._until))
                line = ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
        except BaseException:
            line.close()
            raise
        self.sock = _Timed(line, self._until)
        self._line = line

    def hang_up(self):
        """The library lets go of `sock` before the answer is read."""
        self.close()
        if self._line:
            self._line.close()


class _Timed:
    """A socket with one deadline: who sends a byte every nine seconds is slow too."""

    def __init__(self, line, until):
        self._line, self._until = line, until

    def sendall(self, data):
        rest = memoryview(data)
        while rest:
            self._line.settimeout(_left(self._until))
            rest = rest[self._line.send(rest) :]

    def receive(self, buffer):
        self._line.settimeout(_left(self._until))
        return self._line.recv_into(buffer)

    def makefile(self, mode):
        return io.BufferedReader(_Incoming(self))

    def close(self):
        """Whoever opened it closes it: `hang_up`."""


class _Incoming(io.RawIOBase):
    def __init__(self, timed):
        self._timed = timed

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._timed.receive(buffer)
