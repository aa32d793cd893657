"""shortcuts.js, picker.js, menus, dates.js and the list of what was refused."""

import pytest
from playwright.sync_api import expect

SHORTCUTS = """import { shortcut } from "projets/lib/shortcuts.js"; window.ran = [];
shortcut({ key: "n", does: "Add a card", group: "Board", run: () => ran.push("n") });
shortcut({ key: "shift+n", does: "Add a list", group: "Board", run: () => ran.push("N") });
shortcut({ key: "mod+enter", does: "Send", run: () => ran.push("send") });
window.forget = shortcut({ key: "x", does: "Never", when: () => false, run: () => ran.push("x") }); window.ready = 1"""
BODY = '<h1>Board</h1><button>Here</button><input aria-label="Title"><a href="/aide/" data-help>Help</a>'


def opened(server, tab, body, script, **options):
    tab.goto(server.page(body, script, **options))
    tab.wait_for_function("window.ready")
    return tab


@pytest.fixture
def keys(server, tab):
    return opened(server, tab, BODY, SHORTCUTS)


def test_a_shortcut_runs_but_not_in_a_text(keys):
    keys.get_by_label("Title").press("n")
    for key in ("n", "Shift+N", "x", "Control+Enter"):
        keys.get_by_role("button", name="Here").press(key)
    assert keys.evaluate("ran") == ["n", "N", "send"]
    expect(keys.get_by_label("Title")).to_have_value("n")


def test_on_a_layout_without_latin_letters_the_place_of_the_key_counts(keys):
    press = "(key, code) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))"
    keys.evaluate(f"({press})('т', 'KeyN')")
    keys.evaluate(f"({press})('é', 'KeyN')")  # a Latin letter means itself
    assert keys.evaluate("ran") == ["n"]


def test_single_letters_can_be_off(keys):
    keys.evaluate("document.body.dataset.singleLetters = 'off'")
    for key in ("n", "Shift+N", "?", "Control+Enter"):
        keys.get_by_role("button", name="Here").press(key)
    assert keys.evaluate("ran") == ["N", "send"]
    expect(keys.get_by_role("dialog")).to_have_count(0)


def test_the_help_sheet_lists_what_is_registered(keys):
    keys.get_by_role("button", name="Here").press("?")
    sheet = keys.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.locator("h3")).to_have_text(["Everywhere", "Board"])
    expect(sheet.locator("dl").last.locator("dt, dd")).to_have_text(["n", "Add a card", "Shiftn", "Add a list"])
    sheet.get_by_role("button", name="Close").click()
    expect(keys.get_by_role("button", name="Here")).to_be_focused()
    keys.get_by_role("link", name="Help").click()
    expect(sheet).to_be_visible()


PICKER = """<form><pick-list data-name="label" data-multiple data-create="Create « {text} »">
<input type="search" aria-label="Search a label"><ul aria-label="Labels">
<li data-value="1">Échéance</li><li data-value="2" aria-selected="true">Usagers</li><li data-value="3">Sécurité</li>
</ul></pick-list></form>"""
PICKING = """import "projets/lib/picker.js"; window.picked = [];
for (const name of ["pick", "pick:create"])
  document.addEventListener(name, ({ detail: { item, ...rest } }) => picked.push(rest));
window.ready = 1"""


@pytest.fixture
def picker(server, tab):
    return opened(server, tab, PICKER, PICKING)


def chosen(page):
    return page.evaluate("new FormData(document.querySelector('form')).getAll('label')")


def test_a_choice_is_found_without_accents_and_chosen_by_keyboard(picker):
    search = picker.get_by_role("combobox", name="Search a label")
    search.fill("eche")
    expect(picker.get_by_role("option").filter(visible=True)).to_have_text(["Échéance", "Create « eche »"])
    search.press("Enter")
    assert chosen(picker) == ["1", "2"]
    assert picker.evaluate("picked") == [{"value": "1", "selected": True, "values": ["1", "2"]}]
    search.press("Escape")
    expect(search).to_have_value("")
    expect(picker.get_by_role("option").filter(visible=True)).to_have_count(3)


def test_arrows_go_round_and_the_active_choice_is_told(picker):
    search = picker.get_by_role("combobox")
    search.press("ArrowUp")
    expect(search).to_have_attribute("aria-activedescendant", picker.get_by_role("option").last.get_attribute("id"))
    search.press("ArrowDown")
    search.press("ArrowDown")
    search.press("Enter")
    assert chosen(picker) == []


def test_a_click_chooses_and_the_focus_stays_in_the_text(picker):
    picker.get_by_role("combobox").focus()
    picker.get_by_role("option", name="Sécurité").click()
    expect(picker.get_by_role("combobox")).to_be_focused()
    assert chosen(picker) == ["2", "3"]


def test_a_new_name_may_be_created_and_a_refused_choice_is_not_made(picker):
    picker.get_by_role("combobox").fill("Budget")
    picker.get_by_role("combobox").press("Enter")
    assert picker.evaluate("picked") == [{"text": "Budget"}]
    picker.evaluate("document.addEventListener('pick', (event) => event.preventDefault())")
    picker.get_by_role("option", name="Sécurité").click()
    assert chosen(picker) == ["2"]


