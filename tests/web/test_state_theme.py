"""The State's theme: what it takes of the DSFR when it is on, and nothing of it when it is not (C-03 to C-11)."""

import re
from importlib.util import find_spec

import brotli
import pytest
from django.test import Client

from projets.web import dsfr
from projets.web.assets import HERE, LAYERS, make
from tests.web.test_look import PAIRS, contrast

needs_the_extra = pytest.mark.skipif(find_spec("dsfr") is None, reason="the State theme needs projets[etat]")
SHEET_BUDGET = 35_000  # bytes, compressed: the DSFR alone is 91,000


@pytest.fixture(scope="module")
def state():
    return make(HERE, "etat")


@pytest.fixture(scope="module")
def sheet(state):
    (content,) = [content.decode() for address, content in state.files.items() if address.endswith(".css")]
    return content


def test_the_neutral_theme_has_nothing_of_the_state():
    """C-03, C-04."""
    made = make(HERE)
    assert not [address for address in made.files if "dsfr" in address or address.endswith((".woff", ".woff2"))]
    (sheet,) = [content.decode() for address, content in made.files.items() if address.endswith(".css")]
    assert not re.search(r"\.fr-|marianne|@font-face|--background-default-grey", sheet, re.I)


def test_the_neutral_pages_say_nothing_of_the_state(client, db):
    """C-03. ProConnect's button has its own colours everywhere (A-19)."""
    page = client.get("/connexion/").content.decode()
    assert 'class="fr-' not in page
    assert "République" not in page


@needs_the_extra
def test_two_faces_of_marianne_and_no_script(state):
    """C-10, C-11."""
    theirs = sorted(re.sub(r"\.\w{12}", "", address) for address in state.files if address.startswith("dsfr/"))
    assert theirs == [
        "dsfr/favicon/favicon.svg",
        "dsfr/fonts/Marianne-Bold.woff2",
        "dsfr/fonts/Marianne-Regular.woff2",
    ]
    assert state.scripts == make(HERE).scripts
    assert len(brotli.compress(next(c for a, c in state.files.items() if a.endswith(".css")))) < SHEET_BUDGET


@needs_the_extra
def test_its_layers_stand_below_ours(sheet):
    assert sheet.startswith(LAYERS)
    names = LAYERS.removeprefix("@layer ").rstrip(";\n").split(", ")
    assert names.index("official") < names.index("components") < names.index("pages") < names.index("theme")
    assert ".fr-header {" in sheet
    assert ".fr-accordion" not in sheet, "only what our templates name"
    assert "data-fr-" not in sheet, "no switch of theirs: it would need their script"


@needs_the_extra
def test_all_that_the_sheet_asks_for_is_there(sheet):
    asked = set(re.findall(r"var\((--[\w-]+)\)", sheet))
    missing = asked - set(re.findall(r"(--[\w-]+):", sheet))
    assert not [name for name in missing if not name.endswith(("-hover", "-active"))], "the DSFR lacks some of these"
    assert all(url.startswith(("/static/dsfr/", "data:")) for url in re.findall(r'url\("([^"]+)', sheet))
    assert "url(." not in sheet


@needs_the_extra
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "needed"), PAIRS, ids=str)
def test_contrast(sheet, dark, text, ground, needed):
    """C-05, B-20: the pairs that our components make, in the State's values."""
    said = dict(re.findall(r"(--[\w-]+): ([^;]+);", sheet))

    def colour(value):
        while not value.startswith("#"):
            value = re.split(r",\s*", value[11:-1])[dark] if value.startswith("light-dark(") else said[value[4:-1]]
        return value

    assert contrast(colour(f"var(--{text})"), colour(f"var(--{ground})")) >= needed


def test_a_rule_is_kept_when_all_its_classes_are_ours():
    css = ".fr-a .fr-b,.fr-a{c:d}.fr-b{e:f}@media (x){.fr-a{g:h}.fr-b{}}[class^=fr-a].fr-a{i:j}a{k:l}"
    assert dsfr._kept(css, {"fr-a"}) == ".fr-a {c:d}\n@media (x) {\n.fr-a {g:h}\n}\n"  # noqa: SLF001


def test_a_dark_rule_needs_no_script():
    kept = dsfr._kept(":root[data-fr-theme=dark] .fr-a{b:c}", {"fr-a"})  # noqa: SLF001
    assert kept == (
        '[data-theme="dark"] .fr-a {b:c}\n'
        '@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) .fr-a {b:c} }\n'
    )


def test_the_header_the_footer_and_the_button(state_theme, settings, db):
    settings.STATE_BRAND = ["Ministère", "de l’exemple"]
    answer = Client().get("/connexion/")
    page = answer.content.decode()
    assert '<p class="fr-logo">Ministère<br>de l’exemple</p>' in page
    assert page.count('class="fr-header"') == page.count('class="fr-footer"') == 1
    for said in ("Accessibilité\u00a0: non conforme", "info.gouv.fr", "licence etalab-2.0", "Paramètres d’affichage"):
        assert said in page
    assert "font-src 'self'" in answer.headers["Content-Security-Policy"]
    assert re.search(r'rel="icon" href="/static/dsfr/favicon/favicon\.\w{12}\.svg"', page)


def test_fonts_are_served_with_the_theme_alone(state_theme, settings, db):
    font = next(f"/static/{one}" for one in make(HERE, "etat").files if one.endswith(".woff2"))
    answer = Client().get(font)
    assert b"".join(answer.streaming_content).startswith(b"wOF2")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "font/woff2")
    settings.THEME = "neutral"
    assert "font-src 'none'" in Client().get("/connexion/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/nulle-part/", "/hors-connexion/"])
def test_pages_of_errors_have_the_header_too(state_theme, db, address):
    assert "RÉPUBLIQUE" not in (page := Client().get(address).content.decode())  # capitals are the style's
    assert page.count('<p class="fr-logo">République<br>Française</p>') >= 1


def test_a_broken_page_has_it_without_a_database(state_theme, rf):
    from projets.web.pages.errors.views import broken

    assert '<p class="fr-logo">' in broken(rf.get("/")).content.decode()


def test_proconnect_in_the_state_form(state_theme, settings, db):
    """A-19: the DSFR's group, with ProConnect's name."""
    settings.OIDC_OP_URL, settings.OIDC_RP_CLIENT_ID = "https://op.example", "us"
    page = Client().get("/connexion/").content.decode()
    assert 'class="fr-connect"' in page
    assert '<span class="fr-connect__brand">ProConnect</span>' in page
