"""The security log (E-28): what is in it, for whom, and what never is."""

import io
import json
import logging
import re
import socket

import pytest
from django.test import Client

from projets.accounts.actions import people
from projets.accounts.actions.tokens import make_token, revoke_token
from projets.accounts.models import Token, User
from projets.accounts.queries import instance
from projets.accounts.sign_in import TRIES_HERE
from projets.accounts.tokens import Secret
from projets.boards.actions.cards import bin_cards, create_cards
from projets.config.environment import Misconfigured, security_log
from projets.config.logs import Lines, logging_settings
from projets.operations.security import WORDS
from projets.usecase.facts import Fact
from projets.usecase.guard import writes_allowed
from projets.usecase.securitylog import LOGGER
from tests.operations.running import Serving

PASSWORD = "vingt-quatre colombes"  # noqa: S105


class Written:
    """The lines, as they are written."""

    def __init__(self):
        self.stream = io.StringIO()

    @property
    def text(self):
        return self.stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, event):
        return [line for line in self.lines if line["event"] == event]


@pytest.fixture
def written():
    found = Written()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(Lines())
    level = LOGGER.level
    LOGGER.addHandler(handler)
    LOGGER.setLevel("INFO")
    yield found
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(level)


@pytest.fixture
def nadia(db):
    user = User(name="Nadia Benali", email="nadia@ministere.example")
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


def try_to_come_in(password):
    sent = {"name": "nadia@ministere.example", "password": password}
    return Client().post("/connexion/", sent, REMOTE_ADDR="192.0.2.7")


def test_e28_a_line_says_when_who_whence_what_and_how_it_ended(written, nadia):
    answer = try_to_come_in(PASSWORD)
    (line,) = written.lines
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line == {
        "level": "INFO",
        "logger": "projets.security",
        "kind": "security",
        "event": "sign_in",
        "result": "success",
        "user_id": str(nadia.pk),
        "address": "192.0.2.7",
        "object": None,
        "method": "password",
        "request_id": answer["X-Request-Id"],
    }


def test_e28_failures_then_the_lock_out_without_a_secret_or_an_address(written, nadia):
    for _again in range(TRIES_HERE + 1):
        try_to_come_in("un secret de trop")
    found = [(line["event"], line["result"]) for line in written.lines]
    assert found == [("sign_in", "failure")] * TRIES_HERE + [("lock_out", "refused"), ("limit", "refused")]
    assert {line["user_id"] for line in written.of("sign_in")} == {str(nadia.pk)}
    for never in ("secret", "nadia", "ministere", PASSWORD):
        assert never not in written.text


def test_e28_leaving_is_noted_and_leaving_twice_is_not(written, nadia, client):
    client.force_login(nadia)
    client.post("/deconnexion/")
    client.post("/deconnexion/")
    assert [(line["event"], line["user_id"]) for line in written.lines] == [("sign_out", str(nadia.pk))]


@pytest.mark.django_db(transaction=True)
def test_e28_rights_tokens_deletions_and_administration_come_from_facts(written, boards):
    admin = boards.member("administrator", name="Ada Admin")
    somebody = boards.person("Camille Martin")
    made = people.create_user(admin, instance(), "autre@ministere.example", "Autre Personne")
    people.set_role(admin, somebody, "board_user")
    people.deactivate_user(admin, somebody)
    make_token(admin, User.objects.get(pk=admin.user_id), "Mon jeton", secret := Secret.made(), "read")
    revoke_token(admin, Token.objects.get())
    found = [(line["event"], line.get("fact"), line["user_id"]) for line in written.lines]
    me = str(admin.user_id)
    assert found == [
        ("administration", "user.created", me),
        ("rights", "user.role_set", me),
        ("session_revoked", None, None),
        ("rights", "user.deactivated", me),
        ("token", "token.made", me),
        ("token", "token.revoked", me),
    ]
    assert written.lines[0]["object"] == f"user:{made.facts[0].after.id}"
    assert written.lines[1]["role"] == "board_user"
    for never in (secret.text, "Mon jeton", "Autre", "Camille", "@"):
        assert never not in written.text


@pytest.mark.django_db(transaction=True)
def test_e28_many_rows_of_one_act_are_one_line(written, boards):
    editor = boards.member("editor")
    create_cards(editor, boards.todo, [f"Carte {number}" for number in range(60)])
    assert written.lines == []
    cards = list(boards.board.cards.filter(title__startswith="Carte"))
    bin_cards(editor, cards)
    (line,) = written.of("deletion")
    assert (line["fact"], line["count"], len(line["objects"])) == ("card.binned", 60, 50)
    assert "Carte" not in written.text


