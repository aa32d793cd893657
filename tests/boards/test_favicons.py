import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from PIL import Image

from projets.boards.actions.attachments import attach_link
from projets.boards.favicons import drawn, fetch_favicon, kept_as
from projets.usecase.errors import Invalid
from tests.api.planka.client import Planka


def picture(form="ICO", side=32):
    made = io.BytesIO()
    Image.new("RGBA", (side, side), "teal").save(made, form)
    return made.getvalue()


@pytest.fixture
def site():
    """What answers at an address of this machine: `site.body`, `site.status`; `site.asked` are the paths."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(self.path)
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(server.body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.status, server.body = [], 200, picture()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    default_storage.delete(kept_as("127.0.0.1"))


@pytest.fixture
def reachable():
    with override_settings(OUTGOING_PRIVATE=True):
        yield


def test_a_link_asks_for_it_later(boards, editor):
    attach_link(editor, boards.card("A"), "https://exemple.fr/page?x=1")
    job = DBTaskResult.objects.get()
    assert (job.task_path, job.args_kwargs["args"]) == (fetch_favicon.module_path, ["https://exemple.fr/page?x=1"])
    with pytest.raises(Invalid):
        attach_link(editor, boards.card("A"), "javascript:alert(1)")
    assert DBTaskResult.objects.count() == 1


def test_fetched_once_for_a_host_and_shown_by_cookie(editor, site, reachable):
    for path in ("/page?x=1", "/autre"):
        fetch_favicon.call(f"{site.address}{path}")
    assert site.asked == ["/favicon.ico"]
    answer = Planka.of(editor).fetch("/favicons/127.0.0.1.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.content)).size == (32, 32)
    assert (
        Planka().fetch("/favicons/127.0.0.1.png").status_code,
        Planka.of(editor).fetch("/favicons/x.png").status_code,
    ) == (401, 404)


def test_never_from_this_network(site):
    fetch_favicon.call(site.address)
    assert (site.asked, default_storage.exists(kept_as("127.0.0.1"))) == ([], False)


@pytest.mark.parametrize("what", ["not found", "no picture", "a page", "too large"])
def test_what_is_no_small_picture_is_forgotten(site, reachable, what):
    site.status = 404 if what == "not found" else 200
    site.body = {"no picture": b"\0\0\1\0", "a page": b"<html>", "too large": picture("PNG", 2000)}.get(
        what, picture()
    )
    fetch_favicon.call(site.address)
    assert (site.asked, default_storage.exists(kept_as("127.0.0.1"))) == (["/favicon.ico"], False)


def test_drawn_anew_and_small():
    made = Image.open(io.BytesIO(drawn(picture("PNG", 512))))
    assert (made.format, made.size) == ("PNG", (64, 64))
    assert drawn(b"") is None
