"""A move seen by five hundred open pages, from the moment it is sent until the last of them has read it."""

import asyncio
import secrets
from time import perf_counter

from bench.figures import Figure, times
from bench.followers import Waiting, follow

PAGES = 500
MOVES = 200  # of fewer, the 99th percentile would be the worst
READERS = 8


async def measure(bench):
    board, large = await bench.board(100), await bench.board(1000)
    followers, took = await follow(bench.client, board, PAGES)
    yield [Figure(f"{PAGES} pages come to follow a board", took, "s", 3)]
    sender = bench.client.twin()
    await _moves(sender, board, followers, 5)  # what is compiled at first use
    yield times(f"move seen by {PAGES} pages, idle", await _moves(sender, board, followers, MOVES), 15, 25)
    stop = asyncio.Event()
    readers = [asyncio.create_task(_read_on(bench.client.twin(), large, stop)) for _ in range(READERS)]
    seen = await _moves(sender, board, followers, MOVES)
    stop.set()
    loaded = sum(await asyncio.gather(*readers))
    note = f"{loaded} boards loaded meanwhile"
    yield times(f"move seen by {PAGES} pages, {READERS} clients load boards of 1000", seen, 40, 80, note)
    for follower in followers:
        follower.close()
    sender.close()


async def _moves(client, board, followers, many):
    """Seconds of each move until the last has read it."""
    revision, took = followers[0].revision, []
    for turn in range(many):
        waiting = Waiting(len(followers))
        revision += 1
        for follower in followers:
            follower.expect(revision, waiting)
        form = {"card": board.cards[turn % len(board.cards)], "act": secrets.token_hex(12)}
        form["position"] = str(1 + secrets.randbelow(4_000_000) / 7)  # never where it stands
        began = perf_counter()
        await client.post(f"/listes/{board.lists[turn % len(board.lists)]}/arrivees/", form)
        took.append(await asyncio.wait_for(waiting.all_told, 30) - began)
        await asyncio.sleep(0.02)
    return took


async def _read_on(client, board, stop):
    loaded = 0
    while not stop.is_set():
        await client.get(board.path)
        loaded += 1
    client.close()
    return loaded
