"""Backups in the data directory: named by their moment, kept as long as is set, and the last one told."""

import os
import re
from datetime import UTC, datetime, timedelta

from django.conf import settings

from projets.operations.backup.making import make

NAME = re.compile(r"projets-(\d{8}T\d{6}Z)\.tar\.gz")
STAMP = "%Y%m%dT%H%M%SZ"


def folder():
    return settings.DATA_DIR / "backups"


def make_here():
    """A new one, whole or not there at all; answers (path, manifest)."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return make_at(folder() / f"projets-{datetime.now(UTC).strftime(STAMP)}.tar.gz")


def make_at(path):
    unfinished = path.with_name(path.name + ".part")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            manifest = make(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path, manifest


def kept():
    """[(moment, path)], the newest first."""
    found = ((NAME.fullmatch(path.name), path) for path in folder().glob("projets-*.tar.gz"))
    return sorted(((_moment(name[1]), path) for name, path in found if name), reverse=True)


def old():
    """Those older than the set delay, for whoever was erased leaves backups too; the last one stays."""
    before = datetime.now(UTC) - timedelta(days=settings.BACKUP_KEEP_DAYS)
    return [path for moment, path in kept()[1:] if moment < before]


def expire():
    for path in old():
        path.unlink()


def last():
    """(moment, path, bytes) of the newest one in the data directory; None without one."""
    for moment, path in kept():
        return moment, path, path.stat().st_size
    return None


def _moment(stamp):
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
