"""A link in a letter that proves whose mailbox it is.

What waits for the proof stays in the session of the browser that asked; the letter holds a key of which the session
keeps the digest. So a link serves once, for ten minutes, in that browser, and nobody who finds the letter gets
anything by it.
"""

import time
from hashlib import sha256
from secrets import token_urlsafe

from django.utils.crypto import constant_time_compare

WAITS = 600  # seconds


class MailedProof:
    """One purpose: `name` is where it waits in the session."""

    def __init__(self, name):
        self.name = name

    def wait(self, request, **held):
        """From now on this browser waits with this; no link opens it yet."""
        request.session[self.name] = {**held, "until": time.time() + WAITS, "key": ""}

    def expect(self, request, key):
        """The link with this key, which is on its way, is the one that serves."""
        waiting = request.session[self.name]
        request.session[self.name] = {**waiting, "key": _digest(key), "until": time.time() + WAITS}

    def waiting(self, request):
        """What this browser waits with, or None."""
        found = request.session.get(self.name)
        return found if found and found["until"] > time.time() else None

    def opened_by(self, request, key):
        """What it waits with, if this is the key of the link; None else."""
        found = self.waiting(request)
        fits = found and found["key"] and constant_time_compare(found["key"], _digest(key))
        return found if fits else None

    def over(self, request):
        """It has served."""
        del request.session[self.name]
        request.session.save()


def new_key():
    return token_urlsafe(32)


def _digest(key):
    return sha256(key.encode(errors="replace")).hexdigest()
