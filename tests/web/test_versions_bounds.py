"""Two texts are compared in no time, whatever they hold."""

from projets.web.pages.card import versions
from projets.web.pages.card.versions import compared


def test_line_by_line():
    assert compared("a\nb\nc", "a\nx\nc") == (
        [(False, "a"), (True, "b"), (False, "c")],
        [(False, "a"), (True, "x"), (False, "c")],
    )


def test_texts_that_would_take_minutes_are_compared_as_a_whole():
    before, after = "start\n" + "a\nb\n" * 3000 + "end", "start\n" + "b\na\nc\n" * 3000 + "end"
    left, right = compared(before, after)
    assert [line for _changed, line in left] == before.splitlines()
    assert [line for _changed, line in right] == after.splitlines()
    assert [line for changed, line in left if not changed] == ["start", "end"]
    assert [line for changed, line in right if not changed] == ["start", "end"]


def test_one_that_goes_on_from_the_other(monkeypatch):
    monkeypatch.setattr(versions, "MOST_PAIRS", 0)
    assert compared("a\na", "a\na\na") == ([(False, "a")] * 2, [(False, "a"), (False, "a"), (True, "a")])
    assert compared("", "a") == ([], [(True, "a")])
