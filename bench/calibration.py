"""A fixed loop of Python and of SQLite, timed beside every measure: machines differ, and are rarely quiet.

A figure taken while the loop takes twice its usual time is worth about half of what it says.
"""

import sqlite3
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

WORDS = 60_000
COMMITS = 100
REFERENCE_MS = 60  # what the loop of Python takes on the machine that the numbers to hold were set for


@dataclass(frozen=True)
class Calibration:
    python_ms: float
    python_cpu_ms: float  # the same without what others took of the machine
    sqlite_ms: float  # durable commits, one after the other

    def __str__(self):
        return f"python {self.python_ms:.0f} ms (cpu {self.python_cpu_ms:.0f}), sqlite {self.sqlite_ms:.0f} ms"

    as_dict = asdict

    @property
    def slowness(self):
        """By processor time: what others took of the machine excuses no figure."""
        return self.python_cpu_ms / REFERENCE_MS


def calibrate():
    wall, cpu = perf_counter(), process_time()
    _python()
    python, python_cpu = perf_counter() - wall, process_time() - cpu
    return Calibration(1000 * python, 1000 * python_cpu, 1000 * _sqlite())


def _python():
    counts = {}
    for number in range(WORDS):
        word = f"carte {number % 977} – {number * 7919 % 1013}"
        counts[word] = counts.get(word, 0) + len(word.split())
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _sqlite():
    with tempfile.TemporaryDirectory(prefix="projets-bench-") as folder:
        database = sqlite3.connect(Path(folder) / "loop.sqlite3", isolation_level=None)
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE card (id, title);")
        started = perf_counter()
        for number in range(COMMITS):
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO card VALUES (?, ?)", (number, f"carte {number}"))
            database.execute("COMMIT")
        took = perf_counter() - started
        database.close()
    return took
