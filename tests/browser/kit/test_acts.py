"""acts.js: each write is sent once, in order, and never lost."""

import pytest
from playwright.sync_api import expect

LISTEN = """import { act, pending, refusals, state, dismiss } from "projets/lib/acts.js";
Object.assign(window, { act, pending, refusals, state, dismiss, answered: [] });
document.addEventListener("acts:answered", (event) => answered.push(event.detail));
"""
BOARD = """<main data-stream="board:1" data-revision="4" tabindex="-1"><ol data-element="list:2">
<li data-element="card:10" data-position="1">ten</li></ol></main>"""
DONE = (200, {"act": "1", "messages": []})


@pytest.fixture
def page(server, tab):
    tab.goto(server.page(BOARD, LISTEN))
    tab.wait_for_function("!!window.act")
    return tab


def sent(server, name="title"):
    return [fields[name] for fields in server.sent("/write/")]


def done_after(page, count):
    page.wait_for_function("(count) => answered.length >= count", arg=count)


def test_an_act_is_sent_with_its_id_person_and_token_and_its_answer_patches_the_page(server, page):
    message = {"stream": "board:1", "revision": 5, "act": "a", "patches": [{"remove": "card:10"}]}
    server.answers["/write/"] = (200, {"act": "99", "messages": [message]})
    answer = page.evaluate(
        "act('/write/', {title: 'Été', card: ['1', '2'], none: null}, {id: 'act-one', label: 'Rename'})"
    )
    assert answer["act"] == "99"
    assert server.sent("/write/") == [
        {"act": "act-one", "by": "7", "csrfmiddlewaretoken": "token", "title": "Été", "card": ["1", "2"]}
    ]
    expect(page.locator("[data-element='card:10']")).to_have_count(0)
    assert page.locator("main").get_attribute("data-revision") == "5"
    assert page.evaluate("pending()") == 0


def test_a_refusal_undoes_the_optimistic_change_and_says_why(server, page):
    server.answers["/write/"] = (422, {"refused": "A title is needed.", "field": "title"})
    answer = page.evaluate("act('/write/', {title: ''}, {undo: () => (window.undone = true)})")
    assert (answer["refused"], answer["field"], answer["status"]) == ("A title is needed.", "title", 422)
    assert page.evaluate("undone") is True
    assert page.evaluate("pending()") == 0
    expect(page.locator(".toast")).to_contain_text("A title is needed.")


def test_acts_made_offline_are_kept_then_sent_in_order_once_each(server, page, context):
    server.answers["/write/"] = DONE
    context.set_offline(True)
    for title in ("one", "two", "three"):
        kept = page.evaluate("(title) => act('/write/', {title}, {id: title})", title)
        assert kept == {"kept": True, "act": title}
    assert page.evaluate("pending()") == 3
    assert page.evaluate("state().since") is not None
    assert server.sent("/write/") == []
    context.set_offline(False)
    done_after(page, 3)
    assert sent(server) == ["one", "two", "three"]
    assert page.evaluate("[pending(), state().since]") == [0, None]


def test_a_gateway_that_answers_in_place_of_the_server_keeps_the_act_and_its_id(server, page):
    server.answers["/write/"] = [(502, "bad gateway"), (503, {"refused": "The disk is full."}), DONE]
    assert page.evaluate("act('/write/', {title: 'one'}, {id: 'same'})") == {"kept": True, "act": "same"}
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("state().reason")
    assert page.evaluate("state().reason") == "The disk is full."
    page.evaluate("dispatchEvent(new Event('online'))")
    done_after(page, 1)
    assert [fields["act"] for fields in server.sent("/write/")] == ["same"] * 3


def test_the_network_that_comes_back_while_a_try_is_failing_leaves_nothing_unsent(server, page):
    """Just then: the timer for the next try is set, and who sends has not yet said that it stopped."""
    server.answers["/write/"] = [(502, "bad gateway"), DONE]
    page.evaluate("""document.addEventListener("acts:state", function back({ detail }) {
      if (!detail.since) return;
      document.removeEventListener("acts:state", back);
      dispatchEvent(new Event("online"));
    })""")
    assert page.evaluate("act('/write/', {title: 'one'}, {id: 'same'})") == {"kept": True, "act": "same"}
    done_after(page, 1)
    assert [fields["act"] for fields in server.sent("/write/")] == ["same", "same"]
    assert page.evaluate("pending()") == 0


def test_what_is_kept_is_sent_after_a_reload(server, page):
    server.answers["/write/"] = (502, "bad gateway")
    page.evaluate("act('/write/', {title: 'one'}, {id: 'act-one'})")
    server.answers["/write/"] = DONE
    page.reload()
    done_after(page, 1)
    assert page.evaluate("answered[0].late") is True
    assert [fields["act"] for fields in server.sent("/write/")] == ["act-one", "act-one"]
    assert page.evaluate("pending()") == 0


def test_a_file_survives_the_reload(server, page):
    server.answers["/write/"] = (502, "bad gateway")
    page.evaluate("act('/write/', {file: new File(['hello'], 'note.txt')})")
    server.answers["/write/"] = DONE
    page.reload()
    done_after(page, 1)
    assert [fields["file"] for fields in server.sent("/write/")] == ["hello", "hello"]


