"""Neutral and State, light and dark: what can be read, what is asked for, and the way through by keyboard at 200 %."""

from urllib.parse import urlsplit

import pytest

from projets.accounts.models import User
from tests.browser.axe import CONTRAST, overflow, violations
from tests.browser.test_every_page import full  # noqa: F401 (a fixture)
from tests.browser.walking import found_by_tab

COLD = 450_000  # bytes, State theme
REQUESTS = 25
ADMINISTRATION = ["/administration/", "/departs/", "/administration/audit/", "/administration/annonces/"]


@pytest.fixture(params=["neutral", "etat"])
def look(request, full):  # noqa: F811
    """(theme, the person, {name: address}), in each theme."""
    if request.param == "etat":
        request.getfixturevalue("state_theme")
    return request.param, *full


@pytest.fixture
def administrator(agent):
    return agent("Camille Ferrand", role=User.Role.ADMINISTRATOR)


def found_on(page, addresses, look_at):
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = look_at(page)
    return {address: what for address, what in found.items() if what}


def test_axe_finds_nothing_in_the_state_theme(browsers, full, state_theme, administrator):  # noqa: F811
    """All rules, in light (C-05); the neutral theme has its own test of every page."""
    person, addresses = full
    page = browsers.context(person).new_page()
    assert found_on(page, addresses.values(), violations) == {}
    assert found_on(browsers.context().new_page(), ["/connexion/"], violations) == {}
    assert found_on(browsers.context(administrator).new_page(), ADMINISTRATION, violations) == {}
    page.goto(addresses["board"])
    page.locator(".card__link").first.click()
    page.get_by_role("dialog").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('dialog details')) one.open = true")
    assert violations(page) == []
    browsers.forgive("404 (Not Found)")


