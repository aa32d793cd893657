"""What scripts do by Planka's API: whole boards read, cards made and moved."""

import secrets

from bench.client import Client, together
from bench.figures import Figure, times
from bench.measures.boards import ASKED, CLIENTS
from bench.measures.writes import written

MOST_MS = {1000: 35, 5000: 120}


async def measure(bench):
    script = await _signed_in(bench.server)
    for size in bench.sizes:
        board = await bench.board(size)
        address = f"/api/boards/{board.id}"
        await script.call("GET", address)  # kept at first sight, once for everybody
        took, _all = await together([script], _get(address), bench.seconds, ASKED[size])
        yield times(f"board of {size} cards by API", took, MOST_MS.get(size))
        if size == 1000:
            yield await _eight(bench, script, address)
    board = await bench.board(1000)
    acts = {"cards made by API": _make(board), "cards moved by API": _move(board)}
    async for figures in written(bench, script, acts):
        yield figures
    script.close()


async def _signed_in(server):
    client = Client(server.base_url)
    asked = {"emailOrUsername": server.name, "password": server.password}
    client.token = (await client.call("POST", "/api/access-tokens", asked)).json()["item"]
    return client


async def _eight(bench, script, address):
    clients = [script.twin() for _ in range(CLIENTS)]
    took, seconds = await together(clients, _get(address), bench.seconds, 2000)
    for client in clients:
        client.close()
    rate = len(took) / seconds
    return [Figure(f"board of 1000 cards by API, {CLIENTS} clients", rate, "a second", 60, at_least=True)]


def _get(address):
    async def get(client, _turn):
        await client.call("GET", address)

    return get


def _make(board):
    async def make(client, turn):
        card = {"type": "project", "name": f"Carte de plus {turn}", "position": _somewhere()}
        await client.call("POST", f"/api/lists/{board.lists[turn % len(board.lists)]}/cards", card)

    return make


def _move(board):
    async def move(client, turn):
        to = {"listId": board.lists[turn * 31 % len(board.lists)], "position": _somewhere()}
        await client.call("PATCH", f"/api/cards/{board.cards[turn * 7919 % len(board.cards)]}", to)

    return move


def _somewhere():
    return 1 + secrets.randbelow(4_000_000) / 7
