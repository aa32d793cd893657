"""Hands committed facts to those who react, right after the commit, in a thread of its own: no job makes them wait.

It is woken by commits, on PostgreSQL by the database's word of them, and looks by itself once a second for what
another process did. While much is written it looks only twice a second, and takes all of it together.
"""

import logging
import threading
from time import monotonic

from django.db import InterfaceError, OperationalError, connection

from projets.live.listening import Listening
from projets.usecase.dispatch import dispatch
from projets.usecase.wakeup import listen

log = logging.getLogger(__name__)
POLL = 1  # seconds
BETWEEN = 0.5  # seconds between two looks, however much is written


class Reactions(threading.Thread):
    def __init__(self, beside_pages=False):
        super().__init__(name="reactions", daemon=True)
        self._beside_pages = beside_pages
        self._stopping, self._woken = threading.Event(), threading.Event()
        self._deaf = None

    def run(self):
        self._deaf = self._listen()
        away = False
        while not self._stopping.is_set():
            looked = monotonic()
            try:
                dispatch()
                away = False
            except (OperationalError, InterfaceError) as error:
                if not away:
                    log.warning("reactions lost the database, and go on when it is back: %s", error)
                away = True
                connection.close()
            except Exception:
                log.exception("reactions failed, and go on")
            self._woken.wait(POLL)
            self._woken.clear()
            self._stopping.wait(max(0, looked + BETWEEN - monotonic()))
        self._deaf()
        connection.close()

    def stop(self, patience=5):
        """What is in hand is finished, if that takes no longer than `patience` seconds; or done again next time."""
        self._stopping.set()
        self._woken.set()
        self.join(patience)

    def _listen(self):
        """Be woken by commits from now on; answers what to call in the end."""
        if connection.vendor != "postgresql" or self._beside_pages:
            return listen(lambda *moved: self._woken.set())
        heard = Listening(lambda stream=None: self._woken.set(), lambda message: None)
        heard.start()
        return heard.stop