@pytest.mark.django_db(transaction=True)
def test_e28_what_is_refused_changes_nothing_and_says_so(written, boards, browser):
    reader = boards.member("reader")
    card = boards.card("A")
    assert browser(reader).post(f"/cartes/{card.pk}/suivi/").status_code == 303
    assert written.lines == []
    refused = browser(reader).post(f"/cartes/{card.pk}/description/", {"text": "Bonjour"})
    assert refused.status_code == 403
    (line,) = written.lines
    assert (line["event"], line["result"], line["user_id"]) == ("refusal", "refused", str(reader.user_id))
    assert (line["object"], line["http_method"]) == (f"card_id:{card.pk}", "POST")
    assert "Bonjour" not in written.text
    assert boards.card("A").description == ""


def test_e28_a_token_that_opens_nothing_is_a_failure(written, db, client):
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer projets_nope"}).status_code == 401
    (line,) = written.lines
    assert (line["event"], line["result"], line["method"]) == ("sign_in", "failure", "token")
    assert "nope" not in written.text


@pytest.mark.parametrize(
    ("port", "given", "is_taken"),
    [("0", "abcdef-0123456789", True), ("51234", "abcdef-0123456789", False), ("0", "no good\nid", False)],
)
def test_e28_an_id_is_taken_from_a_trusted_proxy_alone(db, client, port, given, is_taken):
    answer = client.get("/healthz", headers={"X-Request-Id": given}, REMOTE_PORT=port)
    assert (answer["X-Request-Id"] == given) == is_taken
    assert re.fullmatch(r"[\w.:-]{8,64}", answer["X-Request-Id"])


def test_every_kind_that_is_told_is_one_that_is_recorded():
    known = set(Fact._kinds)  # noqa: SLF001
    assert {kind for kinds in WORDS.values() for kind in kinds} - known == set()


WHERE = {
    ("", "http://127.0.0.1"): None,
    ("", "https://projets.example"): {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"},
    ("off", "https://projets.example"): None,
    ("stdout", "http://127.0.0.1"): {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"},
    ("syslog:/dev/log", "http://127.0.0.1"): {
        "class": "logging.handlers.SysLogHandler",
        "address": "/dev/log",
        "facility": "auth",
    },
    ("syslog:[2001:db8::1]:514", "http://127.0.0.1"): {
        "class": "logging.handlers.SysLogHandler",
        "address": ("2001:db8::1", 514),
        "facility": "auth",
    },
}


@pytest.mark.parametrize(("given", "handler"), WHERE.items())
def test_where_it_goes(monkeypatch, given, handler):
    monkeypatch.setenv("PROJETS_SECURITY_LOG", given[0])
    monkeypatch.setenv("PROJETS_BASE_URL", given[1])
    assert security_log() == handler


@pytest.mark.parametrize("given", ["syslog:", "syslog:collector", "syslog:collector:70000", "/proc/nowhere/log"])
def test_a_place_that_is_none_stops_the_start(monkeypatch, given):
    monkeypatch.setenv("PROJETS_SECURITY_LOG", given)
    with pytest.raises(Misconfigured, match="PROJETS_SECURITY_LOG"):
        security_log()


def test_a_file_is_its_owners_and_only_grows(monkeypatch, tmp_path):
    path = tmp_path / "logs" / "security.jsonl"
    monkeypatch.setenv("PROJETS_SECURITY_LOG", str(path))
    security_log()
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("before\n")
    assert security_log()["filename"] == str(path)
    assert path.read_text() == "before\n"


def test_e28_every_line_of_the_server_is_json_too(tmp_path):
    with Serving(tmp_path, PROJETS_DEMO="0", PROJETS_LOG_FORMAT="json", PROJETS_SECURITY_LOG="stderr") as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
            raw.sendall(b"no request at all\r\n\r\n")
            raw.recv(1000)
        server.status("/api/v1/me")
    lines = [json.loads(line) for line in server.log.splitlines() if not line.startswith("Projets: ")]
    assert [line["message"] for line in lines if line["logger"] == "uvicorn.error"] == [
        "Invalid HTTP request received."
    ]
    assert all(line["time"].endswith("Z") for line in lines)


def test_every_line_of_the_application_can_be_json():
    made = logging_settings("json", None)
    assert made["handlers"]["stderr"]["formatter"] == "json"
    record = logging.LogRecord("projets.web", logging.WARNING, "", 1, "%s wrote", ("ada@ministere.example",), None)
    line = json.loads(Lines().format(record))
    assert (line["level"], line["message"], line["request_id"]) == ("WARNING", "‹address› wrote", None)
