"""Cards made and moved, one after the other and by eight people at once, as a page sends them."""

import secrets

from bench.client import together
from bench.figures import Figure, percentile

CLIENTS = 8
MOST = 4000  # acts of one figure


async def measure(bench):
    board = await bench.board(1000)
    async for figures in written(bench, bench.client, {"cards made": _make(board), "cards moved": _move(board)}):
        yield figures


async def written(bench, first, acts):
    """Each of these acts by one client, then by several like it: {what it is called: what a client does}."""
    for many, least in ((1, 150), (CLIENTS, 300)):
        clients = [first.twin() for _ in range(many)]
        for name, act in acts.items():
            before = bench.processor()
            took, seconds = await together(clients, act, bench.seconds, MOST)
            spent = bench.processor() - before
            whom = "one client" if many == 1 else f"{many} clients"
            yield [
                Figure(f"{name}, {whom}", len(took) / seconds, "a second", least, at_least=True),
                Figure(f"{name}, {whom}, 99th percentile", 1000 * percentile(took, 0.99), "ms"),
                *([Figure(f"{name}, {whom}, server’s processor", 1000 * spent / len(took), "ms each")] * (spent > 0)),
            ]
        for client in clients:
            client.close()


def _make(board):
    async def make(client, turn):
        form = {"title": f"Carte de plus {turn}", "act": secrets.token_hex(12)}
        await client.post(f"/listes/{board.lists[turn % len(board.lists)]}/cartes/", form)

    return make


def _move(board):
    async def move(client, turn):
        card = board.cards[turn * 7919 % len(board.cards)]
        to_list = board.lists[turn * 31 % len(board.lists)]
        form = {"card": card, "position": str(1 + secrets.randbelow(4_000_000) / 7), "act": secrets.token_hex(12)}
        await client.post(f"/listes/{to_list}/arrivees/", form)

    return move
