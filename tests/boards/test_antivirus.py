"""E-26: files are shown to an antivirus before anything names them."""

import io
import os
import shutil
import socket
import subprocess
import threading
import time
from struct import unpack

import pytest
from django.test import override_settings

from projets.boards import antivirus, uploads
from projets.config import environment
from projets.config.environment import Misconfigured
from projets.operations import checks
from projets.usecase.errors import Invalid, Unavailable
from projets.usecase.securitylog import LOGGER

MARK = b"PROJETS-TEST-MALWARE"
CLAMD = shutil.which("clamd", path=os.environ["PATH"] + ":/usr/sbin")


@pytest.fixture
def daemon():
    """`daemon(answer)`: one that reads what is sent as clamd does, and says this; answers what it has read."""
    listening, read = socket.create_server(("127.0.0.1", 0)), []

    def serve(answer):
        def run():
            wire, _address = listening.accept()
            with wire, wire.makefile("rb") as lines:
                assert lines.read(10) == b"zINSTREAM\0"
                while size := unpack("!L", lines.read(4))[0]:
                    read.append(lines.read(size))
                wire.sendall(answer)

        threading.Thread(target=run, daemon=True).start()
        return read

    with listening, override_settings(ANTIVIRUS=listening.getsockname()):
        yield serve


def test_sound_files_are_kept(daemon):
    read = daemon(b"stream: OK\0")
    arrived = uploads.receive(io.BytesIO(b"x" * 200_000), "note.txt")
    assert arrived.size == 200_000
    assert b"".join(read) == b"x" * 200_000


def test_malware_is_refused_and_logged(daemon, caplog):
    daemon(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    with caplog.at_level("INFO", LOGGER.name), pytest.raises(Invalid, match="antivirus"):
        uploads.receive(io.BytesIO(b"bad"), "note.txt")
    (line,) = [one for one in caplog.records if one.name == LOGGER.name]
    assert line.about["signature"] == "Win.Test.EICAR_HDB-1"
    assert line.about["result"] == "refused"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: \0", b"OK FOUND OK\0"])
def test_no_verdict_is_no_yes(daemon, answer):
    daemon(answer)
    with pytest.raises(Unavailable, match="could not be checked"):
        uploads.receive(io.BytesIO(b"?"), "note.txt")


def test_a_daemon_that_is_away_lets_nothing_in():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = closed.getsockname()
    with override_settings(ANTIVIRUS=address):
        with pytest.raises(Unavailable):
            uploads.receive(io.BytesIO(b"?"), "note.txt")
        with pytest.raises(Misconfigured, match="PROJETS_ANTIVIRUS"):
            checks.virus_scanner()


@pytest.mark.skipif(CLAMD is None and not os.environ.get("CI"), reason="there is no clamd on this machine")
def test_the_real_clamd(tmp_path):
    """Its database is one signature of our own: those of ClamAV's makers are not for tests to fetch."""
    (tmp_path / "ours.ndb").write_text(f"Projets.Test:0:*:{MARK.hex()}\n")
    path = tmp_path / "clamd.sock"
    settings = f"DatabaseDirectory {tmp_path}\nLocalSocket {path}\nForeground yes\nStreamMaxLength 1M\n"
    (tmp_path / "clamd.conf").write_text(settings)
    process = subprocess.Popen([CLAMD, "-c", tmp_path / "clamd.conf"], stdout=-3, stderr=-3)  # noqa: S603 (our own file)
    try:
        until = time.monotonic() + 60
        while not path.exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.1)
        with override_settings(ANTIVIRUS=str(path)):
            assert checks.virus_scanner().startswith("ClamAV")
            assert uploads.receive(io.BytesIO(b"a sound note"), "note.txt").size == 12
            with pytest.raises(Invalid, match="antivirus"):
                uploads.receive(io.BytesIO(b"before " + MARK + b" after"), "note.txt")
            with pytest.raises(Unavailable):
                uploads.receive(io.BytesIO(b"x" * 3_000_000), "beyond its limit.txt")
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", None),
        ("clamd:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("clamd:av.example.gouv.fr:3310", ("av.example.gouv.fr", 3310)),
        ("clamd:[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_setting(monkeypatch, given, meant):
    monkeypatch.setenv("PROJETS_ANTIVIRUS", given)
    assert environment.antivirus() == meant


@pytest.mark.parametrize("given", ["clamd", "clamd:", "clamd:host", "icap:host:1344", "clamd:host:99999"])
def test_a_setting_that_makes_no_sense(monkeypatch, given):
    monkeypatch.setenv("PROJETS_ANTIVIRUS", given)
    with pytest.raises(Misconfigured, match="PROJETS_ANTIVIRUS"):
        environment.antivirus()


def test_none_by_default():
    antivirus.examine(None)
    assert checks.virus_scanner() == "none"
