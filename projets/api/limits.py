"""How often one may ask: so many requests a minute for each token, and for each address without one.

Counted in this process, a minute at a time: nothing is read or written, and a server of several processes lets each
count its own.
"""

import time
from dataclasses import dataclass

WINDOW = 60  # seconds
MOST_KNOWN = 10_000  # who asked in this minute; beyond, the first ones begin anew


@dataclass(frozen=True)
class Count:
    """Where somebody stands in their minute."""

    policy: str
    most: int
    left: int  # below nothing when too many
    wait: int  # seconds until the minute ends

    @property
    def headers(self):
        """Those of the IETF's draft on rate limits."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.most};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={max(0, self.left)};t={self.wait}',
        }


class Limiter:
    """`limits` are {policy: requests a minute}; one that is not there has no limit."""

    def __init__(self, limits, clock=time.monotonic):
        self.limits = limits
        self.clock = clock
        self.minute = None
        self.counts = {}

    def count(self, policy, who):
        """One more request of `who`; None when nothing limits them."""
        most = self.limits.get(policy)
        if most is None:
            return None
        minute, second = divmod(self.clock(), WINDOW)
        if minute != self.minute or len(self.counts) >= MOST_KNOWN:
            self.minute, self.counts = minute, {}
        key = (policy, who)
        self.counts[key] = asked = self.counts.get(key, 0) + 1  # a race loses one count: no lock is worth it
        return Count(policy, most, most - asked, max(1, round(WINDOW - second)))
