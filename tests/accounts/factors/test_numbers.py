"""The numbers of RFC 6238, and which of them open."""

import time

import pytest

from projets.accounts.factors import numbers

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 (of the RFC's appendix B, SHA-1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_vectors_of_the_rfc(moment, expected):
    assert numbers.number(RFC_SECRET, moment // numbers.STEP) == expected


@pytest.mark.parametrize(("away", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(monkeypatch, away, opens):
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000)
    step = 1_000_000_000 // numbers.STEP + away
    typed = numbers.number(RFC_SECRET, step)
    assert numbers.step_of(RFC_SECRET, f"{typed[:3]} {typed[3:]}") == (step if opens else None)


def test_a_step_serves_once(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000)
    step = 1_000_000_000 // numbers.STEP
    assert numbers.step_of(RFC_SECRET, numbers.number(RFC_SECRET, step), after=step) is None


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "\ud800", "0" * 1000])
def test_what_is_no_number_opens_nothing(typed):
    assert numbers.step_of(RFC_SECRET, typed) is None


def test_a_secret_is_kept_sealed():
    secret = numbers.new_secret()
    kept = numbers.sealed(secret)
    assert secret not in kept
    assert numbers.unsealed(kept) == secret


def test_codes_differ_and_are_read_however_typed():
    codes = numbers.new_codes()
    assert len(set(codes)) == numbers.CODES
    one = codes[0]
    assert numbers.digest_of_code(one) == numbers.digest_of_code(f" {one.upper().replace('-', ' ')} ")
    assert numbers.digest_of_code(one) != numbers.digest_of_code(codes[1])


def test_the_picture_needs_no_style(monkeypatch):
    drawn = numbers.picture(numbers.new_secret(), "nadia@ministere.example")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "script" not in drawn
