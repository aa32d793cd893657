"""Making a backup: one moment of the database, then the files that it names."""

import json
import tarfile
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from projets.operations.backup.shape import FORMAT, columns, tables, told

AT_ONCE = 500  # rows in memory
PIECE = 1024 * 1024


def make(file):
    """Write a backup to an open file; answers its manifest. Nobody's writing waits for it."""
    manifest = {
        "format": FORMAT,
        "projets": version("projets"),
        "made_at": datetime.now(UTC).isoformat(),
        "database": connection.vendor,
    }
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        with _one_moment():
            manifest["migrations"] = sorted(MigrationRecorder(connection).applied_migrations())
            manifest["tables"] = {name: _add_rows(archive, name, model) for name, model in tables(apps).items()}
        manifest["files"] = dict(_add_files(archive))
        _add(archive, "manifest.json", BytesIO(json.dumps(manifest, ensure_ascii=False, indent=1).encode()))
    return manifest


@contextmanager
def _one_moment():
    """All reads see the database as it was at one time, without holding back those who write."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    line = connection.connection
    if line.in_transaction:  # a test's, which sees one moment already
        yield
        return
    line.execute("BEGIN DEFERRED")  # not as Django begins: it would hold the one place to write
    try:
        yield
    finally:
        line.rollback()


def _add_rows(archive, name, model):
    names, count = columns(model), 0
    with tempfile.TemporaryFile() as lines:
        rows = model._base_manager.order_by("pk").values_list(*names)  # noqa: SLF001 (all rows, whatever a manager hides)
        for row in rows.iterator(chunk_size=AT_ONCE):
            lines.write(_line(row))
            count += 1
        lines.seek(0)
        return {"columns": names, "rows": count, "sha256": _add(archive, f"rows/{name}.jsonl", lines)}


def _line(row):
    """Keys in order: databases keep those of a JSON column as they like, and two backups of the same are the same."""
    told_row = [told(value) for value in row]
    return json.dumps(told_row, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _add_files(archive):
    for name in sorted(_names_of_files()):
        try:
            with default_storage.open(name) as kept, tempfile.TemporaryFile() as copy:
                for piece in kept.chunks(PIECE):
                    copy.write(piece)
                size = copy.tell()
                copy.seek(0)
                yield name, {"size": size, "sha256": _add(archive, f"files/{name}", copy)}
        except FileNotFoundError:  # nothing names it any more: it went since it was listed
            continue


def _names_of_files(folder=""):
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever attached
        return
    yield from (f"{folder}{name}" for name in files if name)
    for one in folders:
        yield from _names_of_files(f"{folder}{one}/")


def _add(archive, name, file):
    """Answers its SHA-256."""
    digest, start = sha256(), file.tell()
    while piece := file.read(PIECE):
        digest.update(piece)
    about = tarfile.TarInfo(name)
    about.size, about.mode = file.tell() - start, 0o600
    about.mtime = int(datetime.now(UTC).timestamp())
    file.seek(start)
    archive.addfile(about, file)
    return digest.hexdigest()
