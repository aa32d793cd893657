"""drafts.js and conflict.js: what is typed survives, and nobody's text is overwritten silently."""

import pytest
from playwright.sync_api import expect

BODY = """<form method="post" action="/write/" data-act><label for="d">Description</label>
<textarea id="d" name="text" data-draft="card:1:description">first</textarea>
<input type="hidden" name="version" value="3"><button>Save</button></form>
<form method="post" action="/comment/" data-act data-reset><label for="c">Comment</label>
<textarea id="c" name="text" data-draft="card:1:comment"></textarea><button>Send</button></form>
<details><summary>More</summary><textarea aria-label="Hidden" data-draft="hidden"></textarea></details>"""
SCRIPT = """import "projets/lib/conflict.js"; window.found = [];
document.addEventListener("draft:found", ({ target }) => found.push(target.dataset.draft)); window.ready = 1"""
DONE = (200, {"act": "1", "messages": []})


@pytest.fixture
def page(server, tab):
    tab.goto(server.page(BODY, SCRIPT))
    return ready(tab)


def ready(tab):
    tab.wait_for_function("window.ready")
    return tab


def description(page):
    return page.get_by_label("Description")


def drafts(page):
    return page.evaluate("Object.keys(localStorage).sort()")


def test_a_text_typed_just_before_a_reload_is_given_back_and_can_be_thrown_away(page):
    description(page).fill("second")
    ready(page).reload()
    expect(description(page)).to_have_value("second")
    expect(page.get_by_role("status")).to_contain_text("restored")
    expect(description(page)).to_have_attribute("data-dirty", "")
    page.get_by_role("button", name="Throw the draft away").click()
    expect(description(page)).to_have_value("first")
    expect(description(page)).to_be_focused()
    assert drafts(page) == []


def test_a_saved_text_leaves_no_draft(server, page):
    server.answers["/write/"] = DONE
    description(page).fill("second")
    page.get_by_role("button", name="Save").click()
    expect(description(page)).not_to_have_attribute("data-dirty", "")
    assert drafts(page) == []


def test_a_sent_comment_is_emptied_and_forgotten(server, page):
    server.answers["/comment/"] = DONE
    page.get_by_label("Comment").fill("hello")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Comment")).to_have_value("")
    assert drafts(page) == []


def test_giving_up_by_hand_leaves_no_draft(page):
    description(page).fill("second")
    page.wait_for_function("localStorage.length")
    page.evaluate("document.querySelector('form').reset()")
    expect(description(page)).to_have_value("first")
    assert drafts(page) == []


def test_a_refused_text_keeps_its_draft(server, page):
    server.answers["/write/"] = (403, {"refused": "You may only read."})
    description(page).fill("second")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text("You may only read.")
    ready(page).reload()
    expect(description(page)).to_have_value("second")


def test_a_draft_comes_back_with_the_version_it_started_from(server, page):
    description(page).fill("second")
    server.page(BODY.replace('value="3"', 'value="5"').replace(">first<", ">theirs<"), SCRIPT)
    ready(page).reload()
    expect(description(page)).to_have_value("second")
    assert page.locator("[name=version]").input_value() == "3"


def test_drafts_of_one_person_are_not_those_of_the_next(server, page):
    description(page).fill("mine")
    page.goto(server.page(BODY, SCRIPT, person="8"))
    expect(description(ready(page))).to_have_value("first")


def test_a_draft_in_a_closed_part_opens_it(page):
    page.get_by_text("More").click()
    page.get_by_label("Hidden").fill("words")
    ready(page).reload()
    ready(page)
    assert page.evaluate("found") == ["hidden"]
    expect(page.get_by_label("Hidden")).to_have_value("words")


THEIRS = {"version": 4, "text": "their text", "author": "Awa Diop", "at": "2026-03-12T10:42:00Z"}


@pytest.fixture
def conflict(server, page):
    server.answers["/write/"] = [(409, {"refused": "Awa Diop changed it.", "theirs": THEIRS}), DONE]
    description(page).fill("my text")
    page.get_by_role("button", name="Save").click()
    shown = page.get_by_role("dialog", name="Somebody else changed this text")
    expect(shown).to_contain_text("their text")
    expect(shown).to_contain_text("Awa Diop")
    expect(shown.get_by_label("Your text")).to_have_value("my text")
    return shown


def test_keeping_mine_saves_it_after_theirs(server, page, conflict):
    conflict.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_have_count(0)
    expect(description(page)).not_to_have_attribute("data-dirty", "")
    assert [(f["text"], f["version"]) for f in server.sent("/write/")] == [("my text", "3"), ("my text", "4")]


def test_taking_theirs_sends_nothing(server, page, conflict):
    conflict.get_by_role("button", name="Take theirs").click()
    expect(description(page)).to_have_value("their text")
    assert page.locator("[name=version]").input_value() == "4"
    assert len(server.sent("/write/")) == 1
    assert drafts(page) == []


def test_merging_by_hand_edits_both(server, page, conflict):
    conflict.get_by_role("button", name="Merge by hand").click()
    mine = conflict.get_by_label("Your text")
    expect(mine).to_have_value("their text\n\nmy text")
    mine.fill("both")
    with page.expect_response("**/write/"):
        conflict.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_have_count(0)
    assert server.sent("/write/")[1]["text"] == "both"


def test_deciding_later_loses_nothing(page, conflict):
    conflict.get_by_role("button", name="Decide later").click()
    expect(description(page)).to_have_value("my text")
    page.wait_for_function("localStorage.length")
    assert drafts(page) == ["draft:7:card:1:description"]
