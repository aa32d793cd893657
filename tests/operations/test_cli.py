"""Bad settings are refused in one clear line, whoever asks; exit codes are honest."""

import json
import stat

import pytest

from projets.operations import cli
from tests.operations.running import Serving, projets

SECRET = "k7" * 3 + "Zq0_vBnMw" * 4
GIVE_URL = (
    "Give postgresql://user:password@host:5432/name, the path of a file, or nothing for SQLite in the data directory."
)
MAKE_ONE = "Give 50 random characters, such as python3 -c 'import secrets; print(secrets.token_urlsafe(50))' prints."
GIVE_ADDRESS = "Give a scheme and a host, like https://projets.example.gouv.fr."
REFUSED = {
    "an unknown database": (
        {"PROJETS_DATABASE_URL": "mysql://u:secret@h/d"},
        f"PROJETS_DATABASE_URL: « mysql » is no database that Projets knows. {GIVE_URL}",
    ),
    "a URL that libpq cannot read": (
        {"PROJETS_DATABASE_URL": "postgresql://u:%zz@h/d"},
        f"PROJETS_DATABASE_URL: PostgreSQL cannot read this address. {GIVE_URL}",
    ),
    "a URL without database": (
        {"PROJETS_DATABASE_URL": "postgresql://u:secret@h"},
        f"PROJETS_DATABASE_URL: the address names no database. {GIVE_URL}",
    ),
    "a database in memory": (
        {"PROJETS_DATABASE_URL": "sqlite:///:memory:"},
        f"PROJETS_DATABASE_URL: « sqlite:///:memory: » names no file. {GIVE_URL}",
    ),
    "a file that is no database": (
        {"PROJETS_DATABASE_URL": "letter.txt"},
        "PROJETS_DATABASE_URL: SQLite {here}/letter.txt is no SQLite database."
        " Give another path, or put that file elsewhere.",
    ),
    "a database where nothing can be": (
        {"PROJETS_DATABASE_URL": "letter.txt/db"},
        "PROJETS_DATABASE_URL: SQLite {here}/letter.txt/db cannot be opened."
        " Give the path of a file in a directory that {user} may write in.",
    ),
    "a data directory that is a file": (
        {"PROJETS_DATA_DIR": "letter.txt"},
        "PROJETS_DATA_DIR: cannot keep a secret key in {here}/letter.txt (File exists)."
        " Give a directory that this user may write in.",
    ),
    "the same with a key": (
        {"PROJETS_DATA_DIR": "letter.txt/data", "PROJETS_SECRET_KEY": SECRET},
        "PROJETS_DATA_DIR: cannot write in {here}/letter.txt/data (Not a directory)."
        " Give a directory that {user} may write in.",
    ),
    "a port that is a word": ({"PORT": "http"}, "PORT: « http » is not a whole number from 1 to 65535. Give one."),
    "a port too high": ({"PORT": "65536"}, "PORT: « 65536 » is not a whole number from 1 to 65535. Give one."),
    "an address without scheme": (
        {"PROJETS_BASE_URL": "projets.gouv.fr"},
        f"PROJETS_BASE_URL: « projets.gouv.fr » is no web address. {GIVE_ADDRESS}",
    ),
    "an address with a path": (
        {"PROJETS_BASE_URL": "http://localhost/projets"},
        f"PROJETS_BASE_URL: « http://localhost/projets » has something after the host. {GIVE_ADDRESS}",
    ),
    "no key for others": (
        {"PROJETS_BASE_URL": "https://projets.gouv.fr"},
        f"PROJETS_SECRET_KEY: it is missing, and https://projets.gouv.fr is served to others. {MAKE_ONE}",
    ),
    "a short key": (
        {"PROJETS_BASE_URL": "https://projets.gouv.fr", "PROJETS_SECRET_KEY": "secret"},
        f"PROJETS_SECRET_KEY: it is weak: it needs 32 varied characters. {MAKE_ONE}",
    ),
    "a key of one letter": (
        {"PROJETS_BASE_URL": "https://projets.gouv.fr", "PROJETS_SECRET_KEY": "a" * 60},
        f"PROJETS_SECRET_KEY: it is weak: it needs 32 varied characters. {MAKE_ONE}",
    ),
    "a demonstration of a third kind": (
        {"PROJETS_DEMO": "yes"},
        "PROJETS_DEMO: « yes » is not known. Give 0, 1 or public.",
    ),
    "a time zone of nowhere": (
        {"PROJETS_TIME_ZONE": "Europe/Lutèce"},
        "PROJETS_TIME_ZONE: « Europe/Lutèce » is no time zone. Give one like Europe/Paris.",
    ),
    "a bucket without key": (
        {"PROJETS_STORAGE_URL": "s3://host/bucket"},
        "PROJETS_STORAGE_URL: this is no complete address of a bucket."
        " Give s3://key:secret@host/bucket?region=…, or nothing for the data directory.",
    ),
    "no PostgreSQL there": (
        {"PROJETS_DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/projets"},
        "PROJETS_DATABASE_URL: PostgreSQL 127.0.0.1:1/projets refuses: connection failed: connection to server at"
        ' "127.0.0.1", port 1 failed: Connection refused. Look at the server and at the address.',
    ),
}


@pytest.fixture
def here(tmp_path):
    (tmp_path / "letter.txt").write_text("Madame, Monsieur, " * 100)
    return tmp_path