def test_two_tabs_send_each_act_once(server, page, context):
    server.answers["/write/"] = (502, "bad gateway")
    other = context.new_page()
    other.goto(server.url + "/page")
    other.wait_for_function("!!window.act")
    assert page.evaluate("act('/write/', {title: 'mine'})")["kept"]
    assert other.evaluate("act('/write/', {title: 'its'})")["kept"]
    server.received.clear()
    server.answers["/write/"] = DONE
    for one in (page, other):
        one.evaluate("dispatchEvent(new Event('online'))")
    done_after(page, 2)
    done_after(other, 2)
    assert sent(server) == ["mine", "its"]


def test_refused_later_it_is_kept_in_words_with_what_was_typed(server, page):
    server.answers["/write/"] = (502, "bad gateway")
    page.evaluate("act('/write/', {title: 'My long text'}, {label: 'Rename', undo: () => (window.undone = true)})")
    server.answers["/write/"] = (404, {"refused": "This card is no longer here."})
    page.evaluate("dispatchEvent(new Event('online'))")
    done_after(page, 1)
    assert page.evaluate("undone") is True
    page.reload()
    page.wait_for_function("window.state?.().refused === 1")
    [entry] = page.evaluate("refusals()")
    assert (entry["label"], entry["refused"]) == ("Rename", "This card is no longer here.")
    assert ["title", "My long text"] in entry["fields"]
    page.evaluate(f"dismiss({entry['n']})")
    assert page.evaluate("state().refused") == 0


def test_a_server_that_fails_three_times_on_an_act_does_not_hold_up_the_others(server, page):
    server.answers["/write/"] = lambda fields: (500, "crash") if fields["title"] == "bad" else DONE
    page.evaluate("act('/write/', {title: 'bad'}, {label: 'Bad'})")
    assert page.evaluate("act('/write/', {title: 'good'})")["kept"]
    for _ in range(2):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_function("state().pending < 3")
    done_after(page, 2)
    assert [entry["label"] for entry in page.evaluate("refusals()")] == ["Bad"]
    assert sent(server) == ["bad", "bad", "bad", "good"]


def test_a_stale_token_is_renewed_once(server, page):
    too_old = (403, {"refused": "Too old.", "csrf": "new"})
    server.answers["/write/"] = lambda fields: DONE if fields["csrfmiddlewaretoken"] == "new" else too_old
    assert page.evaluate("act('/write/', {title: 'one'}, {id: 'same'})")["act"] == "1"
    assert [(f["act"], f["csrfmiddlewaretoken"]) for f in server.sent("/write/")] == [
        ("same", "token"),
        ("same", "new"),
    ]


SIGN_IN = """<main><h1>Sign in</h1><form method="post" action="/connexion/">
<label>Code <input name="code"></label><button>Sign in</button></form></main>"""


def test_an_ended_session_asks_to_sign_in_and_then_resumes(server, page):
    server.pages["/connexion/"] = SIGN_IN
    session = {"open": False}

    def sign_in(fields):
        if fields["code"] != "right":
            return 422, {"refused": "Wrong code."}
        session["open"] = True
        return 200, {"person": "7"}

    server.answers["/connexion/"] = sign_in
    server.answers["/write/"] = lambda fields: DONE if session["open"] else (401, {"refused": "Signed out."})
    assert page.evaluate("act('/write/', {title: 'one'}, {id: 'same'})") == {"kept": True, "act": "same"}
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Code").fill("wrong")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text("Wrong code.")
    dialog.get_by_label("Code").fill("right")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    done_after(page, 1)
    expect(dialog).to_have_count(0)
    assert [fields["act"] for fields in server.sent("/write/")] == ["same", "same"]


def test_the_acts_of_one_person_are_not_sent_by_the_next(server, page):
    server.pages["/connexion/"] = SIGN_IN
    server.answers["/connexion/"] = (200, {"person": "8"})
    server.answers["/write/"] = (401, {"refused": "Signed out."})
    page.evaluate("act('/write/', {title: 'of seven'})")
    page.get_by_label("Code").fill("right")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Somebody else is signed in")
    server.received.clear()
    server.answers["/write/"] = DONE
    page.goto(server.page(BOARD, LISTEN, person="8"))
    page.wait_for_function("!!window.act")
    page.evaluate("act('/write/', {title: 'of eight'})")
    assert sent(server) == ["of eight"]
    page.goto(server.page(BOARD, LISTEN, person="7"))
    done_after(page, 1)
    assert sent(server) == ["of eight", "of seven"]


def test_signs_of_life_do_not_send_without_end_what_waits_for_a_sign_in(server, page):
    server.pages["/connexion/"] = SIGN_IN
    server.answers["/write/"] = (401, {"refused": "Signed out."})
    page.evaluate("""document.addEventListener("acts:state", () => document.dispatchEvent(new Event("live:open")))""")
    page.evaluate("act('/write/', {title: 'one'})")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert len(server.sent("/write/")) == 1


def test_a_session_opened_in_another_tab_needs_no_dialog(server, page):
    server.jeton = {"csrf": "new", "person": "7"}
    server.answers["/write/"] = [(401, {"refused": "Signed out."}), DONE]
    page.evaluate("act('/write/', {title: 'one'})")
    done_after(page, 1)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(server.sent("/write/")) == 2
