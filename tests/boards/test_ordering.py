import json
from itertools import pairwise
from math import ulp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projets.boards.ordering import CEILING, GAP, Place, after_all, fits, place

VECTORS = [json.loads(line) for line in (Path(__file__).parent / "position-vectors.jsonl").read_text().splitlines()]


def test_every_recorded_vector():
    assert len(VECTORS) == 500
    for vector in VECTORS:
        spot = place(vector["siblings"], vector["wanted"])
        assert (spot.position, spot.shifts) == (vector["position"], dict(vector["repositions"])), vector


@pytest.mark.parametrize(
    ("siblings", "wanted", "position"),
    [([65536, 131072], 65536, 98304), ([65536], 65536, 81920), ([], 0, 16384), ([1, 16384], 1, 8192.5)],
)
def test_documented_examples(siblings, wanted, position):
    assert place(siblings, wanted).position == position


def test_beyond_the_ceiling_all_are_numbered_again():
    spot = place([1.0, 2.0, 3.0], 2.0**51)
    assert (spot.position, spot.shifts) == (65536.0, {0: 16384.0, 1: 32768.0, 2: 49152.0})


def test_after_all():
    assert (after_all([]), after_all([1.0, 7.0])) == (65536.0, 65543.0)


# Real boards go up to 2**47, and past the ceiling all is numbered again; in between doubles get as coarse as GAP.
positions = st.one_of(
    st.floats(0, 10),
    st.integers(0, 40).map(lambda eighths: eighths / 8),
    st.floats(0, 2.0**47),
    st.just(CEILING * 2),
)


def apart(below, above):
    return above - below >= GAP - ulp(above)


@given(st.lists(positions, max_size=30).map(sorted), positions)
@settings(max_examples=300, deadline=None)
def test_order_is_kept_and_the_newcomer_has_room(siblings, wanted):
    """Whatever stood there, were it in a heap."""
    spot = place(siblings, wanted)
    assert spot.index == sum(sibling <= wanted for sibling in siblings)
    line = [spot.shifts.get(index, sibling) for index, sibling in enumerate(siblings)]
    line.insert(spot.index, spot.position)
    assert line == sorted(line)
    around = line[max(spot.index - 1, 0) : spot.index + 2]
    assert all(apart(below, above) for below, above in pairwise(around))
    assert line[0] >= GAP or spot.index > 0
    assert line[-1] <= CEILING


@given(st.lists(positions, max_size=25))
@settings(max_examples=200, deadline=None)
def test_gaps_hold_from_the_first_on(wanted):
    """A list filled by the rule alone never has two things too close, nor one too close to zero."""
    line = []
    for position in wanted:
        spot = place(line, position)
        line = [spot.shifts.get(index, sibling) for index, sibling in enumerate(line)]
        line.insert(spot.index, spot.position)
        assert all(apart(below, above) for below, above in pairwise([0.0, *line]))


@given(st.lists(positions, max_size=30).map(sorted), positions)
@settings(max_examples=300, deadline=None)
def test_whoever_fits_between_the_neighbours_needs_no_more_to_be_read(siblings, wanted):
    index = sum(sibling <= wanted for sibling in siblings)
    below, above = ([None, *siblings][index], [*siblings, None][index])
    if fits(below, wanted, above) and siblings[-1:] <= [CEILING]:
        assert place(siblings, wanted) == Place(index, wanted, {})
