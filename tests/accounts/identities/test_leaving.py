"""Signing out on both sides (A-14, A-15), and when the provider says so (A-21)."""

import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from projets.accounts.models import User


def address_in(answer):
    return html.unescape(re.search(r'content="0; url=([^"]+)"', answer.content.decode())[1])


def test_out_here_and_there(journey, provider):
    """A-14: our session ends first; id_token_hint, state, and the address as it is registered."""
    one = journey()
    one.sign_in()
    answer = one.site.post("/deconnexion/")
    assert (answer.status_code, answer["Cache-Control"], one.person) == (200, "no-store, private", None)
    asked = parse_qs(urlsplit(address_in(answer)).query)
    assert asked.keys() == {"id_token_hint", "state", "post_logout_redirect_uri"}
    assert asked["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/deconnexion/retour/"]
    back = one.follow(address_in(answer))  # which refuses another address or hint (Y030111)
    answer = one.back(back)
    assert (answer.status_code, answer["Location"]) == (303, "/connexion/")
    assert one.back(back).status_code == 400  # the state serves once
    assert "prompt=none" in (silent := one.go(silent="true"))
    assert "login_required" in one.follow(silent)  # the session there has ended too


def test_a_state_that_nobody_asked_for(journey):
    one = journey()
    one.sign_in()
    assert one.site.get("/deconnexion/retour/", {"state": "x"}).status_code == 400
    assert one.person


def test_out_takes_a_post(journey):
    """A-15."""
    one = journey()
    one.sign_in()
    assert one.site.get("/deconnexion/").status_code == 405
    assert one.person


def test_out_while_the_provider_is_down(journey, settings):
    one = journey()
    one.sign_in()
    settings.OIDC_OP_URL = "http://127.0.0.1:1"
    answer = one.site.post("/deconnexion/")
    assert (answer.status_code, answer["Location"], one.person) == (303, "/connexion/", None)


def end(one, token):
    return one.site.post("/connexion/openid/fin/", {"logout_token": token}).status_code


def about(one):
    return one.site.session["openid"]


def test_ended_at_the_provider(journey, provider):
    """A-21: the session of that `sid`, which is in the id_token, and no other of the same person."""
    one, other = journey(), journey()
    one.sign_in()
    other.sign_in()
    assert end(journey(), provider.logout_token(sub=about(one)["sub"], sid=about(one)["sid"])) == 204
    assert (one.person, other.person) == (None, str(User.objects.get().pk))
    assert end(journey(), provider.logout_token(sub=about(other)["sub"])) == 204
    assert other.person is None


def test_a_token_of_logging_out_serves_once(journey, provider):
    one = journey()
    one.sign_in()
    token = provider.logout_token(sub=about(one)["sub"])
    assert end(journey(), token) == 204
    one.sign_in()
    assert end(journey(), token) == 400
    assert one.person


BAD = {
    "for another site": {"aud": "another"},
    "of another issuer": {"iss": "https://elsewhere.example"},
    "no event": {"events": {}},
    "with a nonce": {"nonce": "x"},
    "about nobody": {"sub": None},
    "old": {"iat": int(time.time()) - 3600, "exp": int(time.time()) + 60},
    "without a name": {"jti": None},
}


@pytest.mark.parametrize("changed", BAD.values(), ids=BAD)
def test_tokens_that_end_nothing(journey, provider, changed):
    one = journey()
    one.sign_in()
    token = provider.logout_token(**{"sub": about(one)["sub"]} | changed)
    assert end(journey(), token) == 400
    assert one.person


def test_a_token_that_somebody_else_signed(journey, provider):
    one = journey()
    one.sign_in()
    assert end(journey(), provider.logout_token(sub=about(one)["sub"])[:-4] + "AAAA") == 400
    assert end(journey(), "") == 400
    assert one.person
