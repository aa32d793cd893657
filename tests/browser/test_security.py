"""Second factors in a real browser: codes, passkeys of its virtual authenticator, acts that ask again (E-23, A-18)."""

import re
import time

import pytest
from playwright.sync_api import expect

from projets.accounts.factors import numbers, opened
from projets.accounts.factors.models import Passkey
from projets.accounts.models import Token, User
from projets.usecase.guard import writes_allowed
from tests.browser.axe import overflow, violations
from tests.browser.conftest import Browsers
from tests.domain import make_boards

PASSWORD = "Passe-muraille"  # noqa: S105


@pytest.fixture
def named(chromium, site):
    """Under a name: browsers make no passkey for the number of a machine."""
    opened_here = Browsers(chromium, site.replace("127.0.0.1", "localhost"))
    yield opened_here
    opened_here.close()
    assert opened_here.complaints == []


def with_authenticator(page):
    """A security key that verifies its owner and says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def sign_in(page, person):
    page.goto("/connexion/")
    page.get_by_label("Adresse électronique ou identifiant").fill(person.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def shown(secret, later=0):
    """A number serves once: where two are typed, the second is the following one, right for a minute at least."""
    return numbers.number(secret, int(time.time()) // numbers.STEP + later)


def sign_out(page):
    page.context.clear_cookies()


def add_passkey(page, name="Ordinateur du bureau"):
    page.goto("/profil/securite/")
    page.get_by_label("Nom de la nouvelle clé d’accès").fill(name)
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()


def test_an_application_with_codes_from_its_picture_to_signing_in(browsers, agent):
    nadia = agent()
    page = browsers.open("/", None)
    sign_in(page, nadia)
    page.goto("/profil/securite/")
    page.get_by_role("button", name="Installer une application").click()
    expect(page.get_by_role("img", name="Image à scanner")).to_be_visible()
    assert violations(page) == []
    secret = page.locator(".security__secret").inner_text().replace(" ", "")
    page.get_by_label("Code à six chiffres").fill(shown(secret))
    page.get_by_role("button", name="Utiliser cette application").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    assert violations(page) == []
    recovery = page.locator(".security__codes li").first.inner_text()
    sign_out(page)
    sign_in(page, nadia)
    expect(page.get_by_role("heading", name="Encore une preuve")).to_be_visible()
    assert (violations(page), overflow(page)) == ([], 0)
    page.get_by_label("Code de votre application").fill(shown(secret, later=1))
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    sign_out(page)
    sign_in(page, nadia)
    page.get_by_label("Code de votre application").fill(recovery)
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))


def test_a_passkey_without_a_password_and_after_it(named, agent):
    nadia = agent()
    page = named.open("/connexion/")
    with_authenticator(page)
    sign_in(page, nadia)
    page.wait_for_url(re.compile(r":\d+/$"))
    add_passkey(page)
    sign_out(page)
    page.goto("/connexion/?next=/aide/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url(re.compile(r":\d+/aide/$"))
    sign_out(page)
    sign_in(page, nadia)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    assert Passkey.objects.get().used_at
    page.goto("/profil/securite/")
    expect(page.get_by_label("Nom de la clé d’accès")).to_have_value("Ordinateur du bureau")
    page.get_by_role("button", name="Retirer Ordinateur du bureau").click()
    expect(page.get_by_label("Nom de la clé d’accès")).to_have_count(0)


def test_who_does_not_verify_themselves_needs_the_password_too(named, agent):
    """A key that is only touched is one proof, not two: it does not open by itself."""
    nadia = agent()
    page = named.open("/connexion/")
    devtools, authenticator = with_authenticator(page)
    sign_in(page, nadia)
    page.wait_for_url(re.compile(r":\d+/$"))
    add_passkey(page)
    sign_out(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.goto("/connexion/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("n’a pas servi")


def test_a_sensitive_act_asks_again_over_what_was_typed(named, agent):
    nadia = agent()
    page = named.open("/connexion/")
    with_authenticator(page)
    sign_in(page, nadia)
    page.wait_for_url(re.compile(r":\d+/$"))
    add_passkey(page)
    for prove in (by_password, by_passkey):
        page.goto("/profil/jetons/")
        age(page)
        page.get_by_label("À quoi il sert").fill("Un « robot » & <moi>")
        page.get_by_role("button", name="Faire le jeton").click()
        expect(page.get_by_role("heading", name="Est-ce bien vous ?")).to_be_visible()
        assert (violations(page), overflow(page)) == ([], 0)
        prove(page)
        expect(page.get_by_role("heading", name="Votre nouveau jeton")).to_be_visible()
    named.forgive("403 (Forbidden)")
    assert set(Token.objects.values_list("name", flat=True)) == {"Un « robot » & <moi>"}
    assert Token.objects.count() == 2


def test_an_act_that_a_script_sends_is_asked_about_too(named, agent):
    """Over what was typed, and it is done once that is proved."""
    admin, leaving = agent(name="Ada Min", role="administrator"), agent(name="Lou Part")
    page = named.open("/connexion/")
    sign_in(page, admin)
    page.wait_for_url(re.compile(r":\d+/$"))
    page.goto("/departs/")
    age(page)
    page.get_by_label("Qui", exact=True).fill(leaving.email)
    page.get_by_role("button", name="Fermer le compte").click()
    expect(page.get_by_role("heading", name="Est-ce bien vous ?")).to_be_visible()
    assert User.objects.get(pk=leaving.pk).is_active
    by_password(page)
    expect(page.get_by_role("heading", name="Lou Part")).to_be_visible()
    assert page.url.endswith("/departs/")
    assert not User.objects.get(pk=leaving.pk).is_active
    named.forgive("403 (Forbidden)")


def by_password(page):
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


def by_passkey(page):
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()


def age(page):
    """Eleven minutes after the last proof."""
    from importlib import import_module

    from django.conf import settings

    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session[opened.CONFIRMED] -= 11 * 60
    session.save()


@pytest.fixture
def at_work(site):
    """(somebody who edits a board, its address)."""
    boards = make_boards()
    nadia = User.objects.get(pk=boards.member("editor", name="Nadia Benali").user_id)
    nadia.set_password(PASSWORD)
    with writes_allowed():
        nadia.save()
    return nadia, f"/tableaux/{boards.board.pk}/"


def live(browsers, address, person):
    page = browsers.open(address, person)
    expect(page.locator("#live-state")).to_have_text("En direct")
    return page


def test_a_page_of_an_ended_session_asks_to_sign_in(browsers, at_work):
    """E-22: the open page elsewhere is cut at once, without being touched."""
    nadia, address = at_work
    elsewhere = live(browsers, address, nadia)
    here = browsers.open("/profil/securite/", nadia)
    here.get_by_role("button", name="Fermer toutes les autres").click()
    expect(here.get_by_text("C’est fait.")).to_be_visible()
    expect(elsewhere.locator("dialog[data-signin]")).to_be_visible()
    browsers.forgive("401", "4401")


def test_the_dialog_asks_for_the_second_factor_in_its_place(browsers, at_work):
    nadia, address = at_work
    page = live(browsers, address, nadia)
    here = browsers.open("/profil/securite/", nadia)
    here.get_by_role("button", name="Installer une application").click()
    secret = here.locator(".security__secret").inner_text().replace(" ", "")
    here.get_by_label("Code à six chiffres").fill(shown(secret))
    here.get_by_role("button", name="Utiliser cette application").click()
    expect(here.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    here.get_by_role("button", name="Fermer toutes les autres").click()
    dialog = page.locator("dialog[data-signin]")
    dialog.get_by_label("Adresse électronique ou identifiant").fill(nadia.email)
    dialog.get_by_label("Mot de passe").fill(PASSWORD)
    dialog.get_by_role("button", name="Se connecter", exact=True).click()
    dialog.get_by_label("Code de votre application").fill(shown(secret, later=1))
    dialog.get_by_role("button", name="Continuer").click()
    expect(dialog).to_have_count(0)
    browsers.forgive("401", "4401")
