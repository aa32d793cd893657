"""An instance elsewhere, over HTTP. It is sent the token, and nobody else is: redirections are not followed."""

from http.client import HTTPException
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener
from urllib.request import Request as HttpRequest

from projets.operations.client.calling import ROOT, Answer
from projets.operations.console import Failed, Misuse, complain

TIMEOUT = 60  # seconds


class Remote:
    def __init__(self, url, token):
        self.address = _address(url)
        self._token = token
        self._open = build_opener(_NotFollowed).open

    def call(self, request):
        """Asked once more when the server cut the line: under the same key, an act is done once."""
        try:
            try:
                return self._asked(request)
            except ConnectionError:
                return self._asked(request)
        except URLError as error:
            raise Failed(f"{self.address}: cannot be reached ({_said(error.reason)})") from None
        except (OSError, HTTPException) as error:
            raise Failed(f"{self.address}: gave no whole answer ({_said(error)})") from None

    def _asked(self, request):
        headers = request.headers | {"Authorization": f"Bearer {self._token}", "User-Agent": "projets"}
        sent = HttpRequest(  # noqa: S310 (http or https: see _address)
            f"{self.address}{ROOT}{request.path}", request.body or None, headers, method=request.method
        )
        try:
            with self._open(sent, timeout=TIMEOUT) as answer:
                return Answer(answer.status, answer.read(), answer.headers["Projets-Act"])
        except HTTPError as error:
            with error:
                if 300 <= error.code < 400:
                    raise Failed(_led_away(self.address, error.headers.get("Location", "elsewhere"))) from None
                return Answer(error.code, error.read())


class _NotFollowed(HTTPRedirectHandler):
    def redirect_request(self, *_about):
        return None


def _address(url):
    """The scheme and the host, with the path that comes before /api/v1, if any."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and url.isascii() and url.split() == [url]
        sound = sound and not (parts.username or parts.query or parts.fragment) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise Misuse("--url is the address of an instance, like https://projets.example.gouv.fr")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        complain(f"{parts.hostname}: http lets everybody on the way read the token; prefer https")
    return url.rstrip("/").removesuffix(ROOT)


def _is_here(host):
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _led_away(address, to):
    return f"{address}: leads to {to}, which was not told the token; if that is the instance, give its address"


def _said(error):
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
