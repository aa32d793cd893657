"""A machine of somebody else: a real server on this one, which notes what it is sent."""

import socketserver
import ssl
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATE = str(Path(__file__).parent / "usecase" / "hook.example.pem")  # self-signed, of hook.example, with its key


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.received.append((self.command, self.path, dict(self.headers), body))
        self.server.answer(self)

    do_GET = do_POST

    def log_message(self, *args):
        pass


def ok(handler):
    handler.send_response(200)
    handler.send_header("X-Seen", "yes")
    handler.end_headers()
    handler.wfile.write(b"thanks")


@contextmanager
def serving(answer=ok, secure=False):
    """`.received`: (method, path, headers, body) of each request; `.url`; `answer(handler)` writes what comes back."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.received, server.answer = [], answer
    server.url = f"http{'s' if secure else ''}://127.0.0.1:{server.server_port}"
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *about: None  # a client that hangs up is what some of these tests are about
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Letter(socketserver.StreamRequestHandler):
    """As much of SMTP as one letter takes: fifteen lines prove what a library for it would, to be locked and kept."""

    def handle(self):
        self.wfile.write(b"220 mail.example\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                raw = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(message_from_bytes(raw, policy=default))
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 fine\r\n")


@contextmanager
def mailbox():
    """A mail server: `.letters` that it was given, in order, and its `.port`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Letter) as server:
        server.letters, server.port = [], server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