@pytest.mark.parametrize(("given", "line"), REFUSED.values(), ids=REFUSED)
def test_check_refuses_in_one_line(here, given, line):
    from getpass import getuser

    ended = projets("check", "--json", cwd=here, **given)
    expected = line.replace("{here}", str(here)).replace("{user}", getuser())
    assert (ended.returncode, ended.stderr) == (1, f"projets: {expected}\n")
    assert "secret" not in ended.stdout


@pytest.mark.parametrize("name", ["an unknown database", "a file that is no database", "no PostgreSQL there"])
def test_the_start_refuses_alike(here, name):
    given, line = REFUSED[name]
    ended = projets("serve", cwd=here, **given)
    expected = f"projets: {line.replace('{here}', str(here))}\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", expected)


def test_a_port_that_is_taken(here):
    with Serving(here, PROJETS_DEMO="0") as server:
        other = here / "other"
        other.mkdir()
        ended = projets("serve", cwd=other, PORT=server.port)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"projets: PORT: {server.port} of 127.0.0.1 cannot be had (address already in use)."
        " Stop the program that holds it, or give another port.\n"
    )
    assert not (other / "data" / "projets.sqlite3").exists()


def test_serving_stops_cleanly_and_keeps_what_there_is(here):
    with Serving(here, PROJETS_DEMO="0") as server:
        assert (here / "data" / "projets.sqlite3").exists()
        second = projets("serve", cwd=here, PROJETS_DEMO="0", PORT="1" + str(server.port)[1:])
        assert second.returncode == 1
        assert f"another projets serves this database already (process {server.process.pid})" in second.stderr
        assert server.stop() == 0
    assert server.log == f"Projets: {server.url} (data in {here}/data; stop with Ctrl-C)\n"
    key = (here / "data" / "secret_key").read_text()
    with Serving(here, PROJETS_DEMO="0"):
        assert (here / "data" / "secret_key").read_text() == key


def test_the_key_is_made_once_and_only_its_owner_reads_it(here):
    assert projets("check", cwd=here).returncode == 1  # the tables are not there yet
    key = here / "data" / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = key.read_text()
    assert len(made) == 67
    projets("check", cwd=here)
    assert key.read_text() == made
    assert [path.name for path in key.parent.glob(".secret-*")] == []


def test_check_tells_what_it_found(here):
    before = projets("check", cwd=here)
    assert before.returncode == 1
    assert before.stderr.startswith(f"projets: PROJETS_DATABASE_URL: SQLite {here}/data/projets.sqlite3 lacks ")
    assert before.stderr.endswith("Run: projets migrate.\n")
    assert projets("migrate", cwd=here).returncode == 0
    assert projets("migrate", cwd=here).stdout == "nothing to do\n"
    after = projets("check", "--json", cwd=here)
    assert (after.returncode, after.stderr) == (0, "")
    *found, legal = json.loads(after.stdout)
    assert (legal["check"], legal["ok"]) == ("legal pages", True)  # the product works without them
    assert legal["said"].startswith("incomplete, 14 to fill in at http://127.0.0.1:8000/administration/")
    assert found == [
        {"check": "data directory", "ok": True, "said": f"{here}/data"},
        {"check": "storage", "ok": True, "said": f"{here}/data/files"},
        {"check": "database", "ok": True, "said": f"SQLite {here}/data/projets.sqlite3"},
        {"check": "migrations", "ok": True, "said": "complete"},
        {"check": "antivirus", "ok": True, "said": "none"},
        {"check": "last backup", "ok": True, "said": "none in the data directory"},
    ]


def test_options_are_settings_too(here):
    ended = projets("migrate", "--data-dir", here / "mine", "--database-url", "else.sqlite3", cwd=here)
    assert ended.returncode == 0
    assert (here / "else.sqlite3").exists()
    assert (here / "mine" / "secret_key").exists()
    assert not (here / "data").exists()


MISUSED = {
    "no command": [],
    "an unknown command": ["fly"],
    "an unknown option": ["check", "--fast"],
    "an option cut short": ["check", "--data", "x"],
    "a person without a name": ["user", "create", "--email", "awa@ministere.example"],
    "nobody's password": ["user", "password"],
    "a secret where all see it": ["serve", "--secret-key", "x"],
}


@pytest.mark.parametrize("arguments", MISUSED.values(), ids=MISUSED)
def test_misuse_is_two(here, arguments):
    ended = projets(*arguments, cwd=here)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("usage: projets")


def test_help_answers_whatever_the_settings(here):
    ended = projets("serve", "--help", cwd=here, PORT="http", PROJETS_DATABASE_URL="mysql://x")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "--no-worker" in ended.stdout


def test_sqlite_has_one_process(here):
    assert projets("migrate", cwd=here).returncode == 0
    worker = projets("worker", cwd=here)
    assert (worker.returncode, worker.stderr) == (
        1,
        "projets: PROJETS_DATABASE_URL: on SQLite `serve` does the jobs itself."
        " Give the address of a PostgreSQL server.\n",
    )
    serve = projets("serve", "--no-worker", cwd=here)
    assert (serve.returncode, serve.stderr) == (
        1,
        "projets: --no-worker: on SQLite one process does everything. Leave it out, or use PostgreSQL.\n",
    )


def test_catalogues_are_made_before_django_reads_them(monkeypatch):
    """Of a fresh clone the very first page is in French too."""
    done = []
    monkeypatch.setattr(cli, "compile_all", lambda: done.append("compiled"))
    monkeypatch.setattr(cli.django, "setup", lambda: done.append("set up"))
    monkeypatch.setattr("projets.operations.commands.check.run", lambda options: 0)
    assert cli.main(["check"]) == 0
    assert done == ["compiled", "set up"]
