"""A board's events as they happen, from a real server; and what is answered where nobody goes on."""

import http.client
import json
import select
import socket

import pytest

from projets.accounts.actions.tokens import revoke_token
from projets.accounts.models import Token
from projets.boards.actions.cards import create_cards, rename_card
from projets.boards.actions.memberships import remove_member
from projets.boards.models import Card, Membership
from projets.usecase.guard import writes_allowed
from projets.usecase.log import revision_of
from tests.domain import make_boards
from tests.live.client import PATIENCE
from tests.live.conftest import _servers, own_server, server

__all__ = ["_servers", "own_server", "server"]


class Listening:
    """A program that listens."""

    def __init__(self, server, board, secret, query="", **headers):
        self.connection = http.client.HTTPConnection(server.address, timeout=PATIENCE)
        sent = {"Authorization": f"Bearer {secret}"} | {name.replace("_", "-"): one for name, one in headers.items()}
        self.connection.request("GET", f"/api/v1/boards/{board.pk}/events{query}", headers=sent)
        self.answer = self.connection.getresponse()

    def hear(self):
        """The next message, comments left out: {"id", "event", "data"}; None at the end."""
        found = {}
        while line := self.answer.readline():
            text = line.decode().rstrip("\n")
            if not text and found:
                return found
            if text and not text.startswith(":"):
                name, _colon, value = text.partition(": ")
                found[name] = json.loads(value) if name == "data" else value
        return None

    def close(self):
        self.connection.close()


@pytest.fixture
def listen(server):
    opened = []

    def begin(board, secret, query="", **headers):
        opened.append(Listening(server, board, secret, query, **headers))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()


@pytest.fixture
def world(server, transactional_db):
    return make_boards()


def test_what_happens_from_now_on(world, asking, listen):
    editor = world.member("editor")
    program = listen(world.board, asking(editor, "read").secret)
    at = program.hear()
    now = revision_of(world.board.stream)
    assert (program.answer.status, program.answer.headers["Content-Type"]) == (200, "text/event-stream")
    assert "projets-goes-on" not in program.answer.headers
    assert at == {"id": str(now), "event": "at", "data": {"revision": now}}
    act = rename_card(editor, world.card("A"), "Z")
    heard = program.hear()
    assert (heard["id"], heard["event"]) == (str(now + 1), "card.renamed")
    assert heard["data"] == heard["data"] | {
        "revision": now + 1,
        "row_id": str(Card.objects.get(title="Z").pk),
        "before": {"title": "A", "version": 1},
        "act_id": str(act.pk),
        "user_id": str(editor.user_id),
    }


def test_nothing_is_missed_and_nothing_comes_twice(world, asking, listen):
    """More than one reading holds, some before it listens and some while it does."""
    editor, card = world.member("editor"), world.card("A")
    start = revision_of(world.board.stream)
    for number in range(210):
        rename_card(editor, card, f"avant {number}")
    program = listen(world.board, asking(editor, "read").secret, f"?since={start}")
    for number in range(20):
        rename_card(editor, card, f"pendant {number}")
    assert program.hear()["event"] == "at"
    heard = [program.hear() for _each in range(230)]
    assert [int(one["id"]) for one in heard] == list(range(start + 1, start + 231))
    again = listen(world.board, asking(editor, "read").secret, f"?since={start}", Last_Event_ID=heard[-2]["id"])
    assert [again.hear()["event"], again.hear()["data"]["after"]["title"]] == ["at", "pendant 19"]


def test_it_ends_with_the_token(world, asking, listen):
    editor = world.member("editor")
    program = listen(world.board, asking(editor, "read").secret)
    program.hear()
    revoke_token(editor, Token.objects.get())
    assert (program.hear(), program.hear()) == ({"event": "end", "data": {}}, None)


def test_it_ends_with_the_right(world, asking, listen):
    """What is told on the board by the very act is not heard any more."""
    editor, manager = world.member("editor"), world.member("project manager")
    program = listen(world.board, asking(editor, "read").secret)
    program.hear()
    remove_member(manager, Membership.objects.get(user=editor.user_id))
    assert (program.hear(), program.hear()) == ({"event": "end", "data": {}}, None)


def test_who_takes_nothing_is_cut_off(world, asking, server):
    """Else a place, and what waits for it, would be held for as long as somebody likes, their right gone or not."""
    editor, start = world.member("editor"), revision_of(world.board.stream)
    for _more in range(20):
        create_cards(editor, world.todo, ["\N{CARD INDEX DIVIDERS}" * 1000] * 100)  # more than the systems keep
    host, port = server.address.split(":")
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(PATIENCE)
    line.connect((host, int(port)))
    path = f"/api/v1/boards/{world.board.pk}/events?since={start}"
    head = f"Host: {server.address}\r\nAuthorization: Bearer {asking(editor, 'read').secret}"
    line.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n\r\n".encode())
    ended = select.poll()
    ended.register(line, select.POLLHUP | select.POLLERR)
    was_cut = ended.poll(1000 * PATIENCE)
    line.close()
    assert was_cut


def test_it_ends_when_the_server_stops(own_server, transactional_db, asking):
    world = make_boards()
    program = Listening(own_server, world.board, asking(world.member("editor"), "read").secret)
    program.hear()
    assert own_server.stop() == 0
    assert program.hear() == {"event": "end", "data": {}}
    program.close()


def test_who_may_not_is_told_as_elsewhere(world, asking, listen):
    outsider = asking(world.member(None), "read")
    refused = listen(world.board, outsider.secret).answer
    assert (refused.status, refused.headers["Content-Type"]) == (404, "application/problem+json")
    assert listen(world.board, "projets_").answer.status == 401
    late = asking(world.member("editor"), "read")
    assert listen(world.board, late.secret, "?since=999999").answer.status == 422
    assert listen(world.board, late.secret, "?since=x").answer.status == 422


def test_where_nobody_goes_on(boards, editor, editor_asking):
    rename_card(editor, boards.card("A"), "Z")
    answer = editor_asking.get(f"boards/{boards.board.pk}/events?since=0")
    assert answer.content.count(b"event: card.renamed\n") == 1
    with writes_allowed():
        Membership.objects.all().delete()
    assert editor_asking.get(f"boards/{boards.board.pk}/events").status_code == 404
