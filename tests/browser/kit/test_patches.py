"""patches.js: one element at a time, in the log's order, taking nothing away from who works in it."""

import pytest
from playwright.sync_api import expect

SCRIPT = """import * as patches from "projets/lib/patches.js";
Object.assign(window, patches, { events: [], gaps: [] });
document.addEventListener("patched", ({ detail }) => events.push(detail));
document.addEventListener("patches:gap", ({ detail }) => gaps.push(detail));
"""


def card(id, position, html=None):
    return f'<li data-element="card:{id}" data-position="{position}">{html or f"<a href=/c/{id}>{id}</a>"}</li>'


BOARD = f"""<main data-stream="board:1" data-revision="4" tabindex="-1">
<ol data-element="list:1" data-item="cards__item">{card(10, 100)}{card(11, 200)}{card(12, 300)}
<li class="add">add</li></ol>
<ol data-element="list:2"></ol>
<ol data-element="list:3" data-more="5">{card(30, 100)}{card(31, 200)}</ol></main>"""


@pytest.fixture
def page(server, tab):
    tab.goto(server.page(BOARD, SCRIPT))
    tab.wait_for_function("!!window.applyMessage")
    return tab


def apply(page, revision, *patches, act="a", stream="board:1"):
    page.evaluate("applyMessage", {"stream": stream, "revision": revision, "act": act, "patches": list(patches)})


def cards(page, which):
    found = page.locator(f"[data-element='list:{which}'] > [data-position]").all()
    return [one.get_attribute("data-element").removeprefix("card:") for one in found]


def revision(page):
    return page.evaluate("revisionOf('board:1')")


def place(id, into, position, html=None):
    patch = {"place": f"card:{id}", "in": f"list:{into}", "position": position}
    return patch if html is None else patch | {"html": html}


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (50, ["9", "10", "11", "12"]),
        (150, ["10", "9", "11", "12"]),
        (200, ["10", "9", "11", "12"]),  # equal positions: the smaller id first, by number and not by letter
        (900, ["10", "11", "12", "9"]),
    ],
)
def test_a_new_card_stands_by_position_then_id(page, position, expected):
    apply(page, 5, place(9, 1, position, "<b>new</b>"))
    assert cards(page, 1) == expected
    made = page.locator("[data-element='card:9']")
    assert made.evaluate("(one) => [one.tagName, one.className, one.innerHTML]") == ["LI", "cards__item", "<b>new</b>"]
    expect(page.locator("[data-element='list:1'] > :last-child")).to_have_class("add")


def test_ids_beyond_what_a_number_can_tell_are_ordered(page):
    low, high = "1700000000000000001", "1700000000000000002"
    apply(page, 5, place(high, 2, 1, "h"), place(low, 2, 1, "l"))
    assert cards(page, 2) == [low, high]


def test_a_move_carries_no_html_and_keeps_the_focus(page):
    page.locator("[data-element='card:11'] a").focus()
    apply(page, 5, place(11, 2, 10))
    assert (cards(page, 1), cards(page, 2)) == (["10", "12"], ["11"])
    expect(page.locator("[data-element='card:11'] a")).to_be_focused()
    assert page.evaluate("events.map(({changes}) => changes.map(({kind, from, to}) => [kind, from, to]))") == [
        [["place", "list:1", "list:2"]]
    ]


def test_the_same_message_twice_is_once(page):
    for _ in range(2):
        apply(page, 5, place(9, 1, 150, "new"))
    assert cards(page, 1) == ["10", "9", "11", "12"]
    assert page.evaluate("events.length") == 1
    assert revision(page) == 5


def test_a_message_ahead_shows_at_once_and_the_page_ends_as_the_log_says(page):
    apply(page, 6, place(10, 2, 1))
    assert (cards(page, 2), revision(page)) == (["10"], 4)
    assert page.evaluate("gaps") == [{"stream": "board:1", "revision": 4}]
    apply(page, 5, place(10, 1, 250))
    assert (cards(page, 1), cards(page, 2), revision(page)) == (["11", "12"], ["10"], 6)


def test_other_streams_are_not_for_this_page_but_ones_own_is(page):
    apply(page, 9, {"remove": "card:10"}, stream="board:2")
    assert cards(page, 1) == ["10", "11", "12"]
    apply(page, 9, {"remove": "card:10"}, stream="user:7")
    assert cards(page, 1) == ["11", "12"]


def test_our_own_echo_is_known(page):
    page.evaluate("claim('mine')")
    apply(page, 5, act="mine")
    apply(page, 6, act="its")
    assert page.evaluate("events.map(({own}) => own)") == [True, False]


def test_a_replaced_card_gives_the_focus_back(page):
    page.locator("[data-element='card:11'] a").focus()
    apply(page, 5, {"replace": "card:11", "html": "<h3>Eleven</h3><a href=/c/11>open</a>"})
    expect(page.locator("[data-element='card:11'] a")).to_be_focused()
    expect(page.locator("[data-element='card:11'] h3")).to_have_text("Eleven")


def test_a_fragment_that_is_the_element_itself_brings_its_attributes(page):
    html = '<li data-element="card:11" class="done">eleven</li>'
    apply(page, 5, {"replace": "card:11", "html": html})
    found = page.locator("[data-element='card:11']")
    assert found.evaluate("(one) => [one.className, one.dataset.position, one.innerHTML]") == ["done", "200", "eleven"]


def test_a_removed_card_gives_its_focus_to_the_next(page):
    page.locator("[data-element='card:11'] a").focus()
    apply(page, 5, {"remove": "card:11"})
    expect(page.locator("[data-element='card:12'] a")).to_be_focused()


def test_text_being_typed_is_not_replaced_until_it_is_free(page):
    apply(page, 5, {"replace": "card:11", "html": "<form><textarea></textarea></form>"})
    page.locator("textarea").fill("My words")
    apply(page, 6, {"replace": "card:11", "html": "<p>theirs</p>"})
    expect(page.locator("textarea")).to_have_value("My words")
    expect(page.locator("[data-element='card:11']")).to_have_attribute("data-stale", "")
    page.evaluate("document.querySelector('form').reset()")
    expect(page.locator("[data-element='card:11']")).to_have_text("theirs")
    expect(page.locator("[data-element='card:11']")).not_to_have_attribute("data-stale", "")


def test_an_editor_that_is_open_stays_open_on_the_newer_text(page):
    editor = "<details{}><summary>Edit</summary><textarea id=t>{}</textarea></details>"
    editor += "<details><summary>More</summary></details>"
    apply(page, 5, {"replace": "card:11", "html": editor.format(" open", "first")})
    page.locator("#t").focus()
    apply(page, 6, {"replace": "card:11", "html": editor.format("", "second")})
    expect(page.locator("#t")).to_be_focused()
    expect(page.locator("#t")).to_have_value("second")
    expect(page.locator("details[open]")).to_have_count(1)


def test_an_open_menu_stays_open(page):
    apply(
        page, 5, {"replace": "card:11", "html": "<button popovertarget=m>Menu</button><div id=m popover>items</div>"}
    )
    page.get_by_role("button").click()
    apply(page, 6, {"replace": "card:11", "html": "<p>theirs</p>"})
    expect(page.locator("#m")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-element='card:11']")).to_have_text("theirs")


def test_a_place_beyond_what_is_loaded_only_counts(page):
    for revision_ in (5, 6):
        apply(page, revision_, place(40, 3, 250, "later"))
    assert cards(page, 3) == ["30", "31"]
    assert page.locator("[data-element='list:3']").get_attribute("data-more") == "6"
    apply(page, 7, place(41, 3, 150, "seen"), {"remove": "card:40"})
    assert cards(page, 3) == ["30", "41", "31"]
    assert page.locator("[data-element='list:3']").get_attribute("data-more") == "5"


def test_a_card_still_to_come_that_moves_into_sight_is_fetched(page, server):
    server.answers["/page#card:55"] = (200, "<b>fifty-five</b>")
    apply(page, 5, place(55, 1, 150))
    expect(page.locator("[data-element='list:1'] [data-element='card:55']")).to_have_text("fifty-five")
    assert cards(page, 1) == ["10", "55", "11", "12"]


def test_the_rest_of_a_list_arrives_and_what_changed_meanwhile_holds(page):
    apply(page, 5, {"remove": "card:32"}, place(30, 2, 1))
    rest = card(30, 100) + card(32, 300) + card(33, 400)
    page.evaluate(
        "(html) => fill(document.querySelector('[data-element=\"list:3\"]'), html, {stream: 'board:1', revision: 4})",
        rest,
    )
    assert (cards(page, 3), cards(page, 2)) == (["31", "33"], ["30"])
    assert page.locator("[data-more]").count() == 0


def test_an_optimistic_move_is_put_back(page):
    page.evaluate("(patch) => (window.undo = optimistic([patch]))", place(10, 2, 1))
    assert (cards(page, 1), cards(page, 2)) == (["11", "12"], ["10"])
    page.evaluate("undo()")
    assert (cards(page, 1), cards(page, 2)) == (["10", "11", "12"], [])


def test_an_optimistic_removal_is_put_back(page):
    page.evaluate("void (window.undo = optimistic([{remove: 'card:11'}]))")
    assert cards(page, 1) == ["10", "12"]
    page.evaluate("undo()")
    assert cards(page, 1) == ["10", "11", "12"]


def test_a_refused_move_leaves_alone_what_somebody_else_moved_since(page):
    page.evaluate("(patch) => (window.undo = optimistic([patch]))", place(10, 2, 1))
    apply(page, 5, place(10, 1, 250))
    page.evaluate("undo()")
    assert cards(page, 1) == ["11", "10", "12"]


def test_a_region_is_fetched_again(server, tab):
    region = '<main data-stream="board:1" data-revision="4"><p data-element="members">two</p></main>'
    server.answers["/page#members"] = (200, "three")
    tab.goto(server.page(region, SCRIPT))
    tab.wait_for_function("!!window.applyMessage")
    apply(tab, 5, {"refresh": "members"}, {"refresh": "members"})
    expect(tab.locator("[data-element='members']")).to_have_text("three")
    assert [path for path, _ in server.received] == ["/page#members"]


def test_one_card_among_a_thousand_touches_only_itself(server, tab):
    lists = "".join(
        f'<ol data-element="list:{n}">' + "".join(card(n * 1000 + i, i + 1) for i in range(100)) + "</ol>"
        for n in range(10)
    )
    tab.goto(server.page(f'<main data-stream="board:1" data-revision="4">{lists}</main>', SCRIPT))
    tab.wait_for_function("!!window.applyMessage")
    tab.evaluate("""() => { window.records = []; new MutationObserver((found) => records.push(...found))
        .observe(document.querySelector("main"), {childList: true, subtree: true}) }""")
    apply(tab, 5, place(1050, 2, 10.5))
    assert sorted(tab.evaluate("records.map((one) => [one.addedNodes.length, one.removedNodes.length])")) == [
        [0, 1],
        [1, 0],
    ]
