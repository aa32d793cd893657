"""The server that is measured: one of our own, in a directory that goes away, or one that runs already."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 300  # seconds, on a machine that has much else to do
NAME = "bench@example.org"


@dataclass(frozen=True)
class Server:
    base_url: str
    name: str  # of the person who signs in
    password: str
    process: int | None = None  # known for a server of our own: its memory and its processor time can be read

    @property
    def memory(self):
        """Bytes that the process holds, without what it shares."""
        for line in Path(f"/proc/{self.process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Rss:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("the system does not tell the memory of a process")

    @property
    def processor_seconds(self):
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(database_url="", threads=""):
    """`projets serve` on a free port of this machine, empty but for one administrator."""
    password = secrets.token_urlsafe(18)
    with tempfile.TemporaryDirectory(prefix="projets-bench-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        given = {
            "PROJETS_DATA_DIR": folder,
            "PROJETS_DATABASE_URL": database_url,
            "PROJETS_REQUEST_THREADS": threads,
            "PROJETS_DEMO": "0",
            "PROJETS_RATE_LIMITS": "off",
            "PROJETS_BASE_URL": "",
            "PORT": str(port),
            "PROJETS_ADMIN_EMAIL": NAME,
            "PROJETS_ADMIN_PASSWORD": password,
            "PROJETS_ADMIN_NAME": "Banc d’essai",
        }
        process = subprocess.Popen([sys.executable, "-m", "projets", "serve"], env=os.environ | given, stdout=-3)
        try:
            _wait(process, f"http://127.0.0.1:{port}")
            yield Server(f"http://127.0.0.1:{port}", NAME, password, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process, base_url):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"projets serve ended with {process.returncode}")
        try:
            urlopen(f"{base_url}/healthz", timeout=5).close()  # noqa: S310 (an address made here)
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"projets serve did not answer within {PATIENCE} s")
