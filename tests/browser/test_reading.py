"""The board for who hears it and who has no pointer: menus and panels open, names, focus (B-13, B-14, B-16, B-35)."""

import pytest
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.boards.actions.cards import rename_card
from tests.browser.axe import overflow, violations
from tests.domain import make_boards

RIGHT_TO_LEFT = "بطاقة مكتوبة من اليمين إلى اليسار"


@pytest.fixture
def board(site):
    """(the person, the address of the board)."""
    boards = make_boards()
    actor = boards.member("editor", name="Nadia Benali")
    rename_card(actor, boards.card("B"), RIGHT_TO_LEFT)
    return User.objects.get(pk=actor.user_id), f"/tableaux/{boards.board.pk}/"


def card(page, title="A"):
    return page.get_by_role("link", name=title, exact=True)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


OPENED = {
    "menu of a card": (".", "menu"),
    "labels": ("l", "dialog"),
    "members": ("m", "dialog"),
    "date": ("d", "dialog"),
    "destinations": ("v", "dialog"),
    "title": ("e", "dialog"),
    "filters": ("f", "dialog"),
    "selection": ("s", "toolbar"),
    "help": ("?", "dialog"),
    "card": ("Enter", "dialog"),
}


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_axe_finds_nothing_in_what_opens(browsers, board, size):
    page = browsers.context(board[0], size=size).new_page()
    found = {}
    for name, (key, role) in OPENED.items():
        page.goto(board[1])
        card(page).focus()
        press(page, key)
        expect(page.get_by_role(role).first).to_be_visible()
        found[name] = violations(page) + ([f"{wider} pixels wider"] if (wider := overflow(page)) else [])
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_keys_of_a_menu_are_no_part_of_its_names_and_letters_walk_it(browsers, board):
    page = browsers.open(board[1], board[0])
    card(page).hover()
    card(page).focus()
    press(page, ".")
    expect(page.get_by_role("menuitem", name="Renommer", exact=True)).to_have_attribute("aria-keyshortcuts", "e")
    press(page, "e")  # a first letter here, not a shortcut
    expect(page.get_by_role("menuitem", name="Étiquettes", exact=True)).to_be_focused()
    press(page, "Escape")
    expect(card(page)).to_be_focused()


def test_a_picker_is_two_stops_and_shows_which_choice_is_active(browsers, board):
    page = browsers.open(board[1], board[0])
    card(page).focus()
    press(page, "l", "ArrowDown")
    active = page.get_by_role("option", name="Urgent")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", active.get_attribute("id"))
    assert active.evaluate("option => getComputedStyle(option).outlineWidth") == "3px"
    press(page, "Tab")
    expect(page.get_by_role("button", name="Enregistrer")).to_be_focused()


def test_the_focus_is_never_lost(browsers, board):
    page = browsers.open(board[1], board[0])
    card(page).focus()
    press(page, "n", "Escape")
    expect(card(page, "C")).to_be_focused()
    press(page, "s")
    expect(page.locator("#announcements")).to_have_text("1 carte choisie")
    page.get_by_role("button", name="Ne rien choisir").or_(page.locator(".selection button").last).first.focus()
    press(page, "Enter")
    expect(page.locator(".selection")).to_have_count(0)
    expect(card(page, "C")).to_be_focused()
    page.goto(board[1] + "?q=a")
    page.get_by_role("button", name="Retirer le filtre").or_(page.locator(".tag__remove")).first.focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Filtrer")).to_be_focused()
    press(page, "Enter")
    page.keyboard.type("urg")
    press(page, "Escape")
    expect(page.get_by_role("button", name="Filtrer")).to_be_focused()
    assert page.url.endswith("?q=urg")


def test_a_card_is_added_and_it_is_said(browsers, board):
    page = browsers.open(board[1], board[0])
    card(page).focus()
    press(page, "n")
    page.keyboard.type("Nouvelle")
    press(page, "Enter")
    expect(page.locator("#announcements")).to_have_text("Carte ajoutée")
    expect(page.get_by_role("textbox", name="Ajouter une carte à À faire")).to_be_focused()


def test_how_many_are_left_is_said_once_to_who_filters(browsers, board):
    """B-13: a word for a change, not one for each letter, and none when a card comes: that is said by itself."""
    page = browsers.open(board[1], board[0])
    page.evaluate("""() => {
      window.said = [];
      const region = document.getElementById("announcements");
      const hear = () => region.textContent && window.said.push(region.textContent);
      new MutationObserver(hear).observe(region, { childList: true });
    }""")
    count = page.locator("#filter-count")
    expect(count).to_have_text("6 cartes")
    assert count.get_attribute("role") is None
    press(page, "f")
    page.keyboard.type("rien de tel")
    expect(page.locator("#announcements")).to_have_text("0 carte sur 6")
    assert page.evaluate("window.said") == ["0 carte sur 6"]


def test_the_bar_of_what_is_chosen_comes_before_the_cards(browsers, board):
    page = browsers.open(board[1], board[0])
    card(page).focus()
    press(page, "s")
    bar = page.get_by_role("toolbar")
    expect(bar).to_be_visible()
    before = "bar => Boolean(bar.compareDocumentPosition(document.querySelector('.list')) & 4)"
    assert bar.evaluate(before)


def test_one_card_is_not_cards(browsers, board):
    page = browsers.open(board[1], board[0])
    count = page.locator(".list__count").first
    expect(count).to_have_text("3 cartes")
    for title, left in (("A", "2 cartes"), (RIGHT_TO_LEFT, "1 carte")):
        card(page, title).focus()
        press(page, "c")
        expect(count).to_have_text(left)


def test_reading_a_dialog_begins_at_its_title(browsers, board):
    page = browsers.open(board[1], board[0])
    card(page).focus()
    press(page, "Enter")
    expect(page.get_by_role("heading", name="A", level=1)).to_be_focused()
    press(page, "Escape")
    expect(card(page)).to_be_focused()
    press(page, "?")
    expect(page.get_by_role("heading", name="Raccourcis clavier")).to_be_focused()
    press(page, "Escape")
    expect(card(page)).to_be_focused()


def test_a_title_is_read_in_its_own_direction(browsers, board):
    page = browsers.open(board[1], board[0], size="narrow")
    assert card(page, RIGHT_TO_LEFT).evaluate("link => getComputedStyle(link.parentElement).direction") == "rtl"
    assert overflow(page) == 0


SMALL = """() => [...document.querySelectorAll(
    "button, select, textarea, input:not([type=hidden]), summary, .brand, .switch a, .sort")]
  .filter((one) => one.checkVisibility({ opacityProperty: true }) && !one.closest(".sr-only, .skip"))
  .map((one) => [one.getBoundingClientRect(), one.className || one.tagName])
  .filter(([{ width, height }]) => width > 1 && (width < 43.5 || height < 43.5))
  .map(([{ width, height }, name]) => `${name}: ${Math.round(width)} × ${Math.round(height)}`)"""


def test_a_finger_has_44_pixels(browsers, board):
    page = browsers.context(board[0], size="phone", touch=True, is_mobile=True).new_page()
    small = {}
    for address in (board[1], board[1] + "liste/", "/cartes/PORT-1/"):
        page.goto(address)
        small[address] = page.evaluate(SMALL)
    assert {address: lines for address, lines in small.items() if lines} == {}
