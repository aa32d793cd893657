"""A-18: a sensitive act, long after the sign-in, asks who signs in elsewhere to prove it there anew."""

import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from projets.accounts.factors.opened import CONFIRMED
from projets.accounts.models import Token

NEW_TOKEN = {"name": "Un robot", "scope": "read", "days": "30"}


@pytest.fixture
def late(journey):
    """Camille, signed in an hour ago."""
    one = journey()
    assert one.sign_in().status_code == 303
    session = one.site.session
    session[CONFIRMED] = int(time.time()) - 3600
    session.save()
    return one


def held(page):
    return dict(re.findall(r'<input type="hidden" name="(name|scope|days)" value="([^"]*)"', page.content.decode()))


def asked(one):
    page = one.site.post("/profil/jetons/", NEW_TOKEN)
    assert (page.status_code, Token.objects.count()) == (403, 0)
    assert held(page) == NEW_TOKEN  # nothing typed is lost
    (address,) = re.findall(r'href="(/connexion/openid/[^"]*)"', page.content.decode())
    assert html.unescape(address) == "/connexion/openid/?confirm=1"
    return address


def test_proved_there_it_is_done_here(late):
    asked(late)
    before, key = late.person, late.site.session.session_key
    there = late.go(confirm="1")
    assert parse_qs(urlsplit(there).query)["prompt"] == ["login"]
    back = late.back(late.choose("camille", there))
    assert back.status_code == 200
    assert "C’est bien vous" in back.content.decode()
    assert (late.person, late.site.session.session_key) == (before, key)  # the same session goes on
    assert late.site.post("/profil/jetons/", NEW_TOKEN).status_code == 200
    assert Token.objects.get().name == "Un robot"


def test_somebody_else_confirms_nothing(late):
    asked(late)
    before = late.person
    answer = late.back(late.choose("ibrahim", late.go(confirm="1")))
    assert answer.status_code == 403
    assert late.person == before
    assert late.site.post("/profil/jetons/", NEW_TOKEN).status_code == 403


def test_a_provider_that_did_not_ask_again_proves_nothing(late, provider):
    original = provider.id_token
    provider.id_token = lambda *about: original(*about) | {"auth_time": int(time.time()) - 3600}
    answer = late.back(late.choose("camille", late.go(confirm="1")))
    assert answer.status_code == 403
    assert "ne vous a pas redemandé" in answer.content.decode()
    assert late.site.post("/profil/jetons/", NEW_TOKEN).status_code == 403


def test_a_provider_that_does_not_say_when_is_believed(late, provider):
    original = provider.id_token
    provider.id_token = lambda *about: {name: one for name, one in original(*about).items() if name != "auth_time"}
    assert late.back(late.choose("camille", late.go(confirm="1"))).status_code == 200


def test_a_state_that_confirms_signs_nobody_in(late, journey):
    """Begun here, brought back in a browser that is signed out."""
    address = late.choose("camille", late.go(confirm="1"))
    late.site.post("/deconnexion/")
    assert late.back(address).status_code in (400, 403)
    assert late.person is None


def test_who_does_not_sign_in_elsewhere_is_led_nowhere(db, client, provider, boards):
    client.force_login(boards.person())
    there = client.get("/connexion/openid/", {"confirm": "1"}, headers={"host": "127.0.0.1:8000"})
    assert "prompt" not in parse_qs(urlsplit(there["Location"]).query)
