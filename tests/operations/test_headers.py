"""What browsers are told with every answer (E-20, E-21, E-22), asked of the product as it is served behind a proxy."""

import http.client
import json
import re

import pytest

from projets.config.headers import YEAR
from tests.operations.running import Serving

BY_HTTPS = {"Host": "projets.example", "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "strict-transport-security": f"max-age={YEAR}",
}
PASSWORD = "Vingt-4 colombes blanches"  # noqa: S105


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    given = {
        "PROJETS_BASE_URL": "https://projets.example",
        "PROJETS_TRUSTED_PROXIES": "127.0.0.1",
        "PROJETS_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "PROJETS_DEMO": "0",
        "PROJETS_ADMIN_EMAIL": "ada@ministere.example",
        "PROJETS_ADMIN_PASSWORD": PASSWORD,
        "PROJETS_DATA_DIR": str(folder / "data"),
        "PROJETS_LARGEST_BODY_MB": 1,
        "PROJETS_SECURITY_LOG": str(folder / "security.jsonl"),
    }
    with Serving(folder, **given) as server:
        server.security_log = folder / "security.jsonl"
        yield server


def ask(served, method, path, headers=BY_HTTPS, body=None):
    """The answer, its body read, whatever its status."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer


def static_address(served):
    page = ask(served, "GET", "/connexion/").body.decode()
    return re.search(r'href="(/static/projets\.[0-9a-f]+\.css)"', page)[1]


ADDRESSES = {
    "page": ("GET", "/connexion/", 200),
    "redirection": ("GET", "/projets/", 303),
    "not found": ("GET", "/nulle-part/", 404),
    "refused form": ("POST", "/connexion/", 403),
    "API": ("GET", "/api/v1/me", 401),
    "Planka's API": ("GET", "/api/users/me", 401),
    "document of the API": ("GET", "/api/v1/openapi.json", 200),
    "health": ("GET", "/healthz", 200),
    "worker": ("GET", "/sw.js", 200),
    "handshake by HTTP": ("GET", "/socket.io/?EIO=4&transport=polling", 400),
    "file": ("GET", "/attachments/1/download/a.txt", 401),
}


@pytest.mark.parametrize(("method", "path", "status"), ADDRESSES.values(), ids=ADDRESSES)
def test_e21_every_answer_has_every_header(served, method, path, status):
    answer = ask(served, method, path)
    assert answer.status == status
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert (policy["default-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "camera=()" in answer.headers["permissions-policy"]


def test_e21_what_django_never_sees_has_them_too(served):
    answer = ask(served, "POST", "/connexion/", body=b"x" * 2_000_000)
    assert (answer.status, {name: answer.headers[name] for name in ALWAYS}) == (413, ALWAYS)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; base-uri 'none'")


def test_e21_what_is_static_has_them_too(served):
    answer = ask(served, "GET", static_address(served))
    assert (answer.status, {name: answer.headers[name] for name in ALWAYS}) == (200, ALWAYS)


def test_e21_a_page_may_send_its_forms_here_alone(served):
    assert "form-action 'self';" in ask(served, "GET", "/connexion/").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/connexion/?next=/projets/", "/api/v1/me", "/nulle-part"])
def test_e20_by_http_one_is_sent_to_https(served, path):
    answer = ask(served, "GET", path, BY_HTTPS | {"X-Forwarded-Proto": "http", "Host": "elsewhere.example"})
    assert (answer.status, answer.headers["Location"]) == (301, f"https://projets.example{path}")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_e20_a_watcher_is_not(served):
    assert ask(served, "GET", "/healthz", {"Host": "10.0.0.7"}).status == 200


def cookies(answer):
    return {line.partition("=")[0]: line for line in answer.headers.get_all("Set-Cookie") or ()}


def sign_in(served, password, given_id="proxy-0123456789"):
    page = ask(served, "GET", "/connexion/")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.body.decode())[1]
    cookie = cookies(page)["__Host-csrftoken"].partition(";")[0]
    more = {"Cookie": cookie, "Origin": "https://projets.example", "X-Request-Id": given_id}
    form = f"csrfmiddlewaretoken={token}&name=ada@ministere.example&password={password.replace(' ', '+')}"
    more["Content-Type"] = "application/x-www-form-urlencoded"
    return page, ask(served, "POST", "/connexion/", BY_HTTPS | more, form)


def test_e22_cookies_are_this_hosts_alone(served):
    page, answer = sign_in(served, PASSWORD)
    assert answer.status == 303
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.body.decode())[1]
    more = {"Cookie": cookies(page)["__Host-csrftoken"].partition(";")[0], "Origin": "https://projets.example"}
    more["Content-Type"] = "application/x-www-form-urlencoded"
    chosen = {
        name: ask(served, "POST", path, BY_HTTPS | more, f"csrfmiddlewaretoken={token}&{name}={value}")
        for path, name, value in (("/profil/langue/", "language", "en"), ("/profil/theme/", "theme", "dark"))
    }
    found = cookies(page) | cookies(answer) | cookies(chosen["language"]) | cookies(chosen["theme"])
    assert set(found) == {"__Host-projets", "__Host-csrftoken", "__Host-projets_language", "__Host-projets_theme"}
    for cookie in found.values():
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_e28_the_file_has_who_came_in_and_the_proxys_id(served):
    _page, answer = sign_in(served, "not this one", "proxy-9876543210")
    assert (answer.status, answer.headers["X-Request-Id"]) == (422, "proxy-9876543210")
    lines = [json.loads(line) for line in served.security_log.read_text().splitlines()]
    (line,) = (line for line in lines if line["request_id"] == "proxy-9876543210")
    assert (line["event"], line["result"], line["address"]) == ("sign_in", "failure", "192.0.2.7")
