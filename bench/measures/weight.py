"""What a browser fetches: bytes as they travel, the first time and the next, over HTTP alone."""

import re
from html import unescape

from bench.client import Client
from bench.figures import Figure

FIRST, AGAIN, REQUESTS, SCRIPT = 300, 50, 25, 60  # kB, kB, how many, kB
FORGIVEN = 60  # bytes for each card beyond a hundred
_FETCHED = re.compile(
    r'<link rel="(?:stylesheet|modulepreload|icon)" href="([^"]+)"|<script[^>]* src="([^"]+)"|<use href="([^"#]+)'
)


async def measure(bench):
    for name, path, more in await _pages(bench):
        page = await bench.client.get(path)
        addresses = dict.fromkeys(unescape(next(filter(None, one))) for one in _FETCHED.findall(page.text))
        scripts, bytes_fetched, kept_for_ever = 0, page.size, True
        for address in addresses:
            found = await bench.client.get(address)
            bytes_fetched += found.size
            scripts += found.size if address.endswith(".js") else 0
            kept_for_ever &= "immutable" in found.headers.get("cache-control", "")
        again = page.size if kept_for_ever else bytes_fetched
        yield [
            Figure(f"{name}: first visit", bytes_fetched / 1000, "kB", FIRST + more),
            Figure(f"{name}: next visit", again / 1000, "kB", AGAIN + more, note="what is kept for ever is not asked"),
            Figure(f"{name}: requests", 1 + len(addresses), "", REQUESTS),
            Figure(f"{name}: scripts", scripts / 1000, "kB", SCRIPT),
        ]
    stranger = Client(bench.server.base_url)
    page = await stranger.get("/connexion/")
    stranger.close()
    yield [Figure("sign-in: page alone", page.size / 1000, "kB")]


async def _pages(bench):
    pages = [("home", "/", 0)]
    for size in bench.sizes:
        board = await bench.board(size)
        pages.append((f"board of {size} cards", board.path, max(0, size - 100) * FORGIVEN / 1000))
    return pages
