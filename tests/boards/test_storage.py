import errno
import hashlib
import io
import os
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.utils import timezone

from projets.boards import storage
from projets.usecase.errors import Invalid, NotFound, Unavailable


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A storage of one's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o600},
        },
    }
    return tmp_path / "files"


def kept(files):
    return sorted(path for path in files.rglob("*") if path.is_file())


def test_kept_under_its_hash(files):
    key, size = storage.put(io.BytesIO(b"Bonjour"))
    assert (key, size) == (hashlib.sha256(b"Bonjour").hexdigest(), 7)
    assert kept(files) == [files / "blobs" / key[:2] / key]
    assert kept(files)[0].stat().st_mode & 0o777 == 0o600
    with storage.open_blob(key) as file:
        assert file.read() == b"Bonjour"
    assert storage.size_of(key) == 7


def test_the_same_bytes_are_there_once(files):
    keys = {storage.put(io.BytesIO(b"Bonjour"))[0] for _ in range(3)}
    assert (len(keys), len(kept(files))) == (1, 1)


def test_nothing_is_kept_of_what_is_too_large(files):
    with pytest.raises(Invalid, match="2"):
        storage.put(io.BytesIO(b"x" * (2 * 2**20 + 1)), most=2 * 2**20)
    assert kept(files) == []
    assert storage.put(io.BytesIO(b"x" * 2 * 2**20), most=2 * 2**20)[1] == 2 * 2**20


def test_nothing_is_kept_of_what_breaks_off(files):
    class Broken(io.RawIOBase):
        def read(self, _size):
            raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        storage.put(Broken())
    assert kept(files) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_disk_that_cannot_says_so(files, monkeypatch, code):
    def full(_handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(Unavailable):
        storage.put(io.BytesIO(b"Bonjour"))
    monkeypatch.undo()
    assert kept(files) == []


def test_no_name_before_the_bytes_are_safe(files, monkeypatch):
    """What a power cut in the middle leaves has no name that anybody asks for."""
    seen = []
    monkeypatch.setattr(storage.os, "fsync", lambda _handle: seen.append([path.parent.name for path in kept(files)]))
    storage.put(io.BytesIO(b"Bonjour"))
    assert seen[0] == ["arriving"]


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "a" * 63, "A" * 64, "é" * 64, "a" * 64, None])
def test_no_such_blob(key):
    with pytest.raises(NotFound):
        storage.open_blob(key)


def test_constant_memory():
    class Endless(io.RawIOBase):
        left = 64 * 2**20

        def read(self, size):
            size = min(size, self.left)
            self.left -= size
            return bytes(size)

    tracemalloc.start()
    key, size = storage.put(Endless())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 64 * 2**20
    assert peak < 4 * 2**20
    with storage.open_blob(key) as file:
        assert sum(len(chunk) for chunk in file.chunks()) == size


def test_purge_takes_what_nothing_names_and_is_not_fresh(files):
    used, unused, fresh = (storage.put(io.BytesIO(text))[0] for text in (b"un", b"deux", b"trois"))
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for key in (used, unused):
        os.utime(default_storage.path(storage.path_of(key)), (old, old))
    assert storage.purge({used}) == (1, 4)
    assert {path.name for path in kept(files)} == {used, fresh}


def test_what_comes_again_is_fresh(files):
    """Its act may not be committed yet."""
    key, _size = storage.put(io.BytesIO(b"un"))
    old = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(default_storage.path(storage.path_of(key)), (old, old))
    storage.put(io.BytesIO(b"un"))
    assert storage.purge(set()) == (0, 0)
    assert storage.purge(set(), now=timezone.now() + timedelta(days=2)) == (1, 2)


def test_purge_of_nothing():
    assert storage.purge(set()) == (0, 0)


def test_a_storage_elsewhere(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    before = set(Path(storage.gettempdir()).iterdir())
    key, _size = storage.put(io.BytesIO(b"Bonjour"))
    storage.put(io.BytesIO(b"Bonjour"))
    assert isinstance(default_storage._wrapped, InMemoryStorage)  # noqa: SLF001 (it was set lazily)
    assert default_storage.listdir(f"blobs/{key[:2]}") == ([], [key])
    with storage.open_blob(key) as file:
        assert file.read() == b"Bonjour"
    assert not {path for path in set(Path(storage.gettempdir()).iterdir()) - before if path.name == key}
    assert storage.purge(set(), now=timezone.now() + timedelta(days=2)) == (1, 7)
