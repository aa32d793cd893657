"""« Monter », « Descendre »: the position to ask for, for each thing of an ordered row; None where it cannot go."""

from projets.boards.ordering import APART


def with_steps(things):
    """The same things, each with `up` and `down`: midpoints between the neighbours that it would then have."""
    things = list(things)
    places = [thing.position for thing in things]
    for at, thing in enumerate(things):
        before, after = places[max(0, at - 2) : at], places[at + 1 : at + 3]
        thing.up = (before[0] if len(before) > 1 else 0) / 2 + before[-1] / 2 if before else None
        thing.down = (after[0] + (after[1] if len(after) > 1 else after[0] + 2 * APART)) / 2 if after else None
    return things
