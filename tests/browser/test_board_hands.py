"""The board by mouse, by keyboard alone, by finger, and in two windows."""

import re

import pytest
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.boards.actions.cards import bin_cards, create_cards, rename_card
from projets.boards.actions.lists import create_lists
from projets.boards.models import Card, List
from tests.browser.axe import overflow, violations
from tests.domain import make_boards


@pytest.fixture
def world(site):
    return make_boards()


@pytest.fixture
def nadia(world):
    return world.member("editor", name="Nadia Benali")


@pytest.fixture
def at_board(browsers, world, nadia):
    def opened(actor=nadia, **options):
        page = browsers.open(f"/tableaux/{world.board.pk}/", User.objects.get(pk=actor.user_id), **options)
        expect(page.locator("#live-state")).to_have_text("En direct")
        return page

    return opened


def column(page, rank):
    return page.locator(".list").nth(rank).locator(".card__link")


def drag(page, source, target, drop=True):
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 30, steps=6)
    page.mouse.move(end["x"] + 40, end["y"] + 8, steps=3)
    if drop:
        page.mouse.up()


def test_a_drag_is_seen_in_the_other_window(at_board, world):
    mine, theirs = at_board(), at_board(world.member("editor", name="Awa Diop"))
    cards = mine.locator(".list__cards > li")
    drag(mine, cards.nth(0), cards.nth(3))
    for page in (mine, theirs):
        expect(column(page, 0)).to_have_text(["B", "C"])
        expect(column(page, 1)).to_have_text(["A", "D", "E", "F"])
    expect(mine.locator("#announcements")).to_contain_text("Carte déplacée dans En cours, 1 sur 4")
    assert world.titles(world.doing) == "ADEF"


def test_a_card_that_somebody_takes_away_while_it_is_dragged(at_board, world):
    page = at_board()
    cards = page.locator(".list__cards > li")
    drag(page, cards.nth(0), cards.nth(3), drop=False)
    expect(page.locator(".ghost")).to_have_count(1)
    bin_cards(world.member("editor", name="Awa Diop"), [world.card("A")])
    expect(page.locator(".toast")).to_contain_text("Quelqu’un vient de retirer cette carte")
    expect(page.locator(".ghost")).to_have_count(0)
    page.mouse.up()
    expect(column(page, 1)).to_have_text(["D", "E", "F"])


def test_two_tabs_of_one_person(at_board, browsers, world, nadia):
    page = at_board()
    other = page.context.new_page()
    other.goto(f"/tableaux/{world.board.pk}/")
    page.locator(".list").nth(0).locator(".list__draft").fill("Neuve")
    page.keyboard.press("Enter")
    for tab in (page, other):
        expect(column(tab, 0)).to_have_text(["A", "B", "C", "Neuve"])
    expect(page.locator("#presence > *")).to_have_count(0)


def test_by_keyboard_alone(at_board, world):
    page = at_board()
    column(page, 0).nth(1).focus()
    page.keyboard.press("Control+ArrowRight")
    expect(column(page, 1)).to_have_text(["D", "B", "E", "F"])
    expect(page.locator(":focus")).to_have_text("B")
    page.keyboard.press("Control+ArrowUp")
    expect(column(page, 1)).to_have_text(["B", "D", "E", "F"])
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("D")
    page.keyboard.press("c")
    expect(column(page, 1)).to_have_text(["B", "E", "F"])
    expect(page.locator(":focus")).to_have_text("E")
    page.keyboard.press("Control+z")
    expect(column(page, 1)).to_have_text(["B", "D", "E", "F"])
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".selection__count")).to_have_text("2 cartes")
    page.keyboard.press("x")
    expect(page.locator(".card--done .card__link")).to_have_text(["E", "F"])
    page.keyboard.press("Escape")
    expect(page.locator(".selection")).to_have_count(0)
    page.keyboard.press("v")
    expect(page.get_by_role("dialog", name="Déplacer vers…")).to_be_visible()
    page.keyboard.type("faire")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(column(page, 0)).to_have_text(["A", "C", "F"])
    expect(page.locator(":focus")).to_have_text("F")


def test_pasted_lines_are_cards_once_it_was_said(at_board, world):
    page = at_board()
    draft = page.locator(".list").nth(0).locator(".list__draft")
    draft.fill("\n".join(f"Ligne {number}" for number in range(500)))
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog", name="Ajouter 500 cartes, une par ligne ?")
    expect(asked).to_be_visible()
    assert violations(page) == []
    asked.get_by_role("button", name="Annuler").click()
    assert Card.objects.count() == 6
    expect(draft).to_be_focused()
    page.keyboard.press("Enter")
    asked.get_by_role("button", name="Ajouter 500 cartes").click()
    expect(page.locator(".list").nth(0).locator("[data-count]")).to_have_text("503")
    expect(draft).to_have_value("")
    assert Card.objects.filter(list=world.todo).count() == 503


def test_pasted_lines_can_be_one_card(at_board, world):
    page = at_board()
    page.locator(".list").nth(0).locator(".list__draft").fill("Un titre\n  en deux lignes")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Une seule carte").click()
    expect(column(page, 0)).to_have_text(["A", "B", "C", "Un titre en deux lignes"])


def touch(page, kind, x=None, y=None):
    points = [] if x is None else [{"x": x, "y": y}]
    page.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def finger(page):
    page.touch = page.context.new_cdp_session(page)
    return page


