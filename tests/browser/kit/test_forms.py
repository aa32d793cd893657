"""forms.js: a real form, sent without leaving the page; what is refused is said beside its field."""

import pytest
from playwright.sync_api import expect

FORM = """<div id="announcements" role="status" aria-live="polite"></div>
<form method="post" action="/write/" data-act data-reset data-announce="Card added" data-label="Add">
<input type="hidden" name="csrfmiddlewaretoken" value="token">
<div class="field"><label for="t">Title</label><p id="hint">short</p>
<input id="t" name="title" aria-describedby="hint"></div>
<label>Due <input name="due"></label><button name="then" value="more">Add</button></form>"""
DONE = (200, {"act": "1", "messages": []})


@pytest.fixture
def page(server, tab):
    tab.goto(server.page(FORM, 'import "projets/lib/forms.js"; window.ready = 1'))
    tab.wait_for_function("window.ready")
    return tab


def add(page, title="New"):
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Add").click()


def test_a_form_is_sent_with_its_button_then_emptied_and_announced(server, page):
    server.answers["/write/"] = DONE
    add(page)
    expect(page.locator("#announcements")).to_have_text("Card added")
    expect(page.get_by_label("Title")).to_have_value("")
    [fields] = server.sent("/write/")
    assert (fields["title"], fields["then"], fields["by"]) == ("New", "more", "7")
    assert page.url.endswith("/page")


def test_a_refusal_is_beside_its_field_which_gets_the_focus_and_nothing_is_lost(server, page):
    server.answers["/write/"] = [(422, {"refused": "Too long.", "field": "title"}), DONE]
    add(page, "Long")
    field = page.get_by_label("Title")
    expect(field).to_be_focused()
    expect(field).to_have_value("Long")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("short Too long.")
    page.get_by_role("button", name="Add").click()
    expect(field).to_have_value("")
    expect(field).to_have_attribute("aria-describedby", "hint")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field__error")).to_have_count(0)


ONE = """<div id="announcements" role="status" aria-live="polite"></div>
<form method="post" action="/write/" data-act><input type="hidden" name="card" value="1">
<label>Cost <input name="value"></label></form>"""


def test_what_is_wrong_in_a_form_of_one_field_is_tied_to_it_and_said(server, tab):
    """B-28: the server need not name the only field; who is still in it gets no focus that would say what is wrong."""
    tab.goto(server.page(ONE, 'import "projets/lib/forms.js"; window.ready = 1'))
    tab.wait_for_function("window.ready")
    server.answers["/write/"] = (422, {"refused": "« abc » is no number."})
    field = tab.get_by_label("Cost")
    field.fill("abc")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("« abc » is no number.")
    expect(tab.locator("[data-announcer=assertive]")).to_have_text("« abc » is no number.")


def test_several_fields_are_refused_at_once(server, page):
    server.answers["/write/"] = (422, {"refused": "Mend this.", "errors": {"title": "Empty.", "due": "Not a date."}})
    add(page, "x")
    expect(page.locator(".field__error")).to_have_text(["Empty.", "Not a date."])
    expect(page.get_by_label("Title")).to_be_focused()


def test_a_refusal_of_the_whole_is_an_alert_in_the_form(server, page):
    server.answers["/write/"] = (403, {"refused": "You may only read this board."})
    add(page)
    expect(page.get_by_role("alert")).to_have_text("You may only read this board.")
    expect(page.get_by_label("Title")).to_have_value("New")


def test_offline_the_form_is_free_again_and_says_that_it_is_kept(server, page, context):
    context.set_offline(True)
    add(page)
    expect(page.locator(".toast")).to_contain_text("Kept on this computer")
    expect(page.locator("form")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_label("Title")).to_have_value("")
    server.answers["/write/"] = DONE
    with page.expect_response("**/write/"):
        context.set_offline(False)
    assert [fields["title"] for fields in server.sent("/write/")] == ["New"]


def test_a_double_click_sends_once(server, page):
    server.answers["/write/"] = DONE
    page.get_by_label("Title").fill("New")
    page.evaluate("(button => (button.click(), button.click()))(document.querySelector('button'))")
    expect(page.get_by_label("Title")).to_have_value("")
    assert len(server.sent("/write/")) == 1


def test_a_listener_may_show_the_change_first_and_undo_it(server, page):
    server.answers["/write/"] = (409, {"refused": "Somebody moved it."})
    page.evaluate("""document.addEventListener("form:send", ({ detail }) => {
        detail.fields.set("title", "changed"); detail.options.undo = () => (window.undone = true) })""")
    add(page)
    expect(page.get_by_role("alert")).to_have_text("Somebody moved it.")
    assert page.evaluate("undone") is True
    assert server.sent("/write/")[0]["title"] == "changed"


def test_the_answer_may_lead_elsewhere(server, page):
    server.answers["/write/"] = (200, {"act": "1", "messages": [], "redirect": "/there"})
    server.page("<p>there</p>", path="/there")
    add(page)
    page.wait_for_url("**/there")
