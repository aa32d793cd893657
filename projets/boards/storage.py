"""Bytes of files, kept once under their hash: written whole or not at all, read as a stream.

A key is the SHA-256 of the bytes. Who attaches the same file twice shares one blob; nobody deletes one, but `purge`
takes away those that nothing names any more.
"""

import errno
import os
import re
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.accounts.legal.retention import FILE_DAYS
from projets.usecase.errors import NotFound, TooLarge, Unavailable

FOLDER = "blobs"
ARRIVING = "arriving"
CHUNK = 256 * 1024
PATIENCE = timedelta(days=FILE_DAYS)  # a blob that nothing names may belong to an act that is not committed yet

_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def put(stream, most=None):
    """Keep what a stream holds, in constant memory; (key, size). TooLarge beyond `most` bytes, and nothing is kept."""
    with _in_words(), NamedTemporaryFile(dir=_arriving(), delete=False) as arriving:
        try:
            key, size = _copy(stream, arriving, most)
            arriving.flush()
            os.fsync(arriving.fileno())
            _settle(Path(arriving.name), key)
        finally:
            Path(arriving.name).unlink(missing_ok=True)
    return key, size


def open_blob(key):
    """A stream of the bytes; NotFound when they are not there."""
    with _in_words():
        try:
            return default_storage.open(path_of(key), "rb")
        except FileNotFoundError as error:
            raise NotFound(_("This file is not there any more: ask whoever runs this site.")) from error


def size_of(key):
    with _in_words():
        return default_storage.size(path_of(key))


def path_of(key):
    """Where a blob lies in the storage; two levels, lest a folder hold a million."""
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise NotFound(_("This file is not there any more: ask whoever runs this site."))
    return f"{FOLDER}/{key[:2]}/{key}"


def purge(keys_in_use, now=None, dry=False):
    """Delete the blobs that nothing names, unless they came within a day; how many, and how many bytes.

    `keys_in_use` are those of attachments and previews, in the bin too. `dry`: only count.
    """
    keys_in_use, limit = set(keys_in_use), (now or timezone.now()) - PATIENCE
    gone = freed = 0
    for path in _blobs():
        if path.rpartition("/")[2] not in keys_in_use and _moment_of(path) < limit:
            freed += default_storage.size(path)
            if not dry:
                default_storage.delete(path)
            gone += 1
    return gone, freed


def _copy(stream, arriving, most):
    seen, size = sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if most is not None and size > most:
            raise TooLarge(
                _("This file is too large: %(most)s MB at most. Make it smaller, or attach a link to it.")
                % {"most": most // 2**20},
                field="file",
            )
        seen.update(chunk)
        arriving.write(chunk)
    return seen.hexdigest(), size


def _settle(arrived, key):
    """Give the bytes their name in one step; those that have it already are only marked as fresh."""
    path = path_of(key)
    folder = _local(path)
    if folder is None:
        if not default_storage.exists(path):
            with arrived.open("rb") as file:
                default_storage.save(path, File(file))
        return
    if folder.exists():
        os.utime(folder)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    arrived.chmod(default_storage.file_permissions_mode or 0o600)
    arrived.replace(folder)
    _sync(folder.parent)


def _sync(folder):
    """The name too must outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _arriving():
    """Where to write first: on the same disk, so that a rename is enough."""
    folder = _local(ARRIVING)
    if folder is None:
        return gettempdir()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _local(path):
    """The path on this machine, None for a storage elsewhere."""
    on_disk = isinstance(default_storage, FileSystemStorage)
    return Path(default_storage.path(path)) if on_disk else None


def _blobs():
    try:
        folders, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for name in sorted(default_storage.listdir(f"{FOLDER}/{folder}")[1]):
            yield f"{FOLDER}/{folder}/{name}"


def _moment_of(path):
    return default_storage.get_modified_time(path)


@contextmanager
def _in_words():
    """What the disk says, as people can read it."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise Unavailable(_("The disk is full: nothing was kept. Tell whoever runs this site.")) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise Unavailable(_("Files cannot be written now. Tell whoever runs this site.")) from error
        raise
