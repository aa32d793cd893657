"""A page hears everything, in order, once; the tests write from their own process, and by the server's."""

import json
import signal
import socket
import threading
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

from django.conf import settings
from django.db import connection

from projets.boards.actions.cards import create_cards, rename_card
from projets.boards.actions.labels import edit_label
from projets.boards.models import Card
from projets.usecase.models import Act, Event
from tests.live.client import PATIENCE


def test_what_another_process_writes_reaches_the_page(server, page, boards, editor):
    one = page(server, editor)
    stream = boards.board.stream
    one.follow(stream)

    create_cards(editor, boards.todo, ["G"])

    about = {"kind": "card.created", "language": "fr", "audience": "everybody", "title": "G"}
    assert one.hear() == {"stream": stream, "revision": 1, "act": None, "patches": [about]}


def test_what_the_server_writes_reaches_the_page(server, page, boards, editor):
    one = page(server, editor)
    one.follow(boards.board.stream, language="en")

    server.write(editor, boards.todo, "my-act")

    heard = one.hear()
    assert (heard["act"], heard["revision"], heard["patches"][0]["language"]) == ("my-act", 1, "en")


def test_each_reads_its_language_and_an_unknown_one_is_french(server, page, boards, editor):
    pages = [(page(server, editor), language) for language in ("fr", "en", "tlh")]
    for one, language in pages:
        one.follow(boards.board.stream, 0, language)
    create_cards(editor, boards.todo, ["G"])
    assert [one.hear()["patches"][0]["language"] for one, _language in pages] == ["fr", "en", "fr"]


def test_a_page_catches_up_from_where_it_stood(server, page, boards, editor):
    create_cards(editor, boards.todo, list("GHIJ"))
    stream = boards.board.stream
    one = page(server, editor)
    one.say(follow=[[stream, 2]])
    assert [one.hear(), one.hear(), one.hear()][2] == {"stream": stream, "at": 4}
    two = page(server, editor)
    two.say(follow=[[stream, 1]])
    assert [two.hear().get("revision") for _ in range(4)] == [2, 3, 4, None]


