"""How often one may ask: so many times a minute, or an hour, for each token, address or person.

Counted in this process, a minute (an hour) at a time: nothing is read or written, and a server of several processes
lets each count its own.
"""

import time
from dataclasses import dataclass

MINUTE, HOUR = 60, 3600  # seconds
MOST_KNOWN = 10_000  # who asked in this minute; beyond, the first ones begin anew


@dataclass(frozen=True)
class Count:
    """Where somebody stands in their minute, or whatever the window is."""

    policy: str
    most: int
    left: int  # below nothing when too many
    wait: int  # seconds until the window ends
    window: int

    @property
    def headers(self):
        """Those of the IETF's draft on rate limits."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.most};w={self.window}',
            "RateLimit": f'"{self.policy}";r={max(0, self.left)};t={self.wait}',
        }


class Limiter:
    """`limits` are {policy: requests in a window}; one that is not there has no limit."""

    def __init__(self, limits, clock=time.monotonic, window=MINUTE):
        self.limits = limits
        self.clock = clock
        self.window = window
        self.now = None  # which window it is
        self.counts = {}

    def count(self, policy, who):
        """One more request of `who`; None when nothing limits them."""
        most = self.limits.get(policy)
        if most is None:
            return None
        now, second = divmod(self.clock(), self.window)
        if now != self.now or len(self.counts) >= MOST_KNOWN:
            self.now, self.counts = now, {}
        key = (policy, who)
        self.counts[key] = asked = self.counts.get(key, 0) + 1  # a race loses one count: no lock is worth it
        return Count(policy, most, most - asked, max(1, round(self.window - second)), self.window)
