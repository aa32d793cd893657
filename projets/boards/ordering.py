"""Where a thing goes among its siblings: the rule of every ordered thing. Pure: no database, no clock."""

from bisect import bisect_right
from dataclasses import dataclass

GAP = 0.125  # no two neighbours are closer, nor is the first to zero
STEP = 16_384.0
CEILING = 2.0**50  # from here on doubles can no longer tell GAP
APART = 4 * STEP  # how far we put one thing after another when nobody says where


@dataclass(frozen=True)
class Place:
    """`index` among the siblings, `position` there, and `shifts`: new positions of siblings, by their index."""

    index: int
    position: float
    shifts: dict[int, float]


def place(siblings, wanted):
    """Put a thing at `wanted` ≥ 0 among ascending positions: after those that are not greater.

    Whoever stands too close above it is pushed upwards, no further than needed.
    """
    index = bisect_right(siblings, wanted)
    given = [*siblings[:index], wanted, *siblings[index:]]
    line = _pushed_apart(given, index)
    if line[-1] > CEILING:
        line = [STEP * rank for rank in range(1, len(line) + 1)]
    shifts = {at - (at > index): now for at, now in enumerate(line) if at != index and now != given[at]}
    return Place(index, line[index], shifts)


def fits(below, wanted, above):
    """Whether a thing can stand at `wanted` between its neighbours, or none, without anybody making room."""
    return wanted - (below or 0.0) >= GAP and (above is None or above >= wanted + GAP) and wanted <= CEILING


def after_all(siblings):
    """The position to want in order to be last."""
    return (siblings[-1] if siblings else 0.0) + APART


def _pushed_apart(given, index):
    line = list(given)
    lowest = _start_of_crowd(line, index)
    if lowest is None:
        previous, at = 0.0, 0
    else:
        previous, at = line[lowest], lowest + 1
    while at < len(line) and line[at] < previous + GAP:
        beyond = line[at + 1] if at + 1 < len(line) else None
        if beyond is not None and beyond >= previous + 2 * GAP:
            line[at] = (previous + beyond) / 2
            break
        line[at] = previous = previous + STEP
        at += 1
    return line


def _start_of_crowd(line, index):
    """The lowest of those that stand too close below `index`, one behind the other; None if they crowd zero."""
    while index and line[index] - line[index - 1] < GAP:
        index -= 1
    return None if index == 0 and line[0] < GAP else index
