"""A board of 876 cards imported while eight people write on another, and an open page of theirs follows."""

import asyncio
import secrets
from time import perf_counter

from bench.client import Refused
from bench.export import written
from bench.figures import Figure
from bench.followers import follow
from bench.seeding import imported

CARDS = 876
CLIENTS = 8


async def measure(bench):
    board = await bench.board(100)
    (page,), _took = await follow(bench.client, board, 1)
    stop = asyncio.Event()
    writers = [asyncio.create_task(_write_on(bench.client.twin(), board, stop, at)) for at in range(CLIENTS)]
    export = written(CARDS, comments=2, name="Import")
    _path, seconds = await imported(bench.client, export, "Import+du+banc")
    stop.set()
    results = await asyncio.gather(*writers)
    took = [one for times, _refused in results for one in times]
    refused = sum(refused for _times, refused in results)
    await asyncio.sleep(0.5)
    page.close()
    yield [
        Figure(f"import of {CARDS} cards while {CLIENTS} clients write", seconds, "s", note=f"{len(took)} writes"),
        Figure("refused writes meanwhile", refused, "", 0),
        Figure("longest write meanwhile", max(took), "s", 2),
        Figure("writes meanwhile that an open page was not told", len(took) - page.told, "", 0),
    ]


async def _write_on(client, board, stop, at):
    took, refused, turn = [], 0, 0
    while not stop.is_set():
        turn += 1
        form = {"card": board.cards[(at + turn * CLIENTS) % len(board.cards)], "act": secrets.token_hex(12)}
        form["position"] = str(1 + secrets.randbelow(4_000_000) / 7)
        began = perf_counter()
        try:
            await client.post(f"/listes/{board.lists[turn % len(board.lists)]}/arrivees/", form)
        except Refused:
            refused += 1
        else:
            took.append(perf_counter() - began)
    client.close()
    return took, refused
