"""A page's socket through all that happens to it: restart, gap, cut network, sign-out."""

import pytest
from django.conf import settings
from django.test import Client

from projets.accounts.models import User
from projets.boards.actions.cards import create_cards
from tests.live.client import Server, end_session
from tests.live.test_sockets import take_away
from tests.plugins.chromium import close

SCRIPT = """
async ([stream, revision]) => {
  const { connect } = await import("/live.js");
  window.heard = [];
  window.states = [];
  window.live = connect({
    follow: [[stream, revision]],
    onMessage: ({ stream, revision }) => heard.push(revision),
    onReload: (stream) => heard.push("reload"),
    onGone: (stream) => heard.push("gone"),
    onState: (state, since) => states.push(since ? `${state} since ${since.getFullYear() > 2000}` : state),
    onPresence: (stream, people, count) => (window.people = people),
    onSignedOut: () => states.push("signed out"),
  });
}
"""


@pytest.fixture
def server(transactional_db):
    server = Server()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def live(chromium, server, boards, editor):
    """A bare page, signed in as the editor, which follows the board."""
    client = Client()
    client.force_login(User.objects.get(pk=editor.user_id))
    key = client.session.session_key
    context = chromium.new_context()
    address = f"http://{server.address}"
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    page = context.new_page()
    page.session_key = key
    page.goto(f"{address}/bare")
    page.evaluate(SCRIPT, [boards.board.stream, 0])
    is_live(page)
    yield page
    close(context)


def is_live(page):
    page.wait_for_function("states.at(-1) === 'live'")


def hears(page, expected):
    page.wait_for_function("expected => JSON.stringify(heard) === JSON.stringify(expected)", arg=expected)


def test_it_hears_what_comes_and_after_a_restart_what_it_missed(live, server, boards, editor):
    create_cards(editor, boards.todo, ["G", "H"])
    hears(live, [1, 2])

    server.stop()
    create_cards(editor, boards.todo, ["I"])
    live.wait_for_function("states.at(-1).startsWith('offline')")
    server.start()
    is_live(live)
    create_cards(editor, boards.todo, ["J"])

    hears(live, [1, 2, 3, 4])
    assert live.evaluate("states") == ["connecting", "live", "connecting", "offline since true", "live"]


def test_a_gap_is_filled_and_a_double_dropped(live, boards, editor):
    """The page follows from further back, or is sent on by its own act's answer: it hears each revision once."""
    create_cards(editor, boards.todo, ["G"])
    hears(live, [1])
    live.evaluate("stream => { live.follow(stream, 0); live.follow(stream, 0); }", boards.board.stream)
    hears(live, [1, 1])
    create_cards(editor, boards.todo, ["H"])
    hears(live, [1, 1, 2])


def test_the_network_goes_and_comes(live, boards, editor):
    live.context.set_offline(True)
    live.wait_for_function("states.length > 2")
    create_cards(editor, boards.todo, ["G"])
    live.context.set_offline(False)
    is_live(live)
    hears(live, [1])


def test_a_page_that_was_left_comes_back(live, boards, editor):
    live.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    create_cards(editor, boards.todo, ["G"])
    live.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    hears(live, [1])


def test_after_sleep_it_connects_again(live, boards, editor):
    """The clock has gone on without the page: nothing was heard for longer than a server is silent."""
    live.evaluate("""() => {
      const [socket, now] = [WebSocket, Date.now];
      window.sockets = 0;
      window.WebSocket = class extends socket {
        constructor(...given) {
          super(...given);
          window.sockets += 1;
        }
      };
      Date.now = () => now() + 60_000;
      document.dispatchEvent(new Event('visibilitychange')); // at once: what came in between would have been heard
    }""")
    is_live(live)
    assert live.evaluate("sockets") == 1
    create_cards(editor, boards.todo, ["G"])
    hears(live, [1])


def test_presence(live, boards, editor):
    live.evaluate("live.see('card:5')")
    live.wait_for_function("window.people?.[0]?.card === '5'")
    person = {"id": str(editor.user_id), "name": "Camille Martin", "initials": "CM", "card": "5"}
    assert person.items() <= live.evaluate("people[0]").items()


def test_a_removed_member_and_a_session_that_ends(live, server, boards, editor):
    take_away(boards, editor)
    hears(live, ["gone"])
    end_session(server, live.session_key)
    live.wait_for_function("states.at(-1) === 'signed out'")
    assert live.evaluate("states") == ["connecting", "live", "offline since true", "signed out"]
    live.evaluate("live.retry()")  # signed in again
    is_live(live)
