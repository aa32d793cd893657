"""Planka's own protocol in a browser: a page from elsewhere, with the library of Planka's web client, beside ours."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.api.planka.client import Planka
from tests.browser.test_live_pages import SIGN, user_of
from tests.plugins.chromium import close

VENDOR = Path(__file__).parent / "vendor"
PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Elsewhere</title>
<script src="socket.io.min.js"></script>
<script>
  const bare = io;  // of today's socket.io, which reads own properties alone: a socket of sails.io has them inherited
  window.io = (url, { query }) => bare(url, { query, path: "/socket.io", transports: ["websocket"] });
</script>
<script src="sails.io.js"></script>
<script>io.sails.autoConnect = false; io.sails.environment = "production";</script>"""
CONNECT = """async ([site, token]) => {
  io.sails.useCORSRouteToGetCookie = false;
  window.heard = [];
  const socket = io.sails.connect(site);
  for (const name of ["cardCreate", "cardUpdate", "labelUpdate", "actionCreate"])
    socket.on(name, (said) => heard.push([name, said.item]));
  window.ask = (method, url, data) => new Promise((answered) =>
    socket.request({ method, url, data, headers: { Authorization: `Bearer ${token}` } },
      (body, { statusCode }) => answered([statusCode, body])));
  await Promise.race([new Promise((connected) => socket.on("connect", connected)),
    new Promise((_connected, give) => setTimeout(give, 30_000, "no connection"))]);
}"""
ASK = "([method, url, data]) => ask(method, url, data)"


class _Elsewhere(SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *said):
        """Nobody reads it."""


@pytest.fixture
def elsewhere(settings, site):
    """The address of a server that is not ours, whose pages are allowed."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Elsewhere, directory=VENDOR))
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{http.server_port}"
    settings.ALLOWED_ORIGINS = frozenset({settings.BASE_URL, address})
    yield address
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def client(chromium, elsewhere, site):
    """`client(actor)`: a page from elsewhere, connected in this person's name."""
    contexts = []

    def connect(actor):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.goto(elsewhere)
        page.evaluate(CONNECT, [site, Planka.of(actor).token])
        return page

    yield connect
    for context in contexts:
        close(context)


def test_a_client_from_elsewhere_and_our_page_follow_each_other(browsers, boards, editor, client):
    ours = browsers.open(f"/tableaux/{boards.board.pk}/", user_of(editor))
    ours.locator(SIGN, has_text="En direct").wait_for()
    theirs, other = client(editor), client(boards.member("editor", name="Awa Diop"))
    for page in (theirs, other):
        status, body = page.evaluate(ASK, ["get", f"/api/boards/{boards.board.pk}", {"subscribe": True}])
        assert (status, body["item"]["name"]) == (200, "Feuille de route")

    made = {"type": "project", "name": "Venue de Planka", "position": 65536}
    status, body = theirs.evaluate(ASK, ["post", f"/api/lists/{boards.doing.pk}/cards", made])
    assert (status, body["item"]["name"]) == (200, "Venue de Planka")
    ours.get_by_role("heading", name="Venue de Planka").wait_for()
    other.wait_for_function("heard.some(([name, item]) => name === 'cardCreate' && item.name === 'Venue de Planka')")

    ours.get_by_role("link", name="Venue de Planka", exact=True).focus()
    ours.keyboard.press("Control+ArrowLeft")
    theirs.wait_for_function(f"heard.some(([name, item]) => item.listId === '{boards.todo.pk}')")
    assert boards.card("Venue de Planka").list_id == boards.todo.pk
    assert theirs.evaluate("heard.filter(([name]) => name === 'cardCreate').length") == 0  # it had the answer


def test_over_http_too(client, settings, editor, site):
    theirs = client(editor)
    status = theirs.evaluate(
        """([site, token]) => fetch(`${site}/api/users/me`,
          { credentials: "include", headers: { Authorization: `Bearer ${token}` } }).then(({ status }) => status)""",
        [site, Planka.of(editor).token],
    )
    assert status == 200
    settings.ALLOWED_ORIGINS = frozenset({settings.BASE_URL})
    with pytest.raises(Exception, match="Failed to fetch"):
        theirs.evaluate("(site) => fetch(`${site}/api/bootstrap`)", site)
