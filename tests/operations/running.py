"""The command line as an operator meets it: another process, an environment of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; a busy machine starts Python slowly


def environment(**given):
    """Nothing of the tests' own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | {name: str(value) for name, value in given.items()}


def projets(*arguments, cwd, **given):
    return subprocess.run(  # noqa: S603 (it is ours)
        [sys.executable, "-m", "projets", *map(str, arguments)],
        cwd=cwd,
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=PATIENCE * 4,
        check=False,
    )


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Serving:
    """`with Serving(cwd, …) as server:` until the end of the block; `server.log` is what it said."""

    def __init__(self, cwd, *arguments, **given):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(  # noqa: S603 (it is ours)
            [sys.executable, "-m", "projets", "serve", *arguments],
            cwd=cwd,
            env=environment(PORT=self.port, **given),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.log = ""

    def __enter__(self):
        deadline = time.monotonic() + PATIENCE
        while self.status("/healthz") != 200:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"ended with {self.stop()}: {self.log}")
            time.sleep(0.05)
        return self

    def __exit__(self, *problem):
        self.stop()

    def status(self, path):
        """The status of a page, None when nothing listens yet."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:  # noqa: S310 (it is ours)
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, ConnectionError):
            return None

    def stop(self):
        """SIGTERM; answers the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        if not self.process.stdout.closed:
            self.log, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode
