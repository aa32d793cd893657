"""Another server, over HTTP: the same verbs, by a token, which goes to no one else."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import User
from projets.accounts.tokens import Secret
from projets.operations.client.calling import Request
from projets.operations.client.remote import Remote
from projets.operations.console import Failed
from projets.usecase.actor import Actor
from projets.usecase.models import Act
from tests.live.client import Server
from tests.operations.running import environment, projets
from tests.receiving import serving


@pytest.fixture
def server(transactional_db):
    running = Server()
    yield f"http://{running.address}"
    running.stop()


@pytest.fixture
def token_of(monkeypatch):
    """`token_of(actor, "write")`: commands ask with a new token of this person."""

    def make(actor, scope="write"):
        secret, user = Secret.made(), User.objects.get(pk=actor.user_id)
        make_token(Actor(user.pk, "web"), user, "essai", secret, scope, None, None)
        monkeypatch.setenv("PROJETS_AS", "")
        monkeypatch.setenv("PROJETS_TOKEN", secret.text)
        return secret.text

    return make


def test_a_server_is_asked_by_its_address_and_a_token(server, boards, manager, token_of, typed, asked, monkeypatch):
    secret = token_of(manager)
    monkeypatch.setenv("PROJETS_URL", f"{server}/")
    code, out, err = typed("me")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"token    {secret[:14]}…, write"
    made = asked("card", "add", "Été 😀", "--board", "Feuille de route", "--due", "2027-07-14")["cards"]
    assert [(card["title"], card["due_at"]) for card in made] == [("Été 😀", "2027-07-14T21:59:59Z")]
    assert [card["title"] for card in asked("card", "list", "--text", "Été")["items"]] == ["Été 😀"]
    acts = Act.objects.exclude(action="make_token").order_by("pk")
    assert [(act.action, act.via, len(act.key)) for act in acts] == [
        ("create_cards", "api", 36),
        ("edit_card", "api", 36),
    ]
    code, out, err = typed("project", "add", "Nouvelle")
    said = "This token has the scope write, and this needs admin: make another one in your profile."
    assert (code, out, err) == (1, "", f"projets: {said}\n")


def test_what_a_shell_sees(server, boards, manager, token_of, tmp_path):
    """In a process of its own, as people have it: UTF-8 whatever the locale, one line for what goes wrong."""
    here = {"PROJETS_URL": server, "PROJETS_TOKEN": token_of(manager), "LC_ALL": "C"}
    shown = projets("board", "show", "Feuille de route", cwd=tmp_path, **here)
    assert (shown.returncode, shown.stderr, "À faire" in shown.stdout) == (0, "", True)
    (tmp_path / "token").write_text(f"{here.pop('PROJETS_TOKEN')}\n")
    filed = projets("card", "list", "--token-file", "token", "--json", cwd=tmp_path, **here)
    assert [card["reference"] for card in json.loads(filed.stdout)["items"]] == [f"PORT-{n}" for n in range(1, 7)]
    wrong = projets("me", cwd=tmp_path, **here, PROJETS_TOKEN="projets_rien")
    said = "This token opens nothing (any more): make another one in your profile."
    assert (wrong.returncode, wrong.stdout, wrong.stderr) == (1, "", f"projets: {said}\n")
    assert [one.name for one in tmp_path.iterdir()] == ["token"]  # no data directory for who asks another server


def test_who_reads_may_have_had_enough(server, boards, manager, token_of, tmp_path):
    """`projets card list | head -0`: nothing is said of it, least of all a traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing) as out:
        ended = subprocess.run(
            [sys.executable, "-m", "projets", "card", "list"],
            cwd=tmp_path,
            env=environment(PROJETS_URL=server, PROJETS_TOKEN=token_of(manager)),
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize("hits", [1, 2, 3])
def test_interrupted(tmp_path, hits):
    """Ctrl-C while a server takes its time: no traceback either."""
    asked = threading.Event()

    def never(handler):
        asked.set()
        handler.connection.recv(1)

    with serving(never) as slow:
        waiting = subprocess.Popen(
            [sys.executable, "-m", "projets", "me"],
            cwd=tmp_path,
            env=environment(PROJETS_URL=slow.url, PROJETS_TOKEN="projets_x"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert asked.wait(60)
        for _again in range(hits):
            waiting.send_signal(signal.SIGINT)
        assert waiting.communicate(timeout=60) == (b"", b"")
        assert waiting.returncode in ((130,) if hits == 1 else (130, -signal.SIGINT))


def test_interrupted_twice_while_it_begins(tmp_path):
    with serving() as server:
        begun = subprocess.Popen(
            [sys.executable, "-X", "importtime", "-m", "projets", "me"],
            cwd=tmp_path,
            env=environment(PROJETS_URL=server.url, PROJETS_TOKEN="projets_x"),
            stderr=subprocess.PIPE,
            text=True,
        )
        while "projets.operations.console" not in (line := begun.stderr.readline()):
            assert line
        for _twice in "12":
            begun.send_signal(signal.SIGINT)
        rest = begun.communicate(timeout=60)[1]
    assert "Traceback" not in rest
    assert begun.returncode in (130, -signal.SIGINT)


def test_nobody_there(tmp_path):
    gone = projets("me", cwd=tmp_path, PROJETS_URL="http://127.0.0.1:1", PROJETS_TOKEN="projets_x")
    said = "projets: http://127.0.0.1:1: cannot be reached (Connection refused)\n"
    assert (gone.returncode, gone.stdout, gone.stderr) == (1, "", said)


def test_the_token_follows_no_redirection():
    def away(handler):
        handler.send_response(307)
        handler.send_header("Location", f"{other.url}/api/v1/me")
        handler.end_headers()

    with serving() as other, serving(away) as first:
        with pytest.raises(Failed) as refused:
            Remote(first.url, "projets_secret").call(Request("GET", "/me"))
        assert str(refused.value).startswith(f"{first.url}: leads to {other.url}/api/v1/me, which was not told")
        assert [headers["Authorization"] for _method, _path, headers, _body in first.received] == [
            "Bearer projets_secret"
        ]
        assert other.received == []


def test_an_act_that_was_cut_is_sent_again_under_its_key():
    def cut_once(handler):
        if len(handler.server.received) == 1:
            handler.connection.close()
            return
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"{}")

    with serving(cut_once) as server:
        answer = Remote(server.url, "projets_secret").call(Request("POST", "/acts/1/undo", key="une-clef"))
        keys = [headers["Idempotency-Key"] for _method, _path, headers, _body in server.received]
    assert (answer.status, answer.body, keys) == (200, b"{}", ["une-clef", "une-clef"])


def test_a_certificate_of_nobody_is_refused():
    with serving(secure=True) as server, pytest.raises(Failed) as refused:
        Remote(server.url, "projets_secret").call(Request("GET", "/me"))
    assert "CERTIFICATE_VERIFY_FAILED" in str(refused.value)
    assert server.received == []


@pytest.mark.parametrize("body", [b"<html>Bonjour</html>", b"\xff"])
def test_who_is_no_instance(body, typed, monkeypatch):
    def page(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)

    with serving(page) as server:
        monkeypatch.setenv("PROJETS_URL", server.url)
        monkeypatch.setenv("PROJETS_TOKEN", "projets_secret")
        said = "projets: this answers like no API of Projets (200): look at the address\n"
        assert typed("me") == (1, "", said)


@pytest.mark.parametrize(
    "url",
    [
        "projets.example",
        "ftp://projets.example",
        "http://",
        "http://a:b@h",
        "http://h:x",
        "https://h/?a=b",
        "http://h h",
    ],
)
def test_what_is_no_address(url, typed, monkeypatch):
    monkeypatch.setenv("PROJETS_URL", url)
    monkeypatch.setenv("PROJETS_TOKEN", "projets_secret")
    code, out, err = typed("me")
    assert (code, out, err.startswith("usage: projets")) == (2, "", True)


def test_asking_elsewhere_sets_up_nothing(tmp_path):
    """No settings are read and no database is looked for: it takes a tenth of a second."""
    code = (
        "import sys; from projets.operations import cli; cli.main(['me']); from django.conf import settings;"
        "print(settings.configured, 'django.db.models.base' in sys.modules, 'projets.accounts.models' in sys.modules)"
    )
    ended = subprocess.run(  # noqa: S603 (it is ours)
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(PROJETS_URL="http://127.0.0.1:1", PROJETS_TOKEN="projets_x"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout == "False False False\n"
