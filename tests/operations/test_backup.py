"""A backup put in elsewhere, on either database, holds the same ids, facts and files."""

import io
import json
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from projets.operations.backup import keeping
from tests.operations.running import projets

ON_POSTGRESQL = connection.vendor == "postgresql"


def manifest(path):
    with tarfile.open(path) as archive:
        return json.load(archive.extractfile("manifest.json"))


def content(path):
    """What two backups of the same have in common."""
    told = manifest(path)
    return told["tables"], told["files"], told["migrations"]


def done(result):
    assert result.returncode == 0, result.stderr
    return result


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The data directory of a demonstration, on SQLite, and its backup."""
    folder = tmp_path_factory.mktemp("source")
    done(projets("migrate", cwd=folder))
    done(projets("demo", cwd=folder))
    done(projets("backup", "all.tar.gz", cwd=folder))
    return folder


@pytest.fixture
def other_database():
    """The address of an empty PostgreSQL database beside the tests' own."""
    about = connection.settings_dict
    name = f"{about['NAME']}_restored"
    server = f"postgresql://{about['USER']}@{about['HOST'] or '127.0.0.1'}:{about['PORT'] or 5432}"
    with closing(psycopg.connect(f"{server}/postgres", autocommit=True, password=about["PASSWORD"] or None)) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}"')
        line.execute(f'CREATE DATABASE "{name}"')
        yield f"{server}/{name}"
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_on_another_machine(source, tmp_path):
    told = json.loads(done(projets("restore", source / "all.tar.gz", "--json", cwd=tmp_path)).stdout)
    assert (told["tables"]["boards_card"], told["files"]) == (157, 20)
    done(projets("backup", "again.tar.gz", cwd=tmp_path))
    assert content(tmp_path / "again.tar.gz") == content(source / "all.tar.gz")
    files = {path.relative_to(tmp_path / "data/files"): path.read_bytes() for path in _files(tmp_path)}
    assert files == {path.relative_to(source / "data/files"): path.read_bytes() for path in _files(source)}
    done(projets("check", cwd=tmp_path))


def _files(folder):
    return [path for path in (folder / "data/files").rglob("*") if path.is_file()]


@pytest.mark.skipif(not ON_POSTGRESQL, reason="the tests run on SQLite: this one moves between the two")
def test_from_sqlite_to_postgresql_and_back(source, other_database, tmp_path):
    there = {"PROJETS_DATABASE_URL": other_database, "PROJETS_DATA_DIR": tmp_path / "there"}
    done(projets("restore", source / "all.tar.gz", cwd=tmp_path, **there))
    done(projets("backup", "there.tar.gz", cwd=tmp_path, **there))
    done(projets("restore", "there.tar.gz", cwd=tmp_path, PROJETS_DATA_DIR=tmp_path / "back"))
    done(projets("backup", "back.tar.gz", cwd=tmp_path, PROJETS_DATA_DIR=tmp_path / "back"))
    first = content(source / "all.tar.gz")
    assert content(tmp_path / "there.tar.gz") == first
    assert content(tmp_path / "back.tar.gz") == first
    # rows whose ids the database counts go on after those that were put in
    done(
        projets("user", "create", "--email", "nouvelle@ministere.example", "--name", "Nouvelle", cwd=tmp_path, **there)
    )


def test_only_into_an_empty_instance(source, tmp_path):
    done(projets("migrate", cwd=tmp_path))
    done(projets("user", "create", "--email", "ada@ministere.example", "--name", "Ada", cwd=tmp_path))
    refused = projets("restore", source / "all.tar.gz", cwd=tmp_path)
    assert (refused.returncode, "holds people or acts already" in refused.stderr) == (1, True)
    assert "ada@ministere.example" in done(projets("user", "list", cwd=tmp_path)).stdout
    assert not (tmp_path / "data/files").exists()


def altered(source, path, change):
    """The backup again, each part as `change(name, bytes)` makes it; None leaves it out."""
    with tarfile.open(source) as old, tarfile.open(path, "w:gz") as new:
        for member in old:
            name, data = change(member.name, old.extractfile(member).read()) or (None, None)
            if name:
                about = tarfile.TarInfo(name)
                about.size = len(data)
                new.addfile(about, io.BytesIO(data))


