"""Whole boards as bytes, kept until they move on: the ones read last, up to a size."""

from collections import OrderedDict
from threading import Lock


class Shelf:
    """`key` → what was made of some revisions of it."""

    def __init__(self, most):
        self.most = most  # bytes
        self.kept = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def get(self, key, revisions):
        """What was kept for exactly these revisions, or None."""
        with self.lock:
            found = self.kept.get(key)
            if found is None or found[0] != revisions:
                return None
            self.kept.move_to_end(key)
            return found[1]

    def put(self, key, revisions, whole, size):
        with self.lock:
            self._drop(key)
            self.kept[key] = (revisions, whole, size)
            self.size += size
            while self.size > self.most:
                self._drop(next(iter(self.kept)))

    def _drop(self, key):
        if key in self.kept:
            self.size -= self.kept.pop(key)[2]
