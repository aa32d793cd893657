"""One's own account, through the page."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from projets.accounts.models import User
from projets.usecase.guard import writes_allowed

PASSWORD = "Vingt-quatre colombes"  # noqa: S105
NEW = "Neuf colombes et demie"
JSON = {"Accept": "application/json"}


@pytest.fixture
def nadia(db):
    user = User(name="Nadia Benali", email="nadia@ministere.example")
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


@pytest.fixture
def at_home(client, nadia):
    client.force_login(nadia)
    return client


def now(user):
    return User.objects.get(pk=user.pk)


def test_strangers_sign_in_first(client, db):
    assert client.get("/profil/")["Location"] == "/connexion/?next=%2Fprofil%2F"
    answer = client.post("/profil/identite/", {"name": "Autre"}, headers=JSON)
    assert (answer.status_code, answer.json()["sign_in"]) == (401, "/connexion/?fragment=1")
    page = client.post("/profil/identite/", {"name": "Un long nom que j’ai tapé"})
    assert page.status_code == 401
    assert "Un long nom que j’ai tapé" in page.content.decode()


def test_identity_without_script_and_with(at_home, nadia):
    answer = at_home.post("/profil/identite/", {"name": "Nadia B.", "phone": "", "organization": "DINUM"})
    assert (answer.status_code, answer["Location"]) == (303, "/profil/?enregistre=identite#identite")
    assert "Enregistré." in at_home.get("/profil/?enregistre=identite").content.decode()
    answer = at_home.post("/profil/identite/", {"name": "Nadia C.", "act": "7f1c"}, headers=JSON)
    again = at_home.post("/profil/identite/", {"name": "Nadia D.", "act": "7f1c"}, headers=JSON)
    assert answer.json() == again.json()
    assert answer.json()["redirect"] == "/profil/?enregistre=identite#identite"
    assert now(nadia).name == "Nadia C."


def test_a_refusal_names_its_field(at_home, nadia):
    answer = at_home.post("/profil/identite/", {"name": " "}, headers=JSON)
    assert (answer.status_code, answer.json()["field"], now(nadia).name) == (422, "name", "Nadia Benali")
    page = at_home.post("/profil/identite/", {"name": " ", "organization": "Ministère de la Culture"})
    assert page.status_code == 422
    assert "Ministère de la Culture" in page.content.decode()


def test_preferences_take_effect_at_once(at_home, nadia):
    data = {"language": "en", "time_zone": "Indian/Reunion", "theme": "dark", "shows_presence": "on"}
    at_home.post("/profil/preferences/", data)
    page = at_home.get("/profil/").content.decode()
    assert '<html lang="en" data-theme="dark">' in page
    assert 'data-single-letters="off"' in page
    assert "Profile and preferences" in page
    assert (now(nadia).shows_presence, now(nadia).subscribe_to_card_when_commenting) == (True, False)


def test_address_asks_for_the_password_and_keeps_what_was_typed(at_home, nadia):
    page = at_home.post("/profil/adresse/", {"email": "n.benali@ministere.example", "password": "wrong"})
    assert (page.status_code, now(nadia).email) == (422, "nadia@ministere.example")
    assert 'value="n.benali@ministere.example"' in page.content.decode()
    assert "wrong" not in page.content.decode()
    at_home.post("/profil/adresse/", {"email": "n.benali@ministere.example", "password": PASSWORD})
    assert now(nadia).email == "n.benali@ministere.example"


def test_a_new_password_ends_the_other_sessions(at_home, nadia):
    elsewhere = Client()
    elsewhere.force_login(nadia)
    refused = at_home.post("/profil/mot-de-passe/", {"password": PASSWORD, "new": "court"})
    assert refused.status_code == 422
    assert elsewhere.get("/profil/").status_code == 200
    at_home.post("/profil/mot-de-passe/", {"password": PASSWORD, "new": NEW})
    assert at_home.get("/profil/").status_code == 200
    assert elsewhere.get("/profil/").status_code == 303
    assert now(nadia).check_password(NEW)


@pytest.mark.parametrize("form", ["adresse", "mot-de-passe"])
def test_who_finds_a_session_open_does_not_guess_without_end(at_home, nadia, form):
    said = {"email": "autre@ministere.example", "new": NEW}
    for _try in range(5):
        assert at_home.post(f"/profil/{form}/", said | {"password": "faux"}).status_code == 422
    page = at_home.post(f"/profil/{form}/", said | {"password": PASSWORD}).content.decode()
    assert "Trop d’essais" in page
    assert now(nadia).email == nadia.email
    assert now(nadia).check_password(PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_picture(at_home, nadia):
    kept = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(kept, "PNG")
    at_home.post("/profil/portrait/", {"picture": SimpleUploadedFile("p.png", kept.getvalue())})
    address = f"/portraits/{now(nadia).avatar.removeprefix('avatars/')}"
    assert address in at_home.get("/profil/").content.decode()
    answer = at_home.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert Client().get(address).status_code == 303
    refused = at_home.post("/profil/portrait/", {}, headers=JSON)
    assert (refused.status_code, refused.json()["field"]) == (422, "picture")
    at_home.post("/profil/portrait/", {"remove": "1"})
    assert now(nadia).avatar == ""
    assert at_home.get(address).status_code == 404


def test_theme_and_language_of_a_browser_without_person(client, db):
    assert '<html lang="fr">' in client.get("/connexion/").content.decode()
    client.post("/profil/theme/", {"theme": "dark", "next": "/connexion/"})
    answer = client.post("/profil/langue/", {"language": "en", "next": "/connexion/"})
    assert answer["Location"] == "/connexion/"
    assert '<html lang="en" data-theme="dark">' in client.get("/connexion/").content.decode()
    assert client.post("/profil/theme/", {"theme": "pink"}).status_code == 404


def test_the_theme_button_of_a_person_is_a_preference(at_home, nadia):
    answer = at_home.post("/profil/theme/", {"theme": "dark"}, headers=JSON)
    assert (answer.json(), now(nadia).theme) == ({"theme": "dark"}, "dark")


def test_the_language_of_the_browser_says_nothing_of_the_administration(client, db):
    page = client.get("/connexion/", headers={"Accept-Language": "en-GB"})
    assert (page["Content-Language"], "Se connecter" in page.content.decode()) == ("fr", True)


def test_queries_of_the_page(at_home, django_assert_num_queries):
    with django_assert_num_queries(5):  # the session, the person, what is unread, what the instance says (two)
        at_home.get("/profil/")
