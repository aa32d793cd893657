"""All that happens, in order and once, for those who are told by other rooms than our streams: clients of the API."""

import logging
from threading import Lock

from django.db import connection

from projets.live.watching import Watching
from projets.usecase.log import since

log = logging.getLogger(__name__)
_tell = None


def register_teller(tell):
    """`tell(events)`: what one look at the log has found, in order; called in the thread that reads it."""
    global _tell
    _tell = tell


class Everything(Watching):
    """Reads nothing until somebody listens, and all from then on."""

    def __init__(self):
        super().__init__("live everything")
        self.revisions = None  # of all streams, as far as they were told
        self.beginning = Lock()

    def begin(self):
        """What becomes of anything from now on is told. Called in a thread."""
        with self.beginning:
            if self.revisions is not None:
                return
            self.revisions = _revisions()

    def concerns(self, stream):
        return self.revisions is not None

    def ahead(self):
        if self.revisions is None:
            return set()
        return {name for name, revision in _revisions().items() if revision > self.revisions.get(name, 0)}

    def read(self, names):
        events = [event for name in names for event in since(name, self.revisions.get(name, 0))]
        events.sort(key=lambda event: event.pk)
        if events:
            self._tell(events)
        for event in events:
            self.revisions[event.stream_id] = max(event.revision, self.revisions.get(event.stream_id, 0))

    def _tell(self, events):
        try:
            _tell(events)
        except Exception:
            # It would fail again and again: what cannot be told must not keep all else from being told.
            log.exception("could not tell of events %s to %s", events[0].pk, events[-1].pk)


def _revisions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, revision FROM usecase_stream")
        return dict(cursor.fetchall())
