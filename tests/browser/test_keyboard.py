"""Whole journeys without a pointer: Tab, letters, Enter, arrows, Escape; the focus always means something."""

import pytest
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.boards.actions.cards import archive_cards, bin_cards
from projets.boards.models import Field, Label, Membership, Project, ProjectManager
from projets.usecase.guard import writes_allowed
from tests.domain import make_boards

STOPS = 120


@pytest.fixture
def world(site):
    boards = make_boards()
    actor = boards.member("editor", name="Nadia Benali")
    with writes_allowed():
        ProjectManager.objects.create(project=boards.project, user_id=actor.user_id)
    return boards, actor


@pytest.fixture
def opened(browsers, world):
    def open_(address):
        return browsers.open(address, User.objects.get(pk=world[1].user_id))

    return open_


def reach(page, place, key="Tab"):
    """Tab by Tab until the focus is there; it is nowhere else than where a sign shows it."""
    for _stop in range(STOPS):
        if place.count() == 1 and place.evaluate("one => one === document.activeElement"):
            assert place.evaluate("one => one.matches(':focus-visible')")
            return
        page.keyboard.press(key)
    raise AssertionError(f"{STOPS} times {key} do not reach {place}")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def is_somewhere(page):
    page.locator(":focus").wait_for(state="attached")


def test_signing_in(browsers, agent):
    agent()
    page = browsers.open("/profil/")
    page.locator("#sign-in-name").wait_for()
    reach(page, page.get_by_label("Adresse électronique ou identifiant"))
    page.keyboard.type("nadia.benali@ministere.example")
    press(page, "Tab")
    page.keyboard.type("Passe-muraille")
    press(page, "Enter")
    page.wait_for_url("**/profil/")


def test_members_of_a_card_are_picked(opened, world):
    boards, _nadia = world
    awa = boards.member("editor", name="Awa Diop")
    page = opened(f"/tableaux/{boards.board.pk}/")
    reach(page, page.get_by_role("link", name="B", exact=True))
    press(page, "m")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("awa")
    press(page, "Enter", "Tab")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="B", exact=True)).to_be_focused()
    expect(page.locator(f"[data-element='card:{boards.card('B').pk}'] .avatar")).to_have_count(1)
    assert boards.card("B").member_ids == (awa.user_id,)


def test_labels_of_a_card_are_picked_and_made(opened, world):
    boards, _nadia = world
    page = opened(f"/tableaux/{boards.board.pk}/")
    reach(page, page.get_by_role("link", name="B", exact=True))
    press(page, "l")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    press(page, "ArrowDown", "Enter")
    page.keyboard.type("Budget")
    press(page, "Enter")
    expect(page.get_by_role("option", name="Budget", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(page.get_by_role("link", name="B", exact=True)).to_be_focused()
    labels = page.locator(f"[data-element='card:{boards.card('B').pk}'] .label")
    expect(labels).to_have_text(["Urgent", "Budget"])
    assert boards.card("B").label_ids == [boards.urgent.pk, Label.objects.get(name="Budget").pk]


def test_dates_of_a_card_are_typed_on_the_board_and_on_the_card(opened, world):
    boards, _nadia = world
    page = opened(f"/tableaux/{boards.board.pk}/")
    reach(page, page.get_by_role("link", name="B", exact=True))
    press(page, "d")
    expect(page.get_by_role("dialog").locator("input").first).to_be_focused()
    page.keyboard.type("12122031")  # read alike by those who write the month first
    press(page, "Enter")
    expect(page.get_by_role("link", name="B", exact=True)).to_be_focused()
    expect(page.locator(f"[data-element='card:{boards.card('B').pk}'] time")).to_have_attribute(
        "datetime", "2031-12-12"
    )
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    start = page.get_by_role("button", name="date de début")
    reach(page, start)
    press(page, "Enter")
    reach(page, page.get_by_label("Commence le"))
    page.keyboard.type("11112031")
    press(page, "Enter")
    expect(start).to_contain_text("11 novembre 2031")
    is_somewhere(page)
    card = boards.card("B")
    assert (card.start_date.isoformat(), card.due_at.date().isoformat()) == ("2031-11-11", "2031-12-12")


def test_members_of_a_board_come_change_and_go(opened, world):
    boards, _nadia = world
    awa = boards.person("Awa Diop")
    page = opened(f"/tableaux/{boards.board.pk}/membres/")
    reach(page, page.get_by_label("Ajouter quelqu’un"))
    page.keyboard.type(awa.email)
    press(page, "Tab")
    page.keyboard.type("Le")
    press(page, "Tab", "Enter")
    role = page.get_by_label("Rôle de Awa Diop")
    expect(role).to_have_value("reader")
    is_somewhere(page)
    reach(page, role)
    page.keyboard.type("Co")
    expect(page.locator("#announcements")).to_contain_text("Enregistré")
    assert Membership.objects.get(user=awa).role in ("commenter", "contributor")
    expect(role).to_be_focused()
    reach(page, page.get_by_role("button", name="Retirer Awa Diop"))
    press(page, "Enter")
    expect(role).to_have_count(0)
    is_somewhere(page)
    assert not Membership.objects.filter(user=awa).exists()


def test_what_is_archived_or_in_the_bin_comes_back(opened, world):
    boards, nadia = world
    archive_cards(nadia, [boards.card("C")])
    bin_cards(nadia, [boards.card("D"), boards.card("E")])
    page = opened(f"/tableaux/{boards.board.pk}/archives/")
    for name in ("Faire revenir C", "Restaurer D", "Restaurer E"):
        button = page.get_by_role("button", name=name)
        reach(page, button)
        press(page, "Enter")
        expect(button).to_have_count(0)
        is_somewhere(page)
    for title in "CDE":
        card = boards.card(title)
        assert (card.archived_at, card.binned_at) == (None, None)


def test_the_settings_of_a_project(opened, world):
    boards, _nadia = world
    page = opened(f"/projets/{boards.project.pk}/reglages/")
    reach(page, page.get_by_label("Nom", exact=True).first)
    press(page, "Control+a")
    page.keyboard.type("Portail des agents")
    press(page, "Enter")
    expect(page.locator(".toast")).to_contain_text("Enregistré")
    assert Project.objects.get().name == "Portail des agents"
    reach(page, page.locator("summary", has_text="Nouveau champ"))
    press(page, "Enter")
    form = page.locator("form[action$='/champs/']")
    reach(page, form.get_by_label("Nom", exact=True))
    page.keyboard.type("Coût")
    press(page, "Enter")
    expect(page.locator(".rows__name", has_text="Coût")).to_be_visible()
    is_somewhere(page)
    assert Field.objects.get().name == "Coût"
    reach(page, page.locator("summary", has_text="Coût"), key="Shift+Tab")
    press(page, "Enter")
    reach(page, page.get_by_role("button", name="Mettre ce champ à la corbeille"))
    press(page, "Enter")
    expect(page.locator(".rows__name", has_text="Coût")).to_have_count(0)
    is_somewhere(page)
