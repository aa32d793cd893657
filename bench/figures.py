"""What comes out: one figure, what it has to hold, and the lines that people read."""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`target` is the most it may be, or with `at_least` the least; None: measured, without a number to hold.

    `slowness` is how many times longer than on the reference machine the fixed loop of Python took beside it: what
    takes time is held against its number as a ratio to that loop, what takes room as it is.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    note: str = ""
    slowness: float = 1.0

    @property
    def at_reference_speed(self):
        """What the value would be where the loop takes its usual time."""
        if self.unit == "a second":
            return self.value * self.slowness
        return self.value / self.slowness if self.unit in ("ms", "s", "ms each") else self.value

    @property
    def holds(self):
        if self.target is None:
            return None
        reached = self.at_reference_speed
        return reached >= self.target if self.at_least else reached <= self.target

    @property
    def line(self):
        verdict = {None: " ", True: "✓", False: "✗"}[self.holds]
        target = "" if self.target is None else f"{'≥' if self.at_least else '≤'} {_plain(self.target)}"
        scaled = "" if self.at_reference_speed == self.value else f"{_plain(self.at_reference_speed):>7}"
        note = f"  ({self.note})" if self.note else ""
        return f"  {verdict} {self.name:<74} {_plain(self.value):>7} {self.unit:<8} {scaled:>7} {target:>6}{note}"

    def as_dict(self):
        return asdict(self) | {"at_reference_speed": self.at_reference_speed, "holds": self.holds}


def _plain(number):
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"


def percentile(values, share):
    """The value that `share` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def times(name, seconds, middle=None, worst=None, note=""):
    """Median and 99th percentile of times, in milliseconds."""
    counted = f"{len(seconds)} times" + (f", {note}" if note else "")
    return [
        Figure(f"{name}, median", 1000 * median(seconds), "ms", middle, note=counted),
        Figure(f"{name}, 99th percentile", 1000 * percentile(seconds, 0.99), "ms", worst),
    ]
