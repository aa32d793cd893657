"""The pages that need no board: as they are seen at every width and in both themes."""

import pytest

from tests.browser.axe import overflow, violations

OPEN_TO_ALL = ["/connexion/", "/accessibilite/", "/hors-connexion/", "/nulle-part/"]
FOR_AGENTS = ["/profil/", "/nulle-part/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "tablet", "phone", "narrow"])
def test_axe_finds_nothing_and_nothing_overflows(browsers, agent, size, theme):
    agent("Camille Roy", is_demo=True)
    nadia = agent()
    for user, addresses in ((None, OPEN_TO_ALL), (nadia, FOR_AGENTS)):
        page = browsers.context(user, size=size, theme=theme).new_page()
        for address in addresses:
            page.goto(address)
            assert violations(page) == [], address
            assert overflow(page) == 0, address
    browsers.forgive("404 (Not Found)")
