"""dialog.js: a dialog has its address, gives the focus back, and never throws away what is typed."""

import pytest
from playwright.sync_api import expect

BODY = """<h1>Board</h1><a href="/cartes/P-1/" data-dialog>One</a> <a href="/cartes/P-2/" data-dialog>Two</a>
<form method="post" action="/empty/" data-act><button data-confirm="Empty the bin?">Empty</button></form>"""
SCRIPT = (
    'import * as dialog from "projets/lib/dialog.js"; import "projets/lib/forms.js"; Object.assign(window, dialog)'
)
CARD = """<h2>Card one</h2><button data-shuts>Close</button><a href="/cartes/P-2/" data-dialog>Next</a>
<textarea aria-label="Text"></textarea><textarea aria-label="Kept" data-draft="k"></textarea>"""


@pytest.fixture
def page(server, tab):
    server.answers["/cartes/P-1/#dialog"] = (200, CARD)
    server.answers["/cartes/P-2/#dialog"] = (200, "<h2>Card two</h2><button data-shuts>Close</button>")
    server.page("<h1>Card one as a page</h1>", SCRIPT, path="/cartes/P-1/")
    tab.goto(server.page(BODY, SCRIPT, path="/tableaux/1/"))
    tab.wait_for_function("!!window.openDialog")
    return tab


def link(page, name="One"):
    return page.get_by_role("link", name=name)


def card(page, name="Card one"):
    return page.get_by_role("dialog", name=name)


@pytest.fixture
def opened(page):
    link(page).click()
    expect(card(page)).to_be_visible()
    return page


def closed(page):
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link(page)).to_be_focused()
    assert page.url.endswith("/tableaux/1/")
    expect(page).to_have_title("Kit")


def test_it_has_the_address_and_title_of_what_it_shows_and_back_closes_it(opened):
    assert opened.url.endswith("/cartes/P-1/")
    expect(opened).to_have_title("Card one")
    opened.go_back()
    closed(opened)
    opened.go_forward()
    expect(card(opened)).to_be_visible()


@pytest.mark.parametrize("way", ["button", "escape", "outside"])
def test_it_closes_and_the_focus_goes_back(opened, way):
    if way == "button":
        opened.get_by_role("button", name="Close").click()
    elif way == "escape":
        opened.keyboard.press("Escape")
    else:
        opened.mouse.click(3, 3)
    closed(opened)


def test_from_one_card_to_the_next_closing_goes_back_to_the_board(opened):
    link(opened, "Next").click()
    expect(card(opened, "Card two")).to_be_visible()
    opened.get_by_role("button", name="Close").click()
    closed(opened)


def test_a_reload_shows_the_page_and_back_the_board(opened):
    opened.reload()
    expect(opened.get_by_role("heading")).to_have_text("Card one as a page")
    opened.go_back()
    expect(opened.get_by_role("heading")).to_have_text("Board")


@pytest.mark.parametrize("way", ["escape", "outside", "back"])
def test_typed_text_is_asked_about(opened, way):
    opened.get_by_label("Text").fill("words")
    if way == "escape":
        opened.keyboard.press("Escape")
    elif way == "outside":
        opened.mouse.click(3, 3)
    else:
        opened.go_back()
    asked = opened.get_by_role("alertdialog")
    asked.get_by_role("button", name="Go on typing").click()
    expect(opened.get_by_label("Text")).to_have_value("words")
    opened.keyboard.press("Escape")
    asked.get_by_role("button", name="Throw it away").click()
    closed(opened)


def test_a_draft_is_kept_without_asking(opened):
    opened.get_by_label("Kept").fill("words")
    opened.keyboard.press("Escape")
    closed(opened)


def test_what_cannot_be_opened_is_said(server, page):
    server.answers["/cartes/P-1/#dialog"] = (404, "")
    link(page).click()
    expect(page.locator(".toast")).to_contain_text("This is no longer here")
    assert page.url.endswith("/tableaux/1/")


def test_a_region_of_the_page_behind_is_fetched_at_its_own_address(server, opened):
    server.answers["/tableaux/1/#members"] = (200, "three")
    opened.evaluate("document.body.insertAdjacentHTML('beforeend', '<p data-element=members>two</p>')")
    opened.evaluate("import('projets/lib/fragment.js').then(({ refresh }) => refresh('members'))")
    expect(opened.locator("[data-element=members]")).to_have_text("three")


def test_a_grave_act_is_asked_about_first(server, page):
    server.answers["/empty/"] = (200, {"act": "1", "messages": []})
    page.get_by_role("button", name="Empty").click()
    page.get_by_role("alertdialog", name="Empty the bin?").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert server.sent("/empty/") == []
    page.get_by_role("button", name="Empty").click()
    with page.expect_response("**/empty/"):
        page.get_by_role("alertdialog").get_by_role("button", name="Empty").click()