def _newer(name, data):
    if name != "manifest.json":
        return name, data
    told = json.loads(data)
    return name, json.dumps(told | {"migrations": [*told["migrations"], ["boards", "9999_the_future"]]}).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda name, data: (name, data.replace("Inès".encode(), "Anès".encode())), "is not what was written"),
        (lambda name, data: None if name == "rows/boards_card.jsonl" else (name, data), "is missing"),
        (lambda name, data: None if name == "manifest.json" else (name, data), "no manifest"),
        (lambda name, data: (name.replace("files/", "files/../../"), data), "which no backup of Projets does"),
        (lambda name, data: (name.replace("rows/", "/rows/"), data), "which no backup of Projets does"),
        (_newer, "made by a newer Projets"),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(source, tmp_path, change, said):
    altered(source / "all.tar.gz", tmp_path / "bad.tar.gz", change)
    refused = projets("restore", "bad.tar.gz", cwd=tmp_path)
    assert (refused.returncode, said in refused.stderr, "Traceback" in refused.stderr) == (1, True, False), (
        refused.stderr
    )
    assert not (tmp_path / "data/files").exists()
    done(projets("restore", source / "all.tar.gz", cwd=tmp_path))  # it was left empty


def test_one_that_was_cut_off(source, tmp_path):
    whole = (source / "all.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])
    for command in (["restore", "half.tar.gz"], ["backup", "--verify", "half.tar.gz"]):
        refused = projets(*command, cwd=tmp_path)
        assert (refused.returncode, "damaged or cut off" in refused.stderr) == (1, True), refused.stderr


def test_what_fails_half_way_leaves_nothing(source, tmp_path):
    """Sums hold, but a row refers to a card that is not there: rows are looked at when all are in."""
    told = manifest(source / "all.tar.gz")
    cards = told["tables"]["boards_card"]

    def without_cards(name, data):
        if name == "rows/boards_card.jsonl":
            return name, b""
        if name == "manifest.json":
            empty = cards | {"rows": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
            return name, json.dumps(told | {"tables": told["tables"] | {"boards_card": empty}}).encode()
        return name, data

    altered(source / "all.tar.gz", tmp_path / "bad.tar.gz", without_cards)
    refused = projets("restore", "bad.tar.gz", cwd=tmp_path)
    assert (refused.returncode, "refers to what is not in it" in refused.stderr) == (1, True), refused.stderr
    assert _files(tmp_path) == []
    done(projets("restore", source / "all.tar.gz", cwd=tmp_path))


def test_no_file_is_written_over(source):
    before = (source / "all.tar.gz").read_bytes()
    refused = projets("backup", "all.tar.gz", cwd=source)
    assert (refused.returncode, "give another name" in refused.stderr) == (1, True)
    assert (source / "all.tar.gz").read_bytes() == before


def test_old_ones_expire_and_the_last_one_stays(tmp_path, settings):
    settings.DATA_DIR, settings.BACKUP_KEEP_DAYS = tmp_path, 30
    keeping.folder().mkdir()
    assert keeping.last() is None
    now = datetime.now(UTC)
    paths = []
    for days in (40, 35, 29):
        path = keeping.folder() / f"projets-{(now - timedelta(days=days)).strftime(keeping.STAMP)}.tar.gz"
        path.write_bytes(b"x" * days)
        paths.append(path)
    (keeping.folder() / "somebody-s.tar.gz").write_bytes(b"")
    assert keeping.last()[1:] == (paths[2], 29)
    assert sorted(keeping.old()) == sorted(paths[:2])
    keeping.expire()
    paths[2].rename(paths[0])
    assert keeping.old() == []
    assert paths[0].exists()


def test_sessions_and_the_secret_stay_behind(source):
    tables, files, _migrations = content(source / "all.tar.gz")
    assert "django_session" not in tables
    assert not [name for name in files if "secret" in name]
    assert done(projets("check", cwd=source)).returncode == 0
