"""What every page has, as people use it: menus, theme, signing in again, and the page without network."""

import pytest

from projets.accounts.models import User
from tests.browser.axe import violations

REQUESTS = 25
PASSWORD = "Passe-muraille"  # noqa: S105
# Asked once, as a promise: what asks again and again is refused by the policy of the page
CONTROLLED = """navigator.serviceWorker.controller ? true : new Promise((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", () => done(true));
})"""


def test_the_account_menu_by_keyboard(browsers, agent):
    page = browsers.open("/profil/", agent())
    button = page.get_by_role("button", name="Mon compte, Nadia Benali")
    button.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Profil et préférences"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Se déconnecter"
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#account-menu").is_hidden()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion/")


def test_a_menu_stays_in_the_window(browsers, agent):
    for size in ("wide", "narrow"):
        page = browsers.open("/profil/", agent(f"Nadia {size}"), size=size)
        page.get_by_role("button", name="Mon compte").click()
        box = page.locator("#account-menu").bounding_box()
        width = page.viewport_size["width"]
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width


def test_the_menu_on_a_phone(browsers, agent):
    page = browsers.open("/profil/", agent(), size="phone")
    link = page.get_by_role("link", name="Projets", exact=True)
    assert link.count() == 0
    page.get_by_role("button", name="Menu", exact=True).click()
    assert link.is_visible()
    assert violations(page) == []


def test_the_theme_changes_at_once_and_for_good(browsers, agent):
    nadia = agent()
    page = browsers.open("/profil/", nadia)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(ground)
    with page.expect_response("**/profil/theme/"):
        page.get_by_role("button", name="Changer de thème, clair ou sombre").click()
    assert page.evaluate(ground) != before
    assert User.objects.get().theme == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_first_tab_skips_the_menu(browsers, agent):
    page = browsers.open("/profil/", agent())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


@pytest.mark.parametrize("script", [True, False])
def test_signing_in_with_and_without_script(browsers, agent, script):
    agent()
    page = browsers.open("/profil/", script=script)
    page.get_by_label("Adresse électronique ou identifiant").fill("nadia.benali@ministere.example")
    page.get_by_label("Mot de passe").fill("wrong")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    assert "non reconnu" in page.locator(".field__error").inner_text()
    browsers.forgive("422")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/profil/")
    assert page.get_by_role("heading", name="Profil et préférences").is_visible()


def test_one_click_into_the_demonstration(browsers, agent):
    agent("Awa Diop", is_demo=True)
    page = browsers.open("/connexion/?next=/profil/")
    page.get_by_role("button", name="Awa Diop").click()
    page.wait_for_url("**/profil/")


def test_a_session_that_ends_while_typing_loses_nothing(browsers, agent):
    nadia = agent()
    page = browsers.open("/profil/", nadia)
    page.get_by_label("Nom", exact=True).fill("Nadia Benali-Roy")
    page.context.clear_cookies(name="projets")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Adresse électronique ou identifiant").fill(nadia.email)
    dialog.get_by_label("Mot de passe").fill(PASSWORD)
    assert violations(page) == []
    with page.expect_response(lambda answer: "/profil/identite/" in answer.url and answer.ok):
        dialog.get_by_role("button", name="Se connecter", exact=True).click()
    assert User.objects.get().name == "Nadia Benali-Roy"
    browsers.forgive("401")


def test_a_refusal_stands_beside_its_field(browsers, agent):
    page = browsers.open("/profil/", agent())
    name = page.get_by_label("Nom", exact=True)
    name.fill("   ")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.locator(".field__error").wait_for()
    assert name.get_attribute("aria-invalid") == "true"
    assert violations(page) == []
    assert User.objects.get().name == "Nadia Benali"
    browsers.forgive("422")


def test_without_network_a_page_says_so(browsers, agent):
    page = browsers.open("/profil/", agent())
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(CONTROLLED)
    page.context.set_offline(True)
    page.goto("/aide/")
    assert page.get_by_role("heading", level=1).inner_text() == "Cette page est hors d’atteinte pour l’instant"
    ground = page.evaluate("getComputedStyle(document.querySelector('.button--primary')).backgroundColor")
    assert ground == "rgb(28, 29, 32)", "it is drawn as the others"
    page.context.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    page.get_by_role("heading", name="Aide").wait_for()
    browsers.forgive("ERR_INTERNET_DISCONNECTED")


def test_how_much_a_page_asks_for(browsers, agent):
    context = browsers.context(agent())
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/profil/", wait_until="networkidle")
    assert len(asked) <= REQUESTS, asked