def test_a_long_press_drags_and_a_short_one_scrolls(at_board, world, nadia):
    create_cards(nadia, world.todo, [f"Carte {number}" for number in range(15)])
    page = finger(at_board(size="phone", touch=True))
    box = page.locator(".list__cards > li").nth(1).bounding_box()
    x, y = box["x"] + 60, box["y"] + 30
    touch(page, "touchStart", x, y)
    expect(page.locator(".ghost")).to_have_count(1)
    first = page.locator(".list__cards > li").nth(0).bounding_box()
    for step in range(1, 8):
        touch(page, "touchMove", x, y + (first["y"] + 4 - y) * step / 7)
    touch(page, "touchEnd")
    expect(column(page, 0).nth(0)).to_have_text("B")
    expect(column(page, 0).nth(1)).to_have_text("A")
    touch(page, "touchStart", x, y)
    for step in range(1, 8):
        touch(page, "touchMove", x, y - 30 * step)
    touch(page, "touchEnd")
    expect(page.locator(".topbar")).not_to_be_in_viewport()
    expect(page.locator(".ghost")).to_have_count(0)
    assert world.titles(world.todo).startswith("BAC")


def test_on_a_phone_the_tabs_say_which_list_is_shown(at_board, world, nadia):
    page = at_board(size="narrow", touch=True)
    current = page.locator(".list-tabs a[aria-current]")
    expect(current).to_contain_text("À faire")
    page.locator(".list-tabs a", has_text="En cours").click()
    expect(current).to_contain_text("En cours")
    create_lists(nadia, world.board, ["Terminé"])
    expect(page.locator(".list-tabs a")).to_have_count(3)
    assert violations(page) == []
    assert overflow(page) == 0


def test_titles_of_all_kinds_at_320_pixels(at_board, world, nadia):
    rename_card(nadia, world.card("A"), "x" * 1024)
    rename_card(nadia, world.card("B"), "بطاقة طويلة العنوان مكتوبة من اليمين إلى اليسار 👩‍💻")
    page = at_board(size="narrow")
    assert overflow(page) == 0
    for card in page.locator(".list").nth(0).locator(".card").all():
        assert card.evaluate(
            "card => [...card.querySelectorAll('*')].every((one) => one.scrollWidth <= card.clientWidth)"
        )
    assert column(page, 0).nth(1).evaluate("link => getComputedStyle(link.parentElement).direction") == "rtl"


def test_two_hundred_lists(at_board, world, nadia):
    create_lists(nadia, world.board, [f"Liste {number}" for number in range(198)])
    page = at_board()
    expect(page.locator(".list")).to_have_count(200)
    last = page.locator(".list").nth(199)
    last.locator(".list__draft").fill("Au bout")
    page.keyboard.press("Enter")
    expect(last.locator(".card__link")).to_have_text(["Au bout"])
    assert List.objects.count() == 201


def test_axe_finds_nothing_in_the_menu_of_a_list(at_board, world, nadia):
    """What opens of a card, and the filters: test_reading."""
    page = at_board()
    page.locator(".list__tools [data-menu]").first.click()
    expect(page.locator("[popover]:popover-open").first).to_be_visible()
    assert violations(page) == []


def test_the_eye_of_what_i_follow(at_board):
    page = at_board()
    column(page, 0).nth(0).click()
    page.get_by_role("button", name="Actions de la carte").last.click()
    page.get_by_role("button", name="Suivre", exact=True).click()
    expect(page.locator(".card-lead")).to_contain_text("Suivie par vous")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".list .card__followed")).to_have_count(1)
    page.reload()
    expect(page.locator(".list .card__followed")).to_have_count(1)


def test_offline_then_back_in_order_once_each(at_board, browsers, world, nadia):
    page, other = at_board(), at_board(world.member("editor", name="Awa Diop"))
    page.context.set_offline(True)
    for title in ("Un", "Deux", "Trois"):
        page.locator(".list").nth(0).locator(".list__draft").fill(title)
        page.keyboard.press("Enter")
        expect(page.locator(".list").nth(0).locator(".list__draft")).to_have_value("")
    expect(page.locator("#live-state")).to_contain_text("Hors connexion depuis")
    expect(page.locator("#live-state")).to_contain_text("3 changements gardés sur ce poste")
    page.context.set_offline(False)
    for tab in (page, other):
        expect(column(tab, 0)).to_have_text(["A", "B", "C", "Un", "Deux", "Trois"])
    expect(page.locator("#live-state")).to_have_text("En direct")
    assert Card.objects.filter(list=world.todo).count() == 6
    browsers.forgive("ERR_INTERNET_DISCONNECTED", "WebSocket")


def test_quick_moves_stay_where_they_were_put(at_board, world):
    """The answer to the first does not take the card back from where the second has put it."""
    page = at_board()
    page.route("**/arrivees/", lambda route: route.continue_() if not page.held else page.held.pop()(route))
    late = []
    page.held = [late.append]
    column(page, 0).nth(1).focus()
    with page.expect_request("**/arrivees/"):
        page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("Control+ArrowUp")
    expect(column(page, 1)).to_have_text(["B", "D", "E", "F"])
    page.evaluate(
        """() => {
          const titles = () =>
            [...document.querySelectorAll(".list:nth-of-type(2) .card__link")].map((one) => one.textContent).join("");
          const { dataset } = document.body;
          document.addEventListener("patched", () => (dataset.seen = `${dataset.seen ?? ""} ${titles()}`));
        }"""
    )
    late[0].continue_()
    expect(page.locator("body")).to_have_attribute("data-seen", re.compile("^ BDEF BDEF( BDEF)*$"))
    assert world.titles(world.doing) == "BDEF"
