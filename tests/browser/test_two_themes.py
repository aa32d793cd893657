"""Neutral and State: the way through by keyboard in a window at 200 %, and what the State's theme has of its own.

How every page looks in both, and what it asks for: test_every_page.
"""

import pytest

from projets.accounts.models import User
from tests.browser.axe import TWICE, overflow, violations
from tests.browser.test_every_page import ADMINISTRATION, administrator, full, look  # noqa: F401 (fixtures)
from tests.browser.walking import found_by_tab


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


def test_a_card_opens_and_closes_by_keyboard(browsers, look):  # noqa: F811
    """B-16, in a window at 200 %: the dialog holds the focus, Escape gives it back to the card."""
    _theme, person, addresses = look
    page = browsers.context(person, size=TWICE, device_scale_factor=2).new_page()
    page.goto(addresses["board"])
    page.locator(".card__link").nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert found_by_tab(page, within="dialog[open]") == []
    assert overflow(page) == 0
    page.keyboard.press("Escape")
    page.locator(".card__link:focus").wait_for()


def test_signing_in_by_keyboard_at_200_percent(browsers, look):  # noqa: F811
    _theme, person, _addresses = look
    page = browsers.context(size=TWICE, device_scale_factor=2).new_page()
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


@pytest.mark.parametrize("size", ["wide", TWICE], ids=str)
def test_the_first_links_lead_where_they_say(browsers, look, size):  # noqa: F811
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


def test_everything_is_reached_by_keyboard_at_200_percent(browsers, look, administrator):  # noqa: F811
    """B-16, B-17, B-21: Tab comes to all there is, one sees where one is, and nothing but a board's lists slides."""
    _theme, person, addresses = look
    found = {}
    boards = [addresses[name] for name in ("board", "card", "board settings")]
    for somebody, theirs in ((person, boards), (administrator, ADMINISTRATION)):
        page = browsers.context(somebody, size=TWICE, device_scale_factor=2).new_page()
        for address in theirs:
            page.goto(address)
            page.wait_for_load_state("networkidle")
            found[address] = [*found_by_tab(page), *([beyond] if (beyond := overflow(page)) else [])]
    assert {address: lines for address, lines in found.items() if lines} == {}
