"""The board page over HTTP: its first part, the rest of its lists, and unchanged."""

import asyncio

from bench.client import timed, together
from bench.figures import Figure, times

ASKED = {100: 100, 1000: 60, 5000: 30}  # at most, per size
CLIENTS = 8


async def measure(bench):
    for size in bench.sizes:
        board = await bench.board(size)
        await bench.client.get(board.path)  # stored fragments are made at first sight, once for everybody
        yield await _first(bench, board, size)
        yield await _rest(bench, board, size)
        yield await _unchanged(bench, board, size)
        if size <= 1000:
            yield await _eight(bench, board, size)


async def _first(bench, board, size):
    took, _all = await together(
        [bench.client], lambda client, _turn: client.get(board.path), bench.seconds, ASKED[size]
    )
    return times(f"board of {size} cards, page with its first cards", took)


async def _rest(bench, board, size):
    """All that a browser fetches to have every card: the page, then each list."""

    async def everything(client, _turn):
        await client.get(board.path)
        for one in board.lists:
            await client.get(f"/listes/{one}/cartes/?apres=20")

    await everything(bench.client, 0)
    took, _all = await together([bench.client], everything, bench.seconds, ASKED[size])
    return times(f"board of {size} cards, every card of it", took, {1000: 35, 5000: 120}.get(size))


async def _unchanged(bench, board, size):
    first = await bench.client.get(board.path)
    etag = first.headers.get("etag")
    spent, again = await timed(bench.client.get(board.path, if_none_match=etag or "none"))
    return [
        Figure(f"board of {size} cards, asked again unchanged", 1000 * spent, "ms", note=f"answered {again.status}"),
        Figure(f"board of {size} cards, bytes of an unchanged page", again.size, "bytes", 0),
    ]


async def _eight(bench, board, size):
    clients = [bench.client.twin() for _ in range(CLIENTS)]

    async def everything(client, _turn):
        await client.get(board.path)
        await asyncio.sleep(0)

    took, seconds = await together(clients, everything, bench.seconds, 2000)
    for client in clients:
        client.close()
    least = 60 if size == 1000 else None
    return [Figure(f"board of {size} cards, {CLIENTS} clients", len(took) / seconds, "a second", least, at_least=True)]
