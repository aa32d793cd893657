"""Whatever happens, a sentence that says what is wrong and what to do."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from projets.accounts.models import User
from projets.usecase.guard import writes_allowed
from projets.web.assets import HERE

JSON = {"Accept": "application/json"}
INPUT = re.compile(r'(?:<input|components/field)[^>%]*?(?:type="password"|one-time-code|name="credential")[^>%]*')
NAME = re.compile(r' name="(\w+)"')
MORE_SECRETS = {
    "access_token",
    "csrfmiddlewaretoken",
    "currentPassword",
    "smtpPassword",
    "apiKey",
    "confirm_credential",
    "Token",
}


@pytest.fixture
def nadia(db):
    with writes_allowed():
        return User.objects.create(name="Nadia Benali", email="nadia@ministere.example")


@pytest.fixture
def at_home(nadia):
    client = Client(raise_request_exception=False)
    client.force_login(nadia)
    return client


def test_not_found(at_home, client):
    page = at_home.get("/nulle-part/")
    assert (page.status_code, "Mes cartes" in page.content.decode()) == (404, True)
    assert 'href="/connexion/?next=/nulle-part/"' in client.get("/nulle-part/").content.decode()
    assert at_home.get("/nulle-part/", headers=JSON).json() == {
        "refused": "Cela n’existe pas, ou ne vous est pas ouvert."
    }


def test_an_address_typed_without_its_last_slash(at_home, client):
    to_sign_in = client.get("/connexion?next=/imports/")
    assert (to_sign_in.status_code, to_sign_in["Location"]) == (301, "/connexion/?next=/imports/")
    assert [client.get(address).status_code for address in ("/healthz", "/nulle-part")] == [200, 404]
    assert client.post("/connexion").status_code == 404


def test_broken(at_home, monkeypatch):
    """Nothing of what may be broken is used to say so."""

    def breaks(*args, **kwargs):
        raise RuntimeError("secret: the password is 1234")

    monkeypatch.setattr("projets.web.pages.profile.views.offered", breaks)
    page = at_home.get("/profil/")
    assert (page.status_code, "de notre côté" in page.content.decode()) == (500, True)
    assert "1234" not in page.content.decode()
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Nadia" not in page.content.decode()
    answer = at_home.get("/profil/", headers=JSON)
    assert (answer.status_code, list(answer.json())) == (500, ["refused"])


@pytest.mark.parametrize(
    "said", ["database or disk is full", "attempt to write a readonly database", "disk I/O error"]
)
def test_a_disk_that_cannot_be_written_answers_in_words(at_home, nadia, monkeypatch, said):
    def fails(*args, **kwargs):
        raise OperationalError(said)

    monkeypatch.setattr("projets.accounts.actions.saving.record", fails)
    answer = at_home.post("/profil/identite/", {"name": "Un nouveau nom"}, headers=JSON)
    assert answer.status_code == 503
    assert answer.json()["refused"].startswith("Le serveur ne peut rien enregistrer")
    page = at_home.post("/profil/identite/", {"name": "Un nouveau nom"})
    assert (page.status_code, "Un nouveau nom" in page.content.decode()) == (503, True)
    assert User.objects.get().name == "Nadia Benali"


def test_a_mistake_in_a_statement_is_not_called_a_full_disk(at_home, monkeypatch):
    def fails(*args, **kwargs):
        raise OperationalError("no such column: nmae")

    monkeypatch.setattr("projets.accounts.actions.saving.record", fails)
    assert at_home.post("/profil/identite/", {"name": "Autre"}, headers=JSON).status_code == 500


def test_what_was_typed_is_given_back_but_no_secret(at_home):
    data = {"name": " ", "organization": "Ministère de la Culture", "password": "vingt colombes", "act": "7f1c-long"}
    page = at_home.post("/profil/identite/", data).content.decode()
    assert "Ministère de la Culture" in page
    assert "vingt colombes" not in page
    assert "7f1c-long" not in page


def test_a_page_too_old_shows_what_was_typed_but_no_secret(nadia):
    """Nor does the one of an ended session; the fields are those of our pages that take a secret."""
    inputs = "".join(tag for page in HERE.rglob("*.html") for tag in INPUT.findall(page.read_text()))
    fields = set(NAME.findall(inputs))
    assert {"password", "new", "secret", "code", "confirm_password"} <= fields
    secrets = {name: f"saperlipopette-{number}-" for number, name in enumerate(sorted(fields | MORE_SECRETS))}
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(nadia)
    for client, status in ((checked, 403), (Client(), 401)):
        page = client.post("/profil/identite/", secrets | {"organization": "Ministère de la Culture"})
        said = page.content.decode()
        assert (page.status_code, "Ministère de la Culture" in said) == (status, True)
        assert [name for name, secret in secrets.items() if secret in said] == []


def test_a_refusal_leads_back_to_where_one_was_and_nowhere_else(at_home):
    for referer, back in (
        ("http://testserver/profil/?enregistre=identite", "/profil/?enregistre=identite"),
        ("https://elsewhere.example/profil/", "/"),
        ("", "/"),
    ):
        page = at_home.post("/profil/identite/", {"name": " "}, headers={"Referer": referer})
        assert f'<a class="button button--primary button--large" href="{back}">' in page.content.decode()


def test_offline_keeps_no_data(at_home):
    page = at_home.get("/sw.js")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert "/hors-connexion/" in page.content.decode()
    offline = Client().get("/hors-connexion/").content.decode()
    assert "csrfmiddlewaretoken" not in offline
    assert "data-person" not in offline


def test_the_same_act_sent_twice_is_done_once(at_home, nadia):
    first = at_home.post("/profil/identite/", {"name": "Nadia B.", "act": "a1"}, headers=JSON).json()
    with_another = at_home.post("/profil/identite/", {"name": "Nadia C.", "act": "a1"}, headers=JSON).json()
    assert (first, User.objects.get().name) == (with_another, "Nadia B.")
    other = at_home.post("/profil/preferences/", {"theme": "dark", "act": "a1"}, headers=JSON)
    assert (other.status_code, User.objects.get().theme) == (409, "auto")
