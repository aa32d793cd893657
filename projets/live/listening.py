"""What other processes say, on PostgreSQL: streams that moved on, people who are here, sessions that ended."""

import json
import logging
import threading

from django.db import Error, connection

from projets.usecase.wakeup import CHANNEL as STREAMS

BETWEEN_PROCESSES = "projets_live"
LOOKS = 0.5  # seconds; how soon it notices that it should stop
LONGEST_WAIT = 5

log = logging.getLogger(__name__)


class Listening(threading.Thread):
    """Calls `moved(stream)` or, when notifications may have been missed, `moved()`; and `said(message)`."""

    def __init__(self, moved, said):
        super().__init__(name="live listening", daemon=True)
        self.moved = moved
        self.said = said
        self.stopping = threading.Event()

    def stop(self):
        self.stopping.set()
        self.join()

    def run(self):
        wait = 0.2
        while not self.stopping.is_set():
            try:
                self._listen()
            except (Error, connection.Database.Error):  # psycopg’s own, which nobody else needs in memory
                log.exception("no notifications from the database; connecting again")
                self.stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = 0.2
            finally:
                connection.close()

    def _listen(self):
        connection.ensure_connection()
        wire = connection.connection
        wire.execute(f"LISTEN {STREAMS}")
        wire.execute(f"LISTEN {BETWEEN_PROCESSES}")
        self.moved()
        while not self.stopping.is_set():
            for note in wire.notifies(timeout=LOOKS):
                if note.channel == STREAMS:
                    self.moved(note.payload.split(" ")[0])
                else:
                    self.said(json.loads(note.payload))


def say(message):
    """Tell the other processes (and this one)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [BETWEEN_PROCESSES, json.dumps(message)])
