"""A scripted server for pages of the kit: serves the modules as they are, answers what a test tells it to."""

import json
import threading
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LIB = Path(__file__).parents[3] / "projets" / "web"
WORDS = """export const language = "en";
export const form = (n) => (n === 1 ? 0 : 1);
export const words = {};
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Kit</title>
<script type="importmap">{imports}</script><script type="module">{script}</script></head>
<body data-person="{person}" data-single-letters="on">
<input type="hidden" name="csrfmiddlewaretoken" value="token">
{body}</body></html>"""


def import_map():
    """`projets/lib/acts.js` names web/lib/acts.js, as in the product."""
    files = [path.relative_to(LIB).as_posix() for path in LIB.rglob("*.js") if "vendor" not in path.parts]
    return {"imports": {f"projets/{name}": f"/lib/{name}" for name in files} | {"projets/words": "/words.js"}}


class Server:
    """`pages` by path, `answers` by path: (status, body), a list of them in turn, or a function of fields."""

    def __init__(self):
        self.pages, self.answers, self.received = {}, {}, []
        self.jeton = {"csrf": "token", "person": None}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()

    def page(self, body, script="", path="/page", person="7"):
        imports = json.dumps(import_map())
        self.pages[path] = PAGE.format(imports=imports, script=script, body=body, person=person)
        return self.url + path

    def sent(self, path):
        """The fields of each request to `path`, in the order of arrival."""
        return [fields for where, fields in self.received if where == path]

    def answer(self, path, fields):
        told = self.answers.get(path, (404, {"refused": f"nothing at {path}"}))
        if callable(told):
            return told(fields)
        if isinstance(told, list):
            return told.pop(0) if len(told) > 1 else told[0]
        return told

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _fields(headers, body):
    parts = BytesParser().parsebytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    fields = {}
    for part in parts.get_payload():
        name = part.get_param("name", header="content-disposition")
        fields.setdefault(name, []).append(part.get_payload(decode=True).decode())
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def _handler(server):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            path = self.path.split("?")[0]
            if path.startswith("/lib/"):
                return self.say(200, (LIB / path[5:]).read_text(), "text/javascript")
            if path == "/words.js":
                return self.say(200, WORDS, "text/javascript")
            if path == "/connexion/jeton/":
                return self.say(200, json.dumps(server.jeton), "application/json")
            name = self.headers.get("X-Fragment")
            if name and f"{path}#{name}" in server.answers:
                server.received.append((f"{path}#{name}", {}))
                return self.say(*server.answer(f"{path}#{name}", {}), "text/html")
            if path in server.pages:
                return self.say(200, server.pages[path], "text/html")
            return self.say(404, "", "text/html")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fields = _fields(self.headers, body)
            if "X-Projets-Person" in self.headers:
                fields["by"] = self.headers["X-Projets-Person"]
            server.received.append((self.path, fields))
            status, said = server.answer(self.path, fields)
            kind = "application/json" if isinstance(said, dict) else "text/html"
            return self.say(status, json.dumps(said) if isinstance(said, dict) else said, kind)

        def say(self, status, text, kind):
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args):
            """Quiet: the tests read `received`."""

    return Handler