MENU = """<drop-menu><button popovertarget="m">Menu</button><div id="m" popover>
<button class="menu__item">Archive</button>
<button class="menu__item">Échéance</button><button class="menu__item">Étiquettes</button></div></drop-menu>"""


def test_first_letters_walk_through_a_menu(server, tab):
    page = opened(server, tab, MENU, 'import "projets/components/menu/menu.js"; window.ready = 1')
    page.get_by_role("button", name="Menu").press("ArrowDown")
    expect(page.get_by_role("button", name="Archive")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Échéance")).to_be_focused()
    page.keyboard.type("t")
    expect(page.get_by_role("button", name="Étiquettes")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


DATES = [
    ("2026-03-12", "", "12 mars", "Today", "due--soon"),
    ("2026-03-13", "", "13 mars", "Tomorrow", "due--soon"),
    ("2026-03-14", "", "14 mars", "14 mars", ""),
    ("2026-03-11", "", "11 mars", "1 day late", "due--late"),
    ("2026-03-06", "", "6 mars", "6 days late", "due--late"),
    ("2026-03-06", "data-done", "6 mars", "6 mars", "due--done"),
    ("2026-03-12T17:00:00+01:00", "", "12 mars", "Today at 17:00", "due--soon"),
    ("2026-03-12T07:30:00+01:00", "", "12 mars", "2 hours late", "due--late"),
    ("2026-03-12T23:30:00Z", "", "13 mars", "Tomorrow at 00:30", "due--soon"),
]


def dates(server, tab, now, rows=DATES):
    tab.clock.install(time=now)
    body = "".join(
        f'<p><span class="due"><time datetime="{when}" data-due {done}>{text}</time></span></p>'
        for when, done, text, *_ in rows
    )
    return opened(server, tab, body, 'import "projets/lib/dates.js"; window.ready = 1')


def test_near_dates_are_relative_and_late_ones_say_so_in_the_readers_zone(server, tab):
    page = dates(server, tab, "2026-03-12T10:00:00+01:00")
    shown = page.locator(".due").evaluate_all("(all) => all.map((due) => [due.textContent, due.className.slice(4)])")
    assert shown == [[text, state] for _, _, _, text, state in DATES]
    assert page.locator("time").nth(4).get_attribute("title") == "6 mars"


def test_a_date_has_the_shape_of_its_state(server, tab):
    """B-19: colour speaks third, after the word and a shape."""
    tab.clock.install(time="2026-03-12T10:00:00+01:00")
    body = "".join(
        f'<p class="due"><svg class="icon"><use href="/icons.svg#i-calendar"/></svg>'
        f'<span><time datetime="{when}" data-due {done}>{text}</time></span></p>'
        for when, done, text, *_ in DATES
    )
    page = opened(server, tab, body, 'import "projets/lib/dates.js"; window.ready = 1')
    shown = page.locator("use").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    shapes = {"due--soon": "clock", "due--late": "late", "due--done": "check", "": "calendar"}
    assert shown == [f"/icons.svg#i-{shapes[state]}" for *_, state in DATES]


def test_they_are_told_again_at_midnight_summer_time_or_not(server, tab):
    rows = [("2026-03-29", "", "29 mars"), ("2026-03-30", "", "30 mars"), ("2026-03-28", "", "28 mars")]
    page = dates(server, tab, "2026-03-28T23:59:30+01:00", rows)
    expect(page.locator("time")).to_have_text(["Tomorrow", "30 mars", "Today"])
    page.clock.run_for(60_000)
    expect(page.locator("time")).to_have_text(["Today", "Tomorrow", "1 day late"])
    page.clock.run_for(23 * 3_600_000)  # the day of summer time has 23 hours
    expect(page.locator("time")).to_have_text(["1 day late", "Today", "2 days late"])


def test_what_was_refused_later_is_listed_with_its_text(server, tab):
    script = (
        'import "projets/lib/kept.js"; import { act } from "projets/lib/acts.js"; window.send = act; window.ready = 1'
    )
    page = opened(server, tab, "<kept-acts hidden></kept-acts>", script)
    server.answers["/write/"] = (502, "bad gateway")
    page.evaluate("send('/write/', {card: '12', text: 'My long text'}, {label: 'Comment'})")
    expect(page.locator("kept-acts")).to_contain_text("1 change kept on this computer")
    server.answers["/write/"] = (404, {"refused": "This card is no longer here."})
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".toast")).to_contain_text("Refused: Comment. This card is no longer here.")
    page.get_by_role("button", name="1 change refused").click()
    listed = page.get_by_role("dialog", name="Refused changes")
    expect(listed.locator("pre")).to_have_text("My long text")
    listed.get_by_role("button", name="Dismiss").click()
    expect(listed).to_have_count(0)
    expect(page.locator("kept-acts")).to_be_hidden()