def test_neither_gap_nor_double_while_somebody_writes(server, page, boards, editor):
    """Pages come while two processes write; each hears every revision after its own, once."""
    stream, last = boards.board.stream, 120
    pages = [(page(server, editor), number * 10) for number in range(6)]

    def write():
        for number in range(last // 2):
            server.write(editor, boards.todo, f"act-{number}")

    with ThreadPoolExecutor(1) as writers:
        done = writers.submit(write)
        for number in range(last // 2):
            create_cards(editor, boards.doing, [f"here {number}"])
            for one, start in pages[number % 10 :: 10]:
                if start <= number < start + 10:
                    one.say(follow=[[stream, start]])
        done.result()
    for one, start in pages:
        heard = []
        while last not in heard:
            message = one.hear()
            if "at" not in message:
                heard.append(message["revision"])
        assert heard == list(range(start + 1, last + 1))


def test_following_again_from_where_one_stood_leaves_no_gap(server, page, boards, editor):
    """Some may come twice then, and the page drops those it has."""
    stream, last = boards.board.stream, 100
    one = page(server, editor)
    one.say(follow=[[stream, 0]])
    with ThreadPoolExecutor(1) as writers:
        done = writers.submit(lambda: [server.write(editor, boards.todo, f"act-{number}") for number in range(last)])
        known = 0
        while known < last:
            revision = one.hear().get("revision", 0)
            assert revision <= known + 1
            if revision == known + 1:
                known = revision
                if known % 7 == 0:
                    one.say(follow=[[stream, known]])
        done.result()


def test_what_cannot_be_shown_still_has_its_revision(server, page, boards, editor):
    one = page(server, editor)
    stream = boards.board.stream
    one.follow(stream)
    edit_label(editor, boards.urgent, "Pressé")
    assert one.hear() == {"stream": stream, "revision": 1}


def test_a_message_that_fails_makes_pages_read_again_and_stops_nobody(server, page, boards, editor):
    one = page(server, editor)
    stream = boards.board.stream
    one.follow(stream)
    rename_card(editor, boards.card("A"), "A2")
    create_cards(editor, boards.todo, ["G"])
    assert one.hear() == {"stream": stream, "revision": 1, "reload": True}
    assert one.hear()["revision"] == 2


def test_who_is_too_far_behind_or_ahead_reads_the_page_again(server, page, boards, editor):
    create_cards(editor, boards.todo, [f"card {number}" for number in range(1000)])
    create_cards(editor, boards.todo, [f"more {number}" for number in range(1000)])
    create_cards(editor, boards.todo, ["one too many"])
    stream = boards.board.stream
    one = page(server, editor)
    assert one.follow(stream, 0) == {"stream": stream, "reload": True}
    assert one.follow(stream, 2002) == {"stream": stream, "reload": True}
    assert one.follow(stream, -1) == {"stream": stream, "reload": True}
    assert one.follow(stream, 2001) == {"stream": stream, "at": 2001}
    one.say(follow=[[stream, 1]])
    assert one.hear_until(2001) == list(range(2, 2002))


def test_hundreds_of_facts_at_once_are_one_reload(server, page, boards, editor):
    one = page(server, editor)
    stream = boards.board.stream
    one.follow(stream)
    create_cards(editor, boards.todo, [f"card {number}" for number in range(501)])
    assert one.hear() == {"stream": stream, "revision": 501, "reload": True}
    create_cards(editor, boards.todo, ["G"])
    assert one.hear()["revision"] == 502


def test_a_page_that_does_not_read_is_cut_off_and_delays_nobody(server, page, boards, editor, session_of):
    reader = page(server, editor)
    stream = boards.board.stream
    reader.follow(stream)
    with _deaf_page(server, session_of(editor), stream) as deaf:
        for number in range(20):
            create_cards(editor, boards.todo, [f"long {'x' * 1000} {rank}" for rank in range(30)])  # 10 kB each
            reader.hear_until((number + 1) * 30)  # while nobody reads the other one
        read = _all_of(deaf)

    assert 0 < read < 5_000_000  # of the 6 MB that the other one has read


def _all_of(wire):
    """How many bytes there are to read until it ends."""
    wire.settimeout(PATIENCE)
    read = 0
    try:
        while piece := wire.recv(1 << 16):
            read += len(piece)
    except ConnectionResetError:
        return read
    return read


def _deaf_page(server, key, stream):
    """A socket that follows and never reads."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", server.port))
    head = (
        f"GET /live/ HTTP/1.1\r\nHost: {server.address}\r\nOrigin: http://{server.address}\r\n"
        f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {b64encode(b'0123456789abcdef').decode()}\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={key}\r\n\r\n"
    )
    said = json.dumps({"follow": [[stream, None]]}).encode()
    wire.sendall(head.encode())
    seen = wire.recv(4096)
    wire.sendall(bytes((0x81, 0x80 | len(said), 0, 0, 0, 0)) + said)
    while b'"at":' not in seen.partition(stream.encode())[2]:
        seen += (piece := wire.recv(4096))
        assert piece, seen
    return wire


def test_after_a_restart_a_page_gets_what_it_missed(own_server, page, boards, editor):
    stream = boards.board.stream
    one = page(own_server, editor)
    one.follow(stream, 0)
    create_cards(editor, boards.todo, ["G"])
    assert one.hear_until(1) == [1]

    assert own_server.stop(signal.SIGTERM) == 0
    create_cards(editor, boards.todo, ["H"])
    own_server.start()

    again = page(own_server, editor)
    again.say(follow=[[stream, 1]])
    assert again.hear()["revision"] == 2
    assert again.hear() == {"stream": stream, "at": 2}


def test_killed_in_the_middle_of_200_writes(own_server, page, boards, editor):
    """What was acknowledged is there, what is sent again is done once, and pages hear all of it."""
    acts = [f"act-{number}" for number in range(200)]
    acknowledged, enough, killed = [], threading.Event(), threading.Event()

    def write(act):
        if len(acknowledged) > 150:
            killed.wait(PATIENCE)  # or all is written before it is killed, on a machine that is slow to do it
        try:
            own_server.write(editor, boards.todo, act)
        except (OSError, HTTPException):
            return
        acknowledged.append(act)
        if len(acknowledged) == 60:
            enough.set()

    with ThreadPoolExecutor(8) as writers:
        writing = [writers.submit(write, act) for act in acts]
        assert enough.wait(PATIENCE)
        own_server.stop(signal.SIGKILL)
        killed.set()
        for one in writing:
            one.result()
    there = set(Act.objects.filter(user_id=editor.user_id).values_list("key", flat=True))
    assert set(acknowledged) <= there
    assert len(there) < 200

    own_server.start()
    one = page(own_server, editor)
    one.follow(boards.board.stream)
    for act in acts:
        own_server.write(editor, boards.todo, act)

    stream = boards.board.stream
    titles = list(Card.objects.filter(title__startswith="act-").order_by("title").values_list("title", flat=True))
    assert titles == sorted(acts)
    revisions = list(Event.objects.filter(stream=stream).order_by("revision").values_list("revision", flat=True))
    assert revisions == list(range(1, 201))
    assert one.hear_until(200) == list(range(len(there) + 1, 201))


def test_a_broken_listening_connection_is_made_again(server, page, boards, editor):
    one = page(server, editor)
    one.follow(boards.board.stream)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    create_cards(editor, boards.todo, ["G"])
    assert one.hear()["revision"] == 1
