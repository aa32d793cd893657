"""Services are told by a process of its own, in words, and never reach what is private."""

import json
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.models import User
from projets.boards.actions.boards import subscribe_board
from projets.boards.actions.cards import create_cards, move_cards
from projets.boards.actions.comments import bin_comment, write_comment
from projets.boards.models import Comment
from projets.notifications.services import couriers
from projets.notifications.services.actions.services import (
    MOST,
    add_service,
    edit_service,
    remove_service,
    standing,
    try_service,
)
from projets.notifications.services.models import Service
from projets.operations.jobs import batch
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.losing import lose, on_postgresql

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chat():
    """(port, what it was sent); it answers 500 to /broken."""
    sent = []

    class Chat(BaseHTTPRequestHandler):
        def do_POST(self):
            sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path.startswith("/broken") else 200)
            self.end_headers()

        def log_message(self, *about):
            pass

    server = HTTPServer(("127.0.0.1", 0), Chat)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port, sent
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Manager")


def me(actor):
    return User.objects.get(pk=actor.user_id)


def work():
    """All that happened is read, and all jobs are done."""
    dispatch()
    dispatch()  # what was told is told on
    batch("tests").run()


def test_a_person_is_told_in_their_language(boards, editor, manager, chat):
    port, sent = chat
    add_service(editor, me(editor), f"json://127.0.0.1:{port}/", "markdown")
    subscribe_board(editor, boards.board)
    move_cards(manager_as_editor(boards, manager), [boards.card("A")], boards.doing, 0)
    with override_settings(OUTGOING_PRIVATE=True, BASE_URL="https://projets.example"):
        work()
    (told,) = sent
    card = boards.card("A").pk
    assert (told["title"], told["message"]) == (
        "Carte déplacée",
        f"**Max Manager** a déplacé la carte de À faire à En cours\n\n[A](https://projets.example/cards/{card})\n\n"
        "_vous suivez le tableau_",
    )
    assert Service.objects.get().failed_at is None


def manager_as_editor(boards, manager):
    boards.join(manager, "editor", boards.board)
    return manager


def test_a_board_is_told_of_new_cards_moves_and_comments(boards, editor, manager, chat):
    port, sent = chat
    add_service(manager, boards.board, f"json://127.0.0.1:{port}/", "text")
    create_cards(editor, boards.todo, ["Neuve"])
    move_cards(editor, [boards.card("Neuve")], boards.doing, 0)
    move_cards(editor, [boards.card("Neuve")], boards.doing, 999_999)
    write_comment(editor, boards.card("Neuve"), f"Pour @[]({manager.user_id})")
    write_comment(editor, boards.card("Neuve"), "Trop tard")
    bin_comment(editor, Comment.objects.order_by("pk").last())
    with override_settings(OUTGOING_PRIVATE=True):
        work()
    assert [one["title"] for one in sent] == [
        "Carte créée",
        "Carte déplacée",
        "Nouveau commentaire",
        "Nouveau commentaire",
    ]
    assert sent[1]["message"].startswith(
        "Camille Martin a déplacé une carte de «\xa0À faire\xa0» à «\xa0En cours\xa0»"
        " sur «\xa0Feuille de route\xa0»\nNeuve\n"
    )
    assert "Pour @Max Manager" in sent[2]["message"]
    assert "Trop tard" not in sent[3]["message"]


def test_a_private_address_is_not_called_and_its_owner_is_told(boards, editor, chat):
    port, sent = chat
    add_service(editor, me(editor), f"json://127.0.0.1:{port}/", "text")
    try_service(editor, Service.objects.get())
    work()
    service = Service.objects.get()
    assert (sent, service.failed_at is None) == ([], False)
    assert "Cette adresse n’est pas de celles que Projets peut appeler" in service.failure
    with override_settings(OUTGOING_PRIVATE=True):
        try_service(editor, service)
        work()
    service = Service.objects.get()
    assert ([one["title"] for one in sent], service.failed_at, service.failure) == (
        ["Projets peut vous joindre ici"],
        None,
        "",
    )


@pytest.mark.parametrize("kind", ["syslog://", "inconnu://quelque-part"])
def test_what_is_no_service_of_the_network(boards, editor, kind):
    add_service(editor, me(editor), kind + "x", "text")
    with override_settings(OUTGOING_PRIVATE=True):
        try_service(editor, Service.objects.get())
        work()
    assert Service.objects.get().failure != ""


@pytest.fixture
def begun(monkeypatch):
    """The processes that were begun to stand ready; none does when it starts."""
    found, begin = [], subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **how: found.append(begin(*given, **how)) or found[-1])
    couriers.dismiss()
    yield found
    couriers.dismiss()


def asked(port, **more):
    return {"url": f"json://127.0.0.1:{port}/", "format": "text", "title": "t", "body": "b", "private": True, **more}


def test_one_process_stands_ready_and_each_message_has_its_own(chat, begun):
    """To begin one costs half a second of a processor, a copy of it some hundredths."""
    port, sent = chat
    assert [couriers.carry(asked(port)) for _message in range(3)] == [None] * 3
    assert couriers.carry(asked(port, private=False)) == "private"
    assert couriers.carry(asked(port)) is None
    assert (len(begun), len(sent)) == (1, 4)


