"""The pages of the law (E-03), for all and without script; how they are filled in; announcements on every page."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projets.accounts.legal.actions.saying import make_announcement, set_legal_information
from projets.accounts.legal.models import Announcement, legal_information
from projets.accounts.queries import instance
from projets.usecase.log import revision_of
from projets.web.pages.administration.views import PAGES as ADMINISTRATION

pytestmark = pytest.mark.django_db
OF, ANNOUNCEMENTS = "/administration/informations-legales/", "/administration/annonces/"
TO_COMPLETE = "à compléter par l’exploitant"
TEXTS = {
    "publisher": "Ministère de l’Exemple",
    "publisher_address": "1 rue de l’Exemple\n75001 Paris",
    "director": "La directrice du numérique",
    "contact": "contact@ministere.example",
    "host": "Hébergeur d’exemple",
    "host_address": "2 rue de l’Hébergeur",
    "host_phone": "01 02 03 04 05",
    "controller": "Le ministère",
    "dpo": "dpo@ministere.example",
    "processors": "Aucun",
    "retention": "Deux ans après la dernière connexion",
    "declared_on": "2026-11-01",
    "scheme": "https://ministere.example/schema",
    "action_plan": "Corriger les contrastes",
}
PAGES = {
    "/mentions-legales/": ["Éditeur", "publication", "Hébergeur"],
    # the words that DashLord looks for (E-02)
    "/donnees-personnelles/": [
        "Responsable de traitement",
        "DPO",
        "Finalités",
        "Durée de conservation",
        "Sous-traitant(s)",
        "Destinataires",
        "Vos droits",
        "CNIL",
        "Cookies",
        "projets",
    ],
    "/cgu/": ["Conditions générales d’utilisation", "Accès", "Responsabilité"],
    "/cookies/": ["projets_language", "csrftoken", "aucun consentement"],
    "/accessibilite/": ["Défenseur des droits", "Libre réponse 71120, 75342 Paris CEDEX 07"],
    "/plan-du-site/": ["Mentions légales"],
}


@pytest.fixture
def admin(boards):
    return boards.member("administrator", name="Ada Admin")


@pytest.fixture
def at_home(browser, admin):
    return browser(admin)


def fill_in(admin, **more):
    set_legal_information(admin, instance(), **(TEXTS | more))
    cache.clear()  # done when committed, which a test never is


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(("address", "words"), PAGES.items())
def test_e02_e03_everybody_reads_them_and_they_say_what_is_missing(client, address, words):
    shown = page(client, address)
    assert [word for word in words if word not in shown] == []
    assert (TO_COMPLETE in shown) == (address not in ("/cookies/", "/plan-du-site/"))
    assert client.get(address.rstrip("/"))["Location"] == address


@pytest.mark.parametrize("address", PAGES)
def test_b04_once_filled_in_nothing_is_to_complete(client, admin, address):
    fill_in(admin)
    shown = page(client, address)
    assert TO_COMPLETE not in shown
    if address == "/donnees-personnelles/":
        assert 'href="mailto:dpo@ministere.example"' in shown
        assert "Deux ans après" in shown


def test_b03_the_declaration_has_its_parts_in_order(client, admin):
    fill_in(admin, audited_on=f"{timezone.localdate()}", auditor="Le Cabinet", rate="72,5", derogations="Les cartes")
    shown = page(client, "/accessibilite/")
    parts = [
        "s’engage à rendre",
        "loi n° 2005-102",
        "Schéma pluriannuel",
        "Plan d’actions de l’année",
        "s’applique à",
        "<h2>État de conformité",
        "<h2>Résultats des tests",
        "72.5 % des critères",
        "<h2>Contenus non accessibles",
        "<h3>Non-conformités",
        "<h3>Dérogations pour charge disproportionnée",
        "<h3>Contenus non soumis",
        "<h2>Établissement de cette déclaration",
        "<h3>Technologies utilisées",
        "<h3>Environnement de test",
        "<h3>Outils",
        "<h3>Pages du site",
        "<h2>Retour d’information et contact",
        "<h2>Voies de recours",
    ]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)
    assert 'href="https://ministere.example/schema"' in shown


STATES = {"": "non conforme", "49": "non conforme", "72,5": "partiellement conforme", "100": "totalement conforme"}


@pytest.mark.parametrize(("rate", "state"), STATES.items())
def test_b01_every_page_says_how_accessible_it_is(client, admin, at_home, boards, rate, state):
    fill_in(admin, audited_on=f"{timezone.localdate()}", auditor="Le Cabinet", rate=rate)
    said = f"Accessibilité\u00a0: {state}"
    for address in ("/connexion/", "/accessibilite/", "/hors-connexion/"):
        assert said in page(client, address)
    assert said in page(client, "/nulle-part/", 404)
    for address in ("/", f"/tableaux/{boards.board.pk}/", "/profil/"):
        assert said in page(at_home, address)


def test_b01_also_when_something_broke(admin, monkeypatch, boards):
    fill_in(admin)
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("projets.web.pages.legal.views._cookies", lambda: 1 / 0)
    assert "Accessibilité\u00a0: non conforme" in page(client, "/cookies/", 500)


def test_b25_the_site_map_leads_to_all_of_the_administration(browser, at_home, editor):
    addresses = {reverse(name) for name, *_ in ADMINISTRATION}
    assert {one for one in addresses if f'href="{one}"' in page(at_home, "/plan-du-site/")} == addresses
    assert not [one for one in addresses if f'href="{one}"' in page(browser(editor), "/plan-du-site/")]


def test_e48_b25_the_footer_and_the_ways_to_skip(client, at_home, boards):
    links = ["/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/cgu/", "/cookies/", "/plan-du-site/"]
    state = ["info.gouv.fr", "service-public.gouv.fr", "legifrance.gouv.fr", "data.gouv.fr"]
    shown = page(client, "/connexion/")
    footer = shown[shown.index("<footer") :]
    assert [one for one in links if f'href="{one}"' not in footer] == []
    assert [one for one in state if f'href="https://www.{one}/"' not in footer] == []
    board = page(at_home, f"/tableaux/{boards.board.pk}/")
    assert [one for one in links if f'href="{one}"' not in board[board.index("<footer") :]] == []
    skips = re.findall(r'<a href="#(\w+)">', board[board.index('class="skip"') : board.index("</nav>")])
    assert skips == ["contenu", "menu", "filters", "pied"]
    assert [one for one in skips if f'id="{one}"' not in board] == []


def test_e29_security_txt(client, admin):
    fill_in(admin, security_policy="https://vdp.example/")
    answer = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:contact@ministere.example"
    assert (lines["Preferred-Languages"], lines["Policy"]) == ("fr, en", "https://vdp.example/")
    expires = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=100) < expires - timezone.now() < timedelta(days=365)
    assert client.get("/security.txt").content == answer.content


def test_b04_administrators_fill_them_in(at_home):
    assert "14 informations à compléter" in page(at_home, OF)
    answer = at_home.post(OF, TEXTS | {"rate": "72,5"})
    assert (answer.status_code, answer["Location"]) == (303, f"{OF}?enregistre=1")
    assert legal_information().texts == TEXTS | {"rate": "72.5"}
    shown = page(at_home, OF)
    assert "à compléter" not in shown[shown.index("<main") : shown.index("</main")]


def test_what_is_wrong_is_said_beside_each_field_and_nothing_typed_is_lost(at_home):
    answer = at_home.post(OF, TEXTS | {"dpo": "le délégué", "rate": "200"})
    shown = answer.content.decode()
    assert (answer.status_code, legal_information().texts, revision_of("instance")) == (422, {}, 0)
    assert 'value="le délégué"' in shown
    assert 'value="Ministère de l’Exemple"' in shown
    assert shown.count('class="field__error"') == 2
    assert "2 champs sont à corriger" in shown


def test_b05_what_is_three_years_old_is_to_be_renewed(at_home, admin):
    fill_in(admin, declared_on="2019-01-01", audited_on="2019-01-01", auditor="Un", rate="100")
    assert page(at_home, OF).count("à renouveler") == 2
    shown = page(at_home, "/accessibilite/")
    assert "Accessibilité\u00a0: non conforme" in shown
    assert "plus de trois ans" in shown


def test_what_is_typed_is_text(client, admin):
    fill_in(admin, publisher="<script>alert(1)</script>")
    assert "<script>alert" not in page(client, "/mentions-legales/")


def announce(admin, text="Coupure ce soir", begins=-1, ends=1):
    now = timezone.now()
    made = make_announcement(
        admin, instance(), text, "warning", now + timedelta(hours=begins), now + timedelta(hours=ends)
    )
    cache.clear()
    return made.facts[0].after.id


def test_an_announcement_is_on_every_page_between_its_dates(client, admin, at_home):
    announce(admin)
    announce(admin, "Plus tard", begins=1, ends=2)
    for shown in (page(client, "/connexion/"), page(at_home, "/"), page(client, "/nulle-part/", 404)):
        assert re.search(r'class="notice notice--warning announcement" role="status">.*Coupure ce soir</p>', shown)
        assert "Plus tard" not in shown


def test_it_is_hidden_for_a_session_and_for_nobody_else(client, admin, at_home):
    hidden, other = announce(admin), announce(admin, "Une autre")
    answer = client.post("/annonces/masquage/", {"announcement": hidden, "next": "/cgu/"})
    assert (answer.status_code, answer["Location"]) == (303, "/cgu/")
    shown = page(client, "/cgu/")
    assert ("Coupure" in shown, "Une autre" in shown) == (False, True)
    assert "Coupure" in page(at_home, "/")
    client.post("/annonces/masquage/", {"announcement": hidden + 1})
    assert client.session["announcements_hidden"] == [hidden]
    assert other != hidden


def test_announcements_are_made_and_removed_on_their_page(at_home):
    now = timezone.localtime()
    sent = {"text": "Coupure", "level": "info", "begins_at": f"{now:%Y-%m-%dT%H:%M}", "ends_at": "2099-01-01T08:00"}
    refused = at_home.post(ANNOUNCEMENTS, sent | {"ends_at": "demain"})
    assert (refused.status_code, Announcement.objects.count()) == (422, 0)
    assert ">Coupure</textarea>" in refused.content.decode().replace("\n", "")
    assert at_home.post(ANNOUNCEMENTS, sent)["Location"] == ANNOUNCEMENTS
    made = Announcement.objects.get()
    assert (made.text, timezone.localtime(made.ends_at).hour) == ("Coupure", 8)
    at_home.post(f"{ANNOUNCEMENTS}{made.pk}/retrait/")
    assert not Announcement.objects.exists()
