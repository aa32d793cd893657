"""A real server for the tests, as a process of its own: `python -m tests.live.serving PORT`.

Its messages name the kind of fact: what pages really show is tested with the pages.
"""

import sys
from pathlib import Path

from projets.config import asgi, server

# isort: split
from django.db import close_old_connections

from projets import web
from projets.boards.actions.cards import create_cards
from projets.boards.models import List
from projets.live import listeners, sockets
from projets.live.hub import register_renderer, session_ended
from projets.usecase.actor import Actor
from tests.live.client import PAGES_OF_ONE

sockets.MOST_SOCKETS = PAGES_OF_ONE
listeners.PATIENCE = 3

BARE = {
    "bare": ("text/html", b'<!doctype html><html lang="fr"><link rel="icon" href="data:,"><title>bare</title>'),
    "live.js": ("text/javascript", (Path(web.__file__).parent / "lib" / "live.js").read_bytes()),
}


def render(event, language, audience):
    if event.kind == "label.edited":
        return None
    if event.kind == "card.renamed":
        raise ZeroDivisionError("this fact cannot be told")
    title = event.columns["after"].get("title", "")
    if title.startswith("long"):
        title *= 10
    about = {"kind": event.kind, "language": language, "audience": audience, "title": title}
    return {"stream": event.stream_id, "revision": event.revision, "act": event.act.key, "patches": [about]}


class Doors:
    """Beside Django's pages: `/end/KEY` ends a session as signing out does, `/write/PERSON/LIST/ACT` adds a card.

    `/bare` is an empty page, `/live.js` its script.
    """

    def __init__(self, pages):
        self.pages = pages

    def __call__(self, environ, start_response):
        close_old_connections()  # as Django does when a request begins
        door, *about = environ["PATH_INFO"].strip("/").split("/")
        if door == "end":
            session_ended(*about)
        elif door == "write":
            write(*about)
        elif door in BARE:
            policy = ("Content-Security-Policy", "default-src 'self' 'unsafe-eval'; img-src data:")
            start_response("200 OK", [("Content-Type", BARE[door][0]), policy])
            return [BARE[door][1]]
        else:
            return self.pages(environ, start_response)
        start_response("204 No Content", [])
        return []


def write(person, to_list, act):
    create_cards(Actor(int(person), "web", act), List.objects.get(pk=to_list), [act])


if __name__ == "__main__":
    register_renderer(render)
    asgi.pool.application = Doors(asgi.pool.application)
    server.run(port=int(sys.argv[1]), started=lambda: print("serving", flush=True))  # noqa: T201 (what the tests wait for)
