"""The pages that need no board: as they are seen at every width and in both themes."""

from tests.browser.axe import faults_on

OPEN_TO_ALL = ["/connexion/", "/accessibilite/", "/hors-connexion/", "/nulle-part/"]
FOR_AGENTS = ["/profil/", "/nulle-part/"]


def test_they_read_well(browsers, agent):
    agent("Camille Roy", is_demo=True)
    for user, addresses in ((None, OPEN_TO_ALL), (agent(), FOR_AGENTS)):
        assert faults_on(browsers.context(user).new_page(), addresses) == {}
    browsers.forgive("404 (Not Found)")