def test_one_that_has_left_is_replaced(chat, begun):
    port, sent = chat
    assert couriers.carry(asked(port)) is None
    begun[0].kill()
    begun[0].wait()
    assert couriers.carry(asked(port)) is None
    assert (len(begun), len(sent)) == (2, 2)


def test_a_message_that_was_begun_is_not_begun_again(begun, monkeypatch):
    """Somebody may have been told of it."""
    with pytest.raises(couriers.Broken):
        couriers.carry({"nothing": "that it needs"})
    monkeypatch.setattr(couriers, "LONGEST", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimeoutError):
        couriers.carry(asked(silent.getsockname()[1]))
    assert len(begun) == 1


READS = """
import sys
from projets.notifications.services import courier
courier.CODE.append(sys.argv[1])
courier.guard(False)
for path in sys.argv[2:]:
    try:
        print(open(path).read())
    except courier.Forbidden:
        print("refused")
"""


def test_a_message_reads_code_alone_and_nothing_beside_it(tmp_path):
    """A folder whose name only begins like that of the code holds what is not for a service: files, the database."""
    inside, beside, around = tmp_path / "code" / "a.py", tmp_path / "code-data" / "b", tmp_path / "code" / ".." / "c"
    for file, text in ((inside, "code"), (beside, "secret"), (around, "secret")):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    asked = [sys.executable, "-c", READS, tmp_path / "code", inside, beside, around]
    read = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 (ours)
    assert read.stdout.split() == ["code", "refused", "refused"]


def test_a_failure_is_kept_and_tried_again_later(boards, editor, manager, chat):
    port, sent = chat
    add_service(manager, boards.board, f"json://127.0.0.1:{port}/broken", "text")
    create_cards(editor, boards.todo, ["Neuve"])
    with override_settings(OUTGOING_PRIVATE=True):
        work()
    service = Service.objects.get()
    assert (len(sent), service.failed_at is None, service.failure != "") == (1, False, True)
    waiting = DBTaskResult.objects.filter(task_path__contains="deliver", status="READY").get()
    assert waiting.run_after is not None
    edit_service(manager, service, url=f"json://127.0.0.1:{port}/")
    assert Service.objects.get().failed_at is None


@on_postgresql
@pytest.mark.parametrize(("path", "tries"), [("broken", 1), ("fine", 0)])
def test_the_database_goes_away_while_a_message_is_carried(boards, editor, chat, monkeypatch, path, tries):
    """What came of it is noted once the database is back, and the message is not carried twice."""
    port, sent = chat
    add_service(editor, me(editor), f"json://127.0.0.1:{port}/{path}", "text")
    with writes_allowed():
        Service.objects.update(failed_at=timezone.now(), failure="before")
    carry = couriers.carry
    monkeypatch.setattr(couriers, "carry", lambda asked: [carry(asked), lose(connection.connection)][0])
    try_service(editor, Service.objects.get())
    with override_settings(OUTGOING_PRIVATE=True):
        batch("tests").run()
    service = Service.objects.get()
    assert (len(sent), service.failure not in ("", "before"), bool(service.failed_at)) == (1, bool(tries), bool(tries))
    assert DBTaskResult.objects.get(task_path__contains="deliver").status == "SUCCESSFUL"


def test_who_lost_the_card_gets_no_message(boards, editor, manager, chat):
    port, sent = chat
    add_service(editor, me(editor), f"json://127.0.0.1:{port}/", "html")
    subscribe_board(editor, boards.board)
    move_cards(manager_as_editor(boards, manager), [boards.card("A")], boards.doing, 0)
    dispatch()
    dispatch()
    boards.leave(editor)
    with override_settings(OUTGOING_PRIVATE=True):
        work()
    assert sent == []


def test_what_is_refused(boards, editor, manager):
    for url, format in (("pas une adresse", "text"), ("json://" + "x" * 600, "text"), ("json://x", "rtf")):
        with pytest.raises(Invalid):
            add_service(editor, me(editor), url, format)
    with pytest.raises(Refused):
        add_service(editor, boards.board, "json://x", "text")
    with pytest.raises(Refused):
        add_service(editor, me(manager), "json://x", "text")
    assert not Service.objects.exists()
    for number in range(MOST):
        add_service(editor, me(editor), f"json://x/{number}", "text")
        add_service(manager, boards.board, f"json://x/{number}", "text")
    for actor, owner in ((editor, me(editor)), (manager, boards.board)):
        with pytest.raises(Conflict):
            add_service(actor, owner, "json://x", "text")
    mine = Service.objects.filter(user__isnull=False).first()
    for act in (edit_service, remove_service, try_service):
        with pytest.raises(Refused):
            act(manager, mine)
    remove_service(editor, mine)
    with pytest.raises(NotFound):
        remove_service(editor, mine)
    assert standing().filter(user=editor.user_id).count() == MOST - 1


def test_no_secret_is_in_the_log(boards, editor):
    add_service(editor, me(editor), "mmosts://host/secret-token", "text")
    edit_service(editor, Service.objects.get(), url="mmosts://host/other-token")
    kinds = Event.objects.filter(kind__startswith="service.").order_by("pk")
    assert [event.kind for event in kinds] == ["service.added", "service.edited"]
    assert "token" not in json.dumps([event.columns for event in kinds])