@pytest.mark.parametrize(("theme", "colours"), [("neutral", "light"), ("neutral", "dark"), ("etat", "dark")])
def test_everything_can_be_read(request, browsers, full, administrator, theme, colours):  # noqa: F811
    """B-20, C-05: contrast in the four themes, on all pages and in the dialogs.

    All rules look at the neutral theme's pages in test_every_page, in both colours, and above at the State's in light.
    """
    if theme == "etat":
        request.getfixturevalue("state_theme")
    person, addresses = full

    def contrast(page):
        return violations(page, options=CONTRAST)

    page = browsers.context(person, theme=colours).new_page()
    assert found_on(page, addresses.values() if theme == "etat" else [], contrast) == {}
    assert found_on(browsers.context(theme=colours).new_page(), ["/connexion/"], contrast) == {}
    assert found_on(browsers.context(administrator, theme=colours).new_page(), ADMINISTRATION, contrast) == {}
    page.goto(addresses["board"])
    page.locator(".card__link").first.click()
    page.get_by_role("dialog").wait_for()
    assert contrast(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mon compte").click()
    assert contrast(page) == []
    browsers.forgive("404 (Not Found)")


def test_what_each_theme_asks_for(browsers, look, administrator):
    """C-03: with the neutral theme, no file of the DSFR and no font at all; with the State's, two faces (C-11)."""
    theme, person, addresses = look
    asked = []
    for somebody, theirs in ((person, addresses.values()), (None, ["/connexion/"]), (administrator, ADMINISTRATION)):
        page = browsers.context(somebody).new_page()
        page.on("request", lambda request: asked.append((request.resource_type, urlsplit(request.url).path)))
        for address in theirs:
            page.goto(address)
        page.wait_for_load_state("networkidle")
    browsers.forgive("404 (Not Found)")
    fonts = {path for kind, path in asked if kind == "font"}
    theirs = {path for _kind, path in asked if "dsfr" in path.lower() or "marianne" in path.lower()}
    if theme == "neutral":
        assert fonts == theirs == set()
    else:
        assert {path.rpartition("/")[2].partition(".")[0] for path in fonts} == {"Marianne-Regular", "Marianne-Bold"}
        assert not [path for kind, path in asked if kind == "script" and "dsfr" in path]


@pytest.mark.parametrize("name", ["home", "board"])
def test_what_a_page_weighs_in_the_state_theme(browsers, full, state_theme, name):  # noqa: F811
    person, addresses = full
    page = browsers.context(person).new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    asked, received = [], []
    tools.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    tools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(addresses[name])
    page.wait_for_load_state("networkidle")
    asked = [url for url in asked if not url.startswith("data:")]
    assert len(asked) <= REQUESTS, asked
    assert sum(received) <= COLD


@pytest.mark.parametrize("size", ["narrow", (640, 480)], ids=str)
def test_no_page_is_wider_than_its_window_in_the_state_theme(browsers, full, state_theme, size):  # noqa: F811
    """B-21: 320 pixels, and 1,280 at 200 %."""
    person, addresses = full
    page = browsers.context(person, size=size).new_page()
    assert found_on(page, addresses.values(), overflow) == {}
    assert found_on(browsers.context(size=size).new_page(), ["/connexion/"], overflow) == {}
    browsers.forgive("404 (Not Found)")


def test_display_settings(browsers, full, state_theme):  # noqa: F811
    """The State's « Paramètres d’affichage » are our own preference, by keyboard and without script."""
    person, _addresses = full
    page = browsers.open("/aide/", person, script=False)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page.get_by_role("button", name="Paramètres d’affichage").press("Enter")
    page.get_by_label("Sombre").press("Space")
    page.get_by_role("button", name="Appliquer").press("Enter")
    page.wait_for_url("**/aide/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert User.objects.get(pk=person.pk).theme == "dark"
    assert page.evaluate(ground) == "rgb(22, 22, 22)"


def test_the_menu_of_the_state_theme_on_a_phone(browsers, agent, state_theme):
    page = browsers.open("/profil/", agent(), size="phone")
    link = page.get_by_role("link", name="Projets", exact=True)
    assert link.count() == 0
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    assert link.is_visible()
    assert violations(page) == []


def test_a_card_opens_and_closes_by_keyboard(browsers, look):
    """B-16, in a window at 200 %: the dialog holds the focus, Escape gives it back to the card."""
    _theme, person, addresses = look
    page = browsers.context(person, size=(640, 480), device_scale_factor=2).new_page()
    page.goto(addresses["board"])
    page.locator(".card__link").nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert found_by_tab(page, within="dialog[open]") == []
    assert overflow(page) == 0
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.card__link')")


def test_signing_in_by_keyboard_at_200_percent(browsers, look):
    _theme, person, _addresses = look
    page = browsers.context(size=(640, 480), device_scale_factor=2).new_page()
    page.goto("/connexion/?next=/aide/")
    assert found_by_tab(page) == []
    assert overflow(page) == 0
    page.get_by_label("Adresse électronique ou identifiant").focus()
    page.keyboard.type("inconnu@exemple.gouv.fr")
    page.keyboard.press("Tab")
    page.keyboard.type("pas le bon mot de passe")
    page.keyboard.press("Enter")
    page.locator(".field__error").wait_for()
    assert page.evaluate("document.activeElement.name") == "name"
    browsers.forgive("422")


@pytest.mark.parametrize("size", ["wide", (640, 480)], ids=str)
def test_the_first_links_lead_where_they_say(browsers, look, size):
    """B-25: to the content, the menu, the filters, the footer."""
    _theme, person, addresses = look
    page = browsers.context(person, size=size).new_page()
    page.goto(addresses["board"])
    links = page.locator(".skip a")
    assert [one.get_attribute("href") for one in links.all()] == ["#contenu", "#menu", "#filters", "#pied"]
    for link in links.all():
        link.focus()
        assert link.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == link.get_attribute("href").removeprefix("#")


@pytest.mark.parametrize("name", ["board", "card", "board settings"])
def test_everything_is_reached_by_keyboard_at_200_percent(browsers, look, name):
    """B-16, B-17, B-21: Tab comes to all there is, one sees where one is, and nothing but a board's lists slides."""
    _theme, person, addresses = look
    page = browsers.context(person, size=(640, 480), device_scale_factor=2).new_page()
    page.goto(addresses[name])
    page.wait_for_load_state("networkidle")
    assert found_by_tab(page) == []
    assert overflow(page) == 0


def test_the_administration_by_keyboard_at_200_percent(browsers, look, administrator):
    page = browsers.context(administrator, size=(640, 480), device_scale_factor=2).new_page()
    for address in ADMINISTRATION:
        page.goto(address)
        assert found_by_tab(page) == [], address
        assert overflow(page) == 0, address
