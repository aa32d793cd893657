"""What an operator sees of the OpenID provider: `projets check oidc`, settings that cannot be, the demonstration."""

import html
import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.openid import CLIENT, SECRET, serving
from tests.operations.running import Serving, projets

SITE = "http://127.0.0.1:8000"


def check(tmp_path, **given):
    known = {"OIDC_RP_CLIENT_ID": CLIENT, "OIDC_RP_CLIENT_SECRET": SECRET}
    return projets("check", "oidc", cwd=tmp_path, **known | given)


def test_all_is_well(tmp_path):
    with serving(SITE) as provider:
        done = check(tmp_path, OIDC_OP_URL=f"{provider.issuer}/.well-known/openid-configuration")
    assert (done.returncode, done.stderr) == (0, "")
    for address in ("/connexion/openid/retour/", "/deconnexion/retour/", "/connexion/openid/fin/"):
        assert SITE + address in done.stdout


def changed(provider, **columns):
    original = provider.description()
    provider.description = lambda: original | columns


WRONG = {
    "another issuer": (
        lambda one: changed(one, issuer="https://other.example"),
        "OIDC_OP_URL",
        "https://other.example",
    ),
    "no userinfo": (lambda one: changed(one, userinfo_endpoint=None), "OIDC_OP_URL", "no userinfo_endpoint"),
    "another algorithm": (
        lambda one: changed(one, id_token_signing_alg_values_supported=["ES256"]),
        "OIDC_RP_SIGN_ALGO",
        "It offers ES256",
    ),
    "no key": (lambda one: setattr(one, "keys", lambda: {"keys": []}), "OIDC_RP_SIGN_ALGO", "has no key"),
    "unknown scope": (lambda one: changed(one, scopes_supported=["openid"]), "OIDC_RP_SCOPES", "given_name"),
    "unknown client": (lambda one: setattr(one, "client", "x"), "OIDC_RP_CLIENT_ID", "invalid_client"),
}


@pytest.mark.parametrize(("change", "setting", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(tmp_path, change, setting, words):
    with serving(SITE) as provider:
        change(provider)
        done = check(tmp_path, OIDC_OP_URL=provider.issuer)
    assert done.returncode == 1
    assert setting in done.stderr
    assert words in done.stderr


def test_a_provider_that_is_down(tmp_path):
    done = check(tmp_path, OIDC_OP_URL="http://127.0.0.1:1")
    assert (done.returncode, "does not answer" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "no provider is set"),
        ({"OIDC_OP_URL": "http://sso.example"}, "https alone"),
        ({"OIDC_OP_URL": "sso"}, "no web address"),
        ({"OIDC_OP_URL": "https://sso.example", "OIDC_RP_CLIENT_SECRET": ""}, "OIDC_RP_CLIENT_SECRET"),
        ({"OIDC_OP_URL": "demo", "PROJETS_HOST": "0.0.0.0"}, "loopback"),  # noqa: S104 (refused)
        ({"OIDC_RP_SIGN_ALGO": "none"}, "RS256, ES256 or HS256"),
        ({"OIDC_DEFAULT_ROLE": "administrator"}, "project_owner or board_user"),
    ],
)
def test_settings_that_cannot_be(tmp_path, given, words):
    done = check(tmp_path, **given)
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr


def test_the_demonstration_from_end_to_end(tmp_path):
    """`make run OIDC=demo`: the provider is on the next port, and its people come in."""
    with Serving(tmp_path, OIDC_OP_URL="demo", PROJETS_DEMO="0") as server:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        page = browser.open(f"{server.url}/connexion/openid/?next=/aide/").read().decode()
        address = html.unescape(re.search(r'action="([^"]+)"', page)[1])
        there = f"http://127.0.0.1:{server.port + 1}"
        with browser.open(there + address, urlencode({"person": "camille"}).encode()) as answer:
            assert answer.url == f"{server.url}/aide/"
    assert server.stop() == 0


def test_a_port_that_is_taken(tmp_path):
    with serving(SITE) as provider:
        port = int(provider.issuer.rpartition(":")[2])
        done = projets("serve", cwd=tmp_path, PORT=port - 1, OIDC_OP_URL="demo", PROJETS_DEMO="0")
    assert done.returncode == 1
    assert "OIDC_OP_URL" in done.stderr
