"""toast.js, announce.js, undo.js: what is said, for how long, and how one's last act is undone."""

import pytest
from playwright.sync_api import expect

BODY = """<div id="announcements" role="status" aria-live="polite"></div>
<div id="toasts" class="toasts" popover="manual"></div>
<main data-stream="board:12" data-revision="4" tabindex="-1"><input aria-label="Title"><button>Here</button>
<dialog aria-label="Over"><form method="dialog"><button>Close</button></form></dialog></main>"""
SCRIPT = """import { toast } from "projets/lib/toast.js"; import { announce } from "projets/lib/announce.js";
import "projets/lib/undo.js"; Object.assign(window, { toast, announce });"""


@pytest.fixture
def page(server, tab):
    tab.clock.install(time="2026-03-12T10:00:00Z")
    tab.goto(server.page(BODY, SCRIPT))
    tab.wait_for_function("!!window.toast")
    tab.clock.pause_at("2026-03-12T11:00:00Z")
    return tab


def toast(page):
    return page.locator(".toast")


def test_a_toast_is_announced_stays_eight_seconds_and_leaves(page):
    page.evaluate("void toast('Card moved')")
    page.clock.run_for(200)
    expect(page.locator("#announcements")).to_have_text("Card moved")
    page.clock.run_for(7_700)
    expect(toast(page)).to_be_visible()
    page.clock.run_for(200)
    expect(toast(page)).to_have_count(0)
    expect(page.locator("#toasts")).to_be_hidden()


def test_it_stays_while_it_has_the_focus_which_f6_gives_and_takes(page):
    page.evaluate("void toast('Card moved', {undo: '5'})")
    page.get_by_role("button", name="Here").focus()
    page.keyboard.press("F6")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.clock.run_for(60_000)
    expect(toast(page)).to_be_visible()
    page.keyboard.press("F6")
    expect(page.get_by_role("button", name="Here")).to_be_focused()
    page.keyboard.press("F6")
    page.keyboard.press("Escape")
    expect(toast(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Here")).to_be_focused()


def test_a_refusal_stays_until_it_is_dismissed(page):
    page.evaluate("void toast('Refused', {urgent: true})")
    page.clock.run_for(60_000)
    page.get_by_role("button", name="Dismiss").click()
    expect(toast(page)).to_have_count(0)


def test_over_a_modal_dialog_it_can_be_reached_and_outlives_it(page):
    page.evaluate("document.querySelector('dialog').showModal()")
    page.evaluate("void toast('Saved')")
    expect(page.locator("dialog .toast")).to_have_text("Saved×")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#toasts .toast")).to_have_text("Saved×")


def test_messages_of_one_moment_are_read_together_and_once(page):
    page.evaluate("['One.', 'Two.', 'One.'].forEach((text) => announce(text))")
    page.clock.run_for(200)
    expect(page.locator("#announcements")).to_have_text("One. Two.")


def test_ctrl_z_undoes_the_last_act_on_this_board_but_not_in_a_text(server, page):
    server.answers["/actes/annulation/"] = (200, {"act": "9", "messages": [], "said": "Move of PORT-1 undone."})
    page.get_by_label("Title").press("Control+z")
    page.get_by_role("button", name="Here").press("Control+z")
    expect(toast(page)).to_contain_text("Move of PORT-1 undone.")
    [fields] = server.sent("/actes/annulation/")
    assert (fields["board"], "of" in fields) == ("12", False)


def test_the_toast_undoes_its_own_act_or_says_who_changed_it_since(server, page):
    server.answers["/actes/annulation/"] = (409, {"refused": "Awa Diop has renamed it since."})
    page.evaluate("void toast('Renamed', {undo: '5'})")
    page.get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Awa Diop has renamed it since.")
    assert server.sent("/actes/annulation/")[0]["of"] == "5"


def test_on_another_page_ctrl_z_undoes_what_is_offered(server, tab):
    server.answers["/actes/annulation/"] = (200, {"act": "9", "messages": [], "said": "« Done » undone."})
    tab.goto(server.page(BODY.replace(' data-stream="board:12"', ""), SCRIPT))
    tab.wait_for_function("!!window.toast")
    here = tab.get_by_role("button", name="Here")
    here.press("Control+z")
    expect(toast(tab)).to_contain_text("nothing to undo")
    tab.evaluate("void toast('Done', {undo: '5'})")
    here.press("Control+z")
    expect(toast(tab).last).to_contain_text("« Done » undone.")
    [fields] = server.sent("/actes/annulation/")
    assert fields["of"] == "5"
