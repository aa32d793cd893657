"""Memory of the server's process: idle, for each page that follows, and after ten thousand moves."""

import asyncio

from bench.client import together
from bench.figures import Figure
from bench.followers import follow
from bench.measures.writes import CLIENTS, _move

PAGES = 500
MOVES = 10_000
AT_MOST = 120  # seconds
MB = 1_000_000


async def measure(bench):
    if bench.server.process is None:
        return
    board = await bench.board(1000)
    before = bench.server.memory
    yield [Figure("memory after what was measured so far", before / MB, "MB")]
    followers, _took = await follow(bench.client, board, PAGES)
    await asyncio.sleep(1)
    grown = bench.server.memory - before
    yield [Figure("memory for each idle page that follows", grown / PAGES / 1000, "kB", 30)]
    for follower in followers:
        follower.close()
    clients = [bench.client.twin() for _ in range(CLIENTS)]
    await together(clients, _move(board), AT_MOST / 4, MOVES // 10)
    before = bench.server.memory
    took, _seconds = await together(clients, _move(board), AT_MOST, MOVES)
    grown = (bench.server.memory - before) / MB
    yield [Figure(f"memory that {len(took)} moves leave behind", grown, "MB", 5)]
    for client in clients:
        client.close()
