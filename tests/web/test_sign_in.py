"""The door of the house: who comes in, where to, and how a page that was open goes on."""

import re

import pytest
from django.test import Client

from projets.accounts.models import User
from projets.accounts.sign_in import TRIES_HERE
from projets.usecase.guard import writes_allowed

PASSWORD = "Vingt-quatre colombes"  # noqa: S105
JSON = {"Accept": "application/json"}


@pytest.fixture
def nadia(db):
    return account("Nadia Benali")


def account(name, **given):
    user = User(name=name, email=f"{name.split()[0].lower()}@ministere.example", **given)
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


def signed_in(client):
    return client.get("/connexion/jeton/").json()["person"]


def give(client, password=PASSWORD, **more):
    return client.post("/connexion/", {"name": "nadia@ministere.example", "password": password} | more)


def test_sign_in_and_out(client, nadia):
    answer = give(client)
    assert (answer.status_code, answer["Location"], signed_in(client)) == (303, "/", str(nadia.pk))
    answer = client.post("/deconnexion/")
    assert (answer.status_code, answer["Location"], signed_in(client)) == (303, "/connexion/", None)


def test_leaving_takes_a_post(client, nadia):
    client.force_login(nadia)
    assert client.get("/deconnexion/").status_code == 405
    assert signed_in(client) == str(nadia.pk)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/cartes/PORT-150/", "/cartes/PORT-150/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_elsewhere(client, nadia, wanted, given):
    assert give(client, next=wanted)["Location"] == given


def test_refused_in_one_sentence_without_the_password(client, nadia):
    answer = give(client, password="wrong")
    page = answer.content.decode()
    assert (answer.status_code, signed_in(client)) == (422, None)
    assert "non reconnu" in page
    assert 'value="nadia@ministere.example"' in page
    assert "wrong" not in page


def test_too_many_tries(client, nadia):
    for _ in range(TRIES_HERE):
        give(client, password="wrong")
    assert give(client).status_code == 429
    assert signed_in(client) is None


def test_a_new_session_has_a_new_key(client, nadia):
    client.get("/connexion/")
    client.cookies["projets"] = "chosen-by-somebody-else"
    give(client)
    assert client.cookies["projets"].value != "chosen-by-somebody-else"


def test_who_is_in_already_goes_on(client, nadia):
    client.force_login(nadia)
    assert client.get("/connexion/?next=/profil/")["Location"] == "/profil/"


def test_a_dialog_gets_the_form_alone_and_answers_in_json(client, nadia):
    page = client.get("/connexion/?fragment=1").content.decode()
    assert "<html" not in page
    assert 'action="/connexion/?fragment=1"' in page
    data = {"name": "nadia@ministere.example", "password": PASSWORD}
    refused = client.post("/connexion/?fragment=1", data | {"password": "no"}, headers=JSON)
    assert (refused.status_code, refused.json()["field"]) == (422, "name")
    answer = client.post("/connexion/?fragment=1", data, headers=JSON).json()
    assert (answer["person"], answer["name"]) == (str(nadia.pk), "Nadia Benali")
    assert answer["csrf"]


def test_an_old_page_gets_a_new_token(nadia):
    client = Client(enforce_csrf_checks=True)
    refused = client.post("/deconnexion/", headers=JSON)
    assert refused.status_code == 403
    assert refused.json()["csrf"]
    page = client.post("/deconnexion/", {"comment": "Bonjour à tous"})
    assert page.status_code == 403
    assert "Bonjour à tous" in page.content.decode()


def demo_people(client, **extra):
    page = client.get("/connexion/", **extra).content.decode()
    return re.findall(r'name="person" value="(\d+)"', page)


LOOPBACK = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1"}


@pytest.fixture
def people(db):
    return [
        account("Awa Diop", is_demo=True, role="administrator"),
        account("Paul Kerdreux", is_demo=True),
        account("Zoé Shut", is_demo=True, is_active=False),
        account("Nadia Real"),
    ]


@pytest.mark.parametrize(
    ("mode", "extra", "offered"),
    [
        ("local", LOOPBACK, ["Awa", "Paul"]),
        ("local", LOOPBACK | {"HTTP_HOST": "localhost:8000"}, ["Awa", "Paul"]),
        ("local", {"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}, ["Awa", "Paul"]),
        ("local", LOOPBACK | {"REMOTE_ADDR": "192.0.2.1"}, []),
        ("local", LOOPBACK | {"HTTP_HOST": "projets.example"}, []),
        ("local", LOOPBACK | {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, []),
        ("local", LOOPBACK | {"HTTP_FORWARDED": "for=127.0.0.1"}, []),
        ("none", LOOPBACK, []),
        ("public", {"REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "projets.example"}, ["Paul"]),
    ],
)
def test_one_click_exists_where_nothing_can_be_lost(client, people, settings, mode, extra, offered):
    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = mode, ["*"]
    by_name = {person.name.split()[0]: str(person.pk) for person in people}
    assert demo_people(client, **extra) == [by_name[name] for name in offered]
    for name, pk in by_name.items():
        fresh = Client()
        answer = fresh.post("/connexion/demonstration/", {"person": pk}, **extra)
        assert (answer.status_code, signed_in(fresh)) == ((303, pk) if name in offered else (404, None)), name


def test_no_person_of_the_demonstration_no_click(client, nadia, settings):
    settings.DEMONSTRATION = "local"
    assert demo_people(client, **LOOPBACK) == []
