"""A thread with a connection of its own that reads the log as it grows.

It is woken by commits: on SQLite by those of this process at once, and of other processes by looking a few times a
second whether the file has changed; on PostgreSQL by notifications (`listening.py`).
"""

import logging
import threading
import time
from queue import Empty, SimpleQueue

from django.db import connection

LOOKS = 0.2  # seconds between two looks at the file (5 µs each)
LONGEST_WAIT = 5  # seconds, when it fails again and again
ALL = None  # in place of a stream's name: any of them may have moved on

log = logging.getLogger(__name__)


class Watching(threading.Thread):
    def __init__(self, name):
        super().__init__(name=name, daemon=True)
        self.woken = SimpleQueue()
        self.stopping = False
        self.looked_at = 0.0
        self.version = None

    def concerns(self, stream):
        """Is this a stream that it reads?"""
        raise NotImplementedError

    def ahead(self):
        """Names of the streams that have moved on since they were read."""
        raise NotImplementedError

    def read(self, names):
        """All that became of these streams."""
        raise NotImplementedError

    def wake(self, stream=ALL):
        if stream is ALL or self.concerns(stream):
            self.woken.put(stream)

    def stop(self):
        self.stopping = True
        self.wake()
        self.join()

    def run(self):
        wait = LOOKS
        while not self.stopping:
            try:
                self._read_what_is_new()
                wait = LOOKS
            except Exception:
                # Whatever it is, followers must not stay without news: what was not read is read again.
                log.exception("the log could not be read; trying again in %s s", wait)
                connection.close()
                time.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
                self.wake()
        connection.close()

    def _read_what_is_new(self):
        names = self._next()
        if self._file_changed() or ALL in names:
            names = names - {ALL} | self.ahead()
        if names:
            self.read(names)

    def _next(self):
        """The streams it was woken for, all of those waiting; none when it is time to look."""
        names = set()
        try:
            names.add(self.woken.get(timeout=LOOKS))
            while True:
                names.add(self.woken.get_nowait())
        except Empty:
            return names

    def _file_changed(self):
        """Has anybody else written since the last look? Only SQLite has to look."""
        if connection.vendor != "sqlite" or time.monotonic() - self.looked_at < LOOKS:
            return False
        self.looked_at = time.monotonic()
        with connection.cursor() as cursor:
            before, self.version = self.version, cursor.execute("PRAGMA data_version").fetchone()[0]
        return before != self.version
