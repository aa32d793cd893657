"""The provider's pages and endpoints, by the server of the standard library in a thread."""

import json
import threading
from html import escape
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from projets.operations.openid_demo.people import NOTES
from projets.operations.openid_demo.provider import Provider, Wrong

COOKIE = "openid_demo"
LARGEST = 64 * 1024  # bytes of a request


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        provider = self.server.provider
        if parts.path == "/.well-known/openid-configuration":
            return self._json(provider.description())
        if parts.path == "/jwks":
            return self._json(provider.keys())
        if parts.path == "/userinfo":
            return self._userinfo()
        if parts.path == "/authorize":
            return self._guarded(self._authorize, asked)
        if parts.path == "/session/end":
            return self._guarded(self._end, asked)
        if parts.path == "/":
            return self._page(200, self._account())
        return self._page(404, "<h1>Page inconnue</h1>")

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST)).decode(errors="replace")
        sent = dict(parse_qsl(body, keep_blank_values=True))
        parts = urlsplit(self.path)
        if parts.path == "/token":
            tokens = self.server.provider.tokens(sent)
            return self._json(tokens, 400 if "error" in tokens else 200)
        if parts.path == "/authorize":
            return self._guarded(self._choose, dict(parse_qsl(parts.query)), sent.get("person"))
        if parts.path == "/fin":
            return self._close()
        return self._page(404, "<h1>Page inconnue</h1>")

    def _guarded(self, answer, *given):
        try:
            answer(*given)
        except Wrong as error:
            self._page(400, f"<h1>Demande refusée</h1><p>{escape(str(error))}</p>")

    def _authorize(self, asked):
        provider = self.server.provider
        provider.check(asked)
        name, sid = provider.known(self._cookie())
        if name and asked.get("prompt") != "login":
            return self._go(provider.code(asked, name, sid))
        if asked.get("prompt") == "none":
            return self._go(provider.nobody(asked))
        choices = "".join(_choice(key, person, asked) for key, person in provider.people.items())
        return self._page(
            200,
            f'<h1>Choisissez qui vous êtes</h1><form method="post" action="/authorize?{escape(urlencode(asked))}">'
            f'<ul>{choices}</ul></form><p><a href="{escape(provider.nobody(asked, "access_denied"))}">Annuler</a></p>',
        )

    def _choose(self, asked, name):
        provider = self.server.provider
        provider.check(asked)
        if name not in provider.people:
            raise Wrong("person")
        cookie, sid = provider.open(name)
        self._go(provider.code(asked, name, sid), cookie)

    def _userinfo(self):
        access = self.headers.get("Authorization", "").removeprefix("Bearer ")
        found = self.server.provider.userinfo(access)
        if found is None:
            return self._json({"error": "invalid_token"}, 401)
        return self._answer(200, found[1].encode(), found[0])

    def _end(self, asked):
        self._go(self.server.provider.end(self._cookie(), asked))

    def _account(self):
        name, _sid = self.server.provider.known(self._cookie())
        if not name:
            return "<h1>Fournisseur d’identité de démonstration</h1><p>Personne n’est connecté ici.</p>"
        person = self.server.provider.people[name]
        return (
            f"<h1>{escape(person['given_name'])} {escape(person['usual_name'])}</h1>"
            '<form method="post" action="/fin"><button>Fermer ma session partout</button></form>'
        )

    def _close(self):
        name, _sid = self.server.provider.known(self._cookie())
        if not name:
            return self._page(404, "<h1>Personne n’est connecté ici</h1>")
        status = self.server.provider.tell_ended(self._cookie())
        return self._page(200, f"<h1>Session fermée</h1><p>Le site a répondu {status}.</p>")

    def _cookie(self):
        morsel = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return morsel.value if morsel else ""

    def _go(self, address, cookie=None):
        self.send_response(303)
        self.send_header("Location", address)
        if cookie:
            self.send_header("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, content, status=200):
        self._answer(status, json.dumps(content).encode(), "application/json")

    def _page(self, status, body):
        page = PAGE.replace("BODY", body)
        self._answer(status, page.encode(), "text/html; charset=utf-8")

    def _answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Codes are in addresses."""


def _choice(key, person, asked):
    hinted = " autofocus" if person["email"] == asked.get("login_hint") else ""
    return (
        f'<li><button name="person" value="{escape(key)}"{hinted}>'
        f"<strong>{escape(person['given_name'])} {escape(person['usual_name'])}</strong><br>{escape(person['email'])}"
        f"<br><small>{escape(NOTES.get(key, ''))}</small></button></li>"
    )


PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>Fournisseur d’identité de démonstration</title><style>
:root { color-scheme: light dark } body { font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 2rem auto; padding: 0 1rem }
ul { list-style: none; padding: 0; display: grid; gap: .75rem }
button { font: inherit; text-align: start; width: 100%; padding: .75rem 1rem; cursor: pointer }
</style></head><body><main><p>Démonstration : personnes inventées, sans mot de passe.</p>BODY</main></body></html>"""


class Serving:
    """`with Serving(site) as provider:` on 127.0.0.1, until the end of the block; port 0: any."""

    def __init__(self, site, client, secret, port=0):
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._server.provider = Provider(issuer, client, secret, site)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="openid-demo", daemon=True
        )

    def __enter__(self):
        self._thread.start()
        return self._server.provider

    def __exit__(self, *problem):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
