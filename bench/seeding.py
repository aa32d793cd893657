"""Boards to measure, made through the product alone: its sign-in, its import page, its lines pasted into a list."""

import asyncio
import re
from dataclasses import dataclass
from time import perf_counter

from bench.client import Client, Refused
from bench.export import written

IMPORT_AT_MOST = 300  # seconds
_JOB = re.compile(r"^/imports/\d+/$")
_BOARD = re.compile(r'href="(/tableaux/(\d+)/)"')
_CARD = re.compile(r'data-element="card:(\d+)" data-position="([\d.e+-]+)"')
_LIST = re.compile(r'data-element="list:(\d+)"')


@dataclass(frozen=True)
class Board:
    """A board as its page shows it."""

    id: str
    lists: tuple[str, ...]
    cards: tuple[str, ...]
    streams: tuple[tuple[str, int], ...]  # what its page follows, and from where on

    @property
    def path(self):
        return f"/tableaux/{self.id}/"


async def sign_in(server):
    client = Client(server.base_url)
    await client.get("/connexion/")
    await client.post("/connexion/", {"name": server.name, "password": server.password})
    return client


async def imported(client, export, project):
    """(address of the board, seconds from the start to the last look) of a Trello file given to the import page."""
    sent = await client.send_file("/imports/", "file", "bench.json", export)
    job = sent.headers.get("location", "")
    if not _JOB.match(job):
        raise Refused(f"the import page answered {sent.status}: {sent.text[:300]}")
    began = perf_counter()
    await client.ask("POST", f"{job}lancer/", {"content-type": "application/x-www-form-urlencoded"}, _form(project))
    while perf_counter() - began < IMPORT_AT_MOST:
        if found := _BOARD.search((await client.get(job, x_fragment="import-state")).text):
            return found[1], perf_counter() - began
        await asyncio.sleep(0.1)
    raise Refused(f"an import was not done within {IMPORT_AT_MOST} s")


def _form(project):
    return f"project_name={project}".encode()


async def board_of(client, cards):
    """A board of that many cards, with labels, people, dates, tasks and comments as boards have them."""
    path, _took = await imported(client, written(cards), f"Banc+{cards}")
    return await read(client, path)


async def paste(client, board, lines):
    """Cards added as people paste lines into a list."""
    for start in range(0, lines, 500):
        titles = "\n".join(f"Ligne {start + at}" for at in range(min(500, lines - start)))
        await client.post(f"/listes/{board.lists[0]}/cartes/", {"title": titles})
    return await read(client, board.path)


async def read(client, path):
    page = (await client.get(f"{path}?toutes")).text
    lists, cards = _LIST.findall(page), [id for id, _position in _CARD.findall(page)]
    followed = re.findall(r'data-stream="([a-z]+:\d+)" data-revision="(\d+)"', page)
    return Board(path.split("/")[2], tuple(lists), tuple(cards), tuple((name, int(at)) for name, at in followed))
