"""The mail server, and a letter by it, to a real one."""

import socketserver
import threading

import pytest

from projets.notifications.mail.models import MailServer
from projets.usecase.models import Event
from tests.api.planka.client import Planka

OF = "/api/config"
SET = {
    "smtpHost": "127.0.0.1",
    "smtpPort": 2525,
    "smtpName": "x",
    "smtpSecure": False,
    "smtpTlsRejectUnauthorized": True,
    "smtpUser": "u",
    "smtpPassword": "p",
    "smtpFrom": '"P" <p@example.com>',
}


@pytest.fixture
def admin(boards):
    return Planka.of(boards.member("administrator", name="Ada Admin"))


class Session(socketserver.StreamRequestHandler):
    """As much of SMTP as one letter takes."""

    def handle(self):
        self.wfile.write(b"220 mail.example\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 fine\r\n")


@pytest.fixture
def mail():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.letters, server.daemon_threads = [], True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_what_is_set_is_shown_but_for_the_password(admin):
    before = admin.get(OF)[1]["item"]
    assert before == {
        "id": "1",
        "createdAt": before["createdAt"],
        "updatedAt": None,
        **dict.fromkeys(SET),
        "smtpSecure": False,
        "smtpTlsRejectUnauthorized": True,
    }
    status, body = admin.patch(OF, SET)
    item = body["item"]
    assert (status, item["updatedAt"] is None) == (200, False)
    shown = {name: value for name, value in SET.items() if name != "smtpPassword"}
    assert item == {"id": "1", "createdAt": item["createdAt"], "updatedAt": item["updatedAt"], **shown}
    assert admin.get(OF)[1]["item"] == item
    assert MailServer.objects.get().password == SET["smtpPassword"]
    event = Event.objects.get(kind="mail_server.set")
    assert (event.stream_id, event.columns["after"]["has_password"], "password" in event.columns["after"]) == (
        "instance",
        True,
        False,
    )
    cleared = admin.patch(OF, {"smtpHost": None, "smtpPort": None, "smtpPassword": None})[1]["item"]
    assert (cleared["smtpHost"], cleared["smtpPort"], cleared["smtpPassword"]) == (None, None, None)
    assert cleared["smtpUser"] == "u"


@pytest.mark.parametrize("wrong", [{"smtpPort": 70000}, {"smtpPort": 2.5}, {"smtpHost": "x" * 257}, {"smtpSecure": 2}])
def test_what_is_wrong_changes_nothing(admin, wrong):
    status, body = admin.patch(OF, wrong)
    assert (status, len(body["problems"]), MailServer.objects.exists()) == (400, 1, False)


@pytest.mark.parametrize(("method", "path"), [("GET", OF), ("PATCH", OF), ("POST", f"{OF}/test-smtp")])
def test_there_is_nothing_for_others(boards, method, path):
    planka = Planka.of(boards.member("project manager"))
    assert planka.ask(method, path, {}) == (404, {"code": "E_NOT_FOUND"})


def tried(admin):
    status, body = admin.post(f"{OF}/test-smtp")
    assert status == 200
    return body["included"]["logs"]


def test_a_letter_arrives(admin, mail, settings):
    settings.OUTGOING_PRIVATE = True
    admin.patch(OF, {"smtpHost": "127.0.0.1", "smtpPort": mail.server_address[1], "smtpFrom": "P <p@example.com>"})
    assert tried(admin) == ["📧 Sending test email...", "✅ Email sent successfully!"]
    [letter] = mail.letters
    assert b"From: P <p@example.com>\r\nTo: ada-" in letter


def test_nobody_listens(admin, settings):
    settings.OUTGOING_PRIVATE = True
    with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
        port = server.server_address[1]
    admin.patch(OF, SET | {"smtpPort": port})
    assert tried(admin) == [
        "📧 Sending test email...",
        "❌ Failed to send email.",
        "",
        "⚠️ Error code: ESOCKET",
        f"💬 Reason: connect ECONNREFUSED 127.0.0.1:{port}",
        "",
        "💡 Hint: Check your host and port settings.",
    ]


def test_a_private_address_is_not_called(admin, mail):
    admin.patch(OF, {"smtpHost": "127.0.0.1", "smtpPort": mail.server_address[1]})
    assert "127.0.0.1 est une adresse de ce réseau" in tried(admin)[4]
    assert mail.letters == []


def test_without_a_server(admin):
    status, body = admin.post(f"{OF}/test-smtp")
    assert (status, body["code"]) == (422, "E_UNPROCESSABLE_ENTITY")
