"""Every page in both themes, a board full of everything: axe, width, weight. A new page is a line in ADDRESSES."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.actions.cards import create_cards, describe_card, rename_card
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards, finish_cards, label_cards, schedule_cards
from projets.boards.actions.field_groups import create_field_group
from projets.boards.actions.fields import create_field
from projets.boards.actions.labels import create_label
from projets.boards.actions.tasks import create_task_list, create_tasks, finish_tasks
from projets.boards.models import FieldGroup, Label, Task, TaskList
from projets.usecase.dispatch import dispatch
from tests.browser.axe import faults, faults_on, violations
from tests.domain import make_boards

ADDRESSES = {
    "home": "/",
    "board": "/tableaux/{board}/",
    "card": "/cartes/PORT-1/",
    "board settings": "/tableaux/{board}/reglages/",
    "who sees the board": "/tableaux/{board}/visibilite/",
    "who sees the card": "/cartes/PORT-1/visibilite/",
    "field group": "/groupes-de-champs/{group}/",
    "help": "/aide/",
    "notifications": "/notifications/",
    "my organisations": "/organisations/",
    "profile": "/profil/",
    "security": "/profil/securite/",
    "own data": "/profil/donnees/",
    "confirmation": "/profil/confirmation/",
    "rescue": "/connexion/secours/",
    "tokens": "/profil/jetons/",
    "reference": "/api/v1/docs",
    "reference of Planka's API": "/api/docs",
    "imports": "/imports/",
    "offline": "/hors-connexion/",
    "accessibility": "/accessibilite/",
    "not found": "/nulle-part/",
    "legal notice": "/mentions-legales/",
    "personal data": "/donnees-personnelles/",
    "terms": "/cgu/",
    "cookies": "/cookies/",
    "site map": "/plan-du-site/",
}
ADMINISTRATION = ["/administration/", "/departs/", "/administration/audit/", "/administration/annonces/"]
LONG = "Une carte dont le titre est très long : " + "anticonstitutionnellement " * 12 + "x" * 200
RIGHT_TO_LEFT = "بطاقة طويلة العنوان مكتوبة من اليمين إلى اليسار"
REQUESTS, COLD = 25, {"neutral": 300_000, "etat": 450_000}


@pytest.fixture
def full(site):
    """(the person, {name: address})."""
    boards = make_boards()
    actor = boards.member("editor", name="Nadia Benali")
    awa = boards.member("editor", name="Awa Diop")
    card = boards.card("A")
    rename_card(actor, card, LONG)
    rename_card(actor, boards.card("B"), RIGHT_TO_LEFT + " 🚀")
    create_label(actor, boards.board, "Une étiquette au nom interminable " * 3, "violet")
    label_cards(actor, [card], add=list(Label.objects.filter(board=boards.board)))
    assign_cards(actor, [card], add=[awa.user_id])
    assign_cards(awa, [card], [], responsible=actor.user_id)
    now = timezone.now()
    for title, days in ((LONG, -6), ("C", 0), ("D", 3), ("E", 40)):
        schedule_cards(actor, [boards.card(title)], due_at=now + timedelta(days=days))
    assign_cards(actor, [boards.card(title) for title in "CDE"], responsible=actor.user_id)
    finish_cards(actor, [boards.card("F")])
    describe_card(actor, card, "# Titre\n\nUn **texte** et " + "y" * 300 + "\n\n- un\n- deux\n\n> cité\n\n`code`")
    create_task_list(actor, card, "Une liste de tâches")
    create_tasks(actor, TaskList.objects.get(), ["Une tâche", "Une autre " + "z" * 200])
    finish_tasks(actor, [Task.objects.order_by("pk").first()])
    write_comment(awa, card, "Un commentaire avec une adresse https://exemple.gouv.fr/" + "chemin/" * 30)
    write_comment(awa, card, f"@[]({actor.user_id}) " + "mot " * 100 + "x" * 300)
    dispatch()
    create_field_group(actor, boards.board, "Un groupe au nom interminable " * 4)
    create_field(
        actor, FieldGroup.objects.get(), "Un champ au nom interminable " * 4, "several_of", options=["a", "b"]
    )
    create_field_group(actor, card, "À part")
    create_field(actor, FieldGroup.objects.get(card=card), "Montant", "euros")
    create_cards(actor, boards.doing, [f"Carte {number}" for number in range(30)])
    group = FieldGroup.objects.get(board=boards.board).pk
    addresses = {name: address.format(board=boards.board.pk, group=group) for name, address in ADDRESSES.items()}
    return User.objects.get(pk=actor.user_id), addresses


@pytest.fixture(params=["neutral", "etat"])
def look(request, full):
    """(theme, the person, {name: address}), in each theme."""
    if request.param == "etat":
        request.getfixturevalue("state_theme")
    return request.param, *full


@pytest.fixture
def administrator(agent):
    return agent("Camille Ferrand", role=User.Role.ADMINISTRATOR)


def test_every_page_reads_well_and_asks_for_its_own(browsers, look, administrator):
    """B-20, B-21, C-05 in the four themes; C-03: no file of the DSFR and no font but the State's two faces (C-11)."""
    theme, person, addresses = look
    asked, found = [], {}
    for somebody, theirs in ((person, addresses.values()), (None, ["/connexion/"]), (administrator, ADMINISTRATION)):
        page = browsers.context(somebody).new_page()
        page.on("request", lambda request: asked.append((request.resource_type, urlsplit(request.url).path)))
        found |= faults_on(page, theirs)
    browsers.forgive("404 (Not Found)")
    assert found == {}
    fonts = {path for kind, path in asked if kind == "font"}
    official = {path for _kind, path in asked if "dsfr" in path.lower() or "marianne" in path.lower()}
    if theme == "neutral":
        assert fonts == official == set()
    else:
        assert {path.rpartition("/")[2].partition(".")[0] for path in fonts} == {"Marianne-Regular", "Marianne-Bold"}
        assert not [path for kind, path in asked if kind == "script" and "dsfr" in path]


def open_card(page, addresses):
    """With every editor open."""
    page.goto(addresses["board"])
    page.locator(".card__link").first.click()
    page.get_by_role("dialog").wait_for()
    page.evaluate("for (const one of document.querySelectorAll('dialog details')) one.open = true")
    assert page.locator("dialog details[open]").count() > 4
    # Scrolled to its top: what lies under the dialog's bar cannot be touched there
    page.evaluate("for (const one of document.querySelectorAll('dialog, dialog *')) one.scrollTop = 0")


def test_what_opens_reads_well(browsers, look):
    _theme, person, addresses = look
    page = browsers.context(person).new_page()
    open_card(page, addresses)
    found = faults(page)
    page.goto(addresses["board"])
    page.get_by_role("button", name="Mon compte").click()
    assert found + faults(page) == []


def test_a_card_under_a_finger_at_320_pixels(browsers, full):
    person, addresses = full
    page = browsers.context(person, size="narrow", touch=True).new_page()
    open_card(page, addresses)
    assert violations(page) == []


def test_what_a_page_weighs(browsers, look):
    theme, person, addresses = look
    for name in ("home", "board"):
        page = browsers.context(person).new_page()
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        asked, received = [], []
        tools.on("Network.requestWillBeSent", lambda event, asked=asked: asked.append(event["request"]["url"]))
        tools.on("Network.loadingFinished", lambda event, sizes=received: sizes.append(event["encodedDataLength"]))
        page.goto(addresses[name])
        page.wait_for_load_state("networkidle")
        asked = [url for url in asked if not url.startswith("data:")]
        assert len(asked) <= REQUESTS, asked
        assert sum(received) <= COLD[theme], name
