from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projets.boards import dates
from projets.boards.dates import State
from projets.usecase.errors import Invalid

PARIS = ZoneInfo("Europe/Paris")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _in_english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    "typed",
    [
        "2027-03-12",
        "2027-3-12",
        "12/03/2027",
        "12/3/2027",
        "12/03/27",
        "12.03.2027",
        "12-03-2027",
        " 12 / 03 / 2027 ",
        "12 mars 2027",
        "12 Mars 2027",
        "vendredi 12 mars 2027",
        "Friday, 12 March 2027",
        "12 March 2027",
        "March 12, 2027",
        "Mar 12th 2027",
        "12\xa0mars\u202f2027",
    ],
)
def test_days(typed):
    assert dates.parse_day(typed) == date(2027, 3, 12)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1er mars 2027", date(2027, 3, 1)),
        ("3 févr. 2027", date(2027, 2, 3)),
        ("3 fevrier 2027", date(2027, 2, 3)),
        ("29/02/2028", date(2028, 2, 29)),
        ("15 août 2027", date(2027, 8, 15)),
    ],
)
def test_more_days(typed, day):
    assert dates.parse_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["", "demain", "29/02/2027", "31/04/2027", "03/13/2027", "12 mars", "0027-03-12", "١٢/٠٣/٢٠٢٧", "\0", "1" * 500],
)
def test_no_such_day(typed):
    with pytest.raises(Invalid, match="31/12/2027"):
        dates.parse_day(typed)


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("14:30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14 h 30", time(14, 30)),
        ("14\u202fh\xa030", time(14, 30)),
        ("9h", time(9)),
        ("9 H", time(9)),
        ("00:00", time(0)),
        ("23:59:58", time(23, 59, 58)),
        ("2:30 pm", time(14, 30)),
        ("2 PM", time(14)),
        ("12:15 am", time(0, 15)),
        ("12 p.m.", time(12)),
    ],
)
def test_times(typed, parsed):
    assert dates.parse_time(typed) == parsed


@pytest.mark.parametrize("typed", ["", "14", "24:00", "14:60", "13 pm", "0 am", "midi", "1430", "14:3", "-1:00"])
def test_no_such_time(typed):
    with pytest.raises(Invalid, match="14:30"):
        dates.parse_time(typed)


@pytest.mark.parametrize(
    ("date_text", "time_text", "due"),
    [
        ("", "", (None, False)),
        (None, None, (None, False)),
        ("2027-03-12", "", (utc(2027, 3, 12, 22, 59, 59), False)),
        ("2027-07-12", None, (utc(2027, 7, 12, 21, 59, 59), False)),
        ("12/03/2027", "14h30", (utc(2027, 3, 12, 13, 30), True)),
        ("12/03/2027 14:30", "", (utc(2027, 3, 12, 13, 30), True)),
        ("12 mars 2027 à 14h30", "", (utc(2027, 3, 12, 13, 30), True)),
        ("2027-03-12T14:30", "", (utc(2027, 3, 12, 13, 30), True)),
        ("2027-03-12T14:30:00Z", "", (utc(2027, 3, 12, 14, 30), True)),
        ("2027-03-12T14:30:00.500+05:00", "", (utc(2027, 3, 12, 9, 30), True)),
        # The night to summer time: 02:00 to 03:00 does not exist, and moves forward.
        ("2027-03-28", "01:59", (utc(2027, 3, 28, 0, 59), True)),
        ("2027-03-28", "02:30", (utc(2027, 3, 28, 1, 30), True)),
        ("2027-03-28T02:30", "", (utc(2027, 3, 28, 1, 30), True)),
        ("2027-03-28", "03:00", (utc(2027, 3, 28, 1, 0), True)),
        ("2027-03-28", "", (utc(2027, 3, 28, 21, 59, 59), False)),
        # The night to winter time: 02:00 to 03:00 comes twice, the first is meant.
        ("2027-10-31", "02:30", (utc(2027, 10, 31, 0, 30), True)),
        ("2027-10-31", "03:00", (utc(2027, 10, 31, 2, 0), True)),
        ("2027-10-31", "", (utc(2027, 10, 31, 22, 59, 59), False)),
    ],
)
def test_due(date_text, time_text, due):
    assert dates.parse_due(date_text, time_text, PARIS) == due


def test_the_skipped_time_is_shown_as_it_became():
    due, has_time = dates.parse_due("2027-03-28", "02:30", PARIS)
    assert dates.shown_due(due, has_time, PARIS, "fr") == "28 mars 2027 à 03:30"
    assert dates.machine(due, has_time, PARIS) == "2027-03-28T03:30+02:00"


def test_a_day_that_ends_twice_ends_the_second_time():
    """In Beirut clocks went back at midnight: 23:00 to 24:00 came twice."""
    due, _ = dates.parse_due("2022-10-29", "", ZoneInfo("Asia/Beirut"))
    assert due == utc(2022, 10, 29, 21, 59, 59)


@pytest.mark.parametrize(
    ("date_text", "time_text", "says"),
    [
        ("", "14:30", "A time needs a date"),
        ("bientôt", "", "“bientôt” is not a date"),
        ("12/03/2027", "25:00", "“25:00” is not a time"),
        ("1899-12-31", "", "too far away"),
        ("3000-01-01", "14:30", "too far away"),
        ("9999-12-31T23:59:59-12:00", "", "is not a date"),
        ("2027-02-30T14:30", "", "is not a date"),
        ("2027-02-03T14:30" + "0" * 100, "", "is not a date"),
    ],
)
def test_no_due(date_text, time_text, says):
    with pytest.raises(Invalid, match=says):
        dates.parse_due(date_text, time_text, PARIS)


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)), st.times(), st.booleans())
def test_a_form_gives_back_what_it_was_given(day, hour, has_time):
    zone = PARIS
    typed = day.isoformat(), f"{hour:%H:%M}" if has_time else ""
    due, stays = dates.parse_due(*typed, zone)
    assert dates.parse_due(*dates.typed_due(due, stays, zone), zone) == (due, stays) == (due, has_time)
    assert dates.day_of(due, zone) == day


def test_nothing_in_a_form():
    assert dates.typed_due(None, False, PARIS) == ("", "")


NOW = utc(2027, 3, 12, 13, 0)  # 14:00 in Paris, a Friday


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (("2027-03-11", ""), State.LATE),
        (("2027-03-12", "13:59"), State.LATE),
        (("2027-03-12", "14:00"), State.TODAY),
        (("2027-03-12", "23:30"), State.TODAY),
        (("2027-03-12", ""), State.TODAY),
        (("2027-03-13", "00:00"), State.SOON),
        (("2027-03-15", ""), State.SOON),
        (("2027-03-16", "00:00"), State.LATER),
        (("2028-03-12", ""), State.LATER),
    ],
)
def test_state(due, expected):
    due, _ = dates.parse_due(*due, PARIS)
    assert dates.state(due, False, NOW, PARIS) is expected
    assert dates.state(due, True, NOW, PARIS) is State.DONE


def test_state_of_no_due_date():
    assert dates.state(None, False, NOW, PARIS) is State.NONE
    assert dates.state(None, True, NOW, PARIS) is State.DONE


def test_days_are_those_of_the_calendar():
    late_evening = utc(2027, 3, 12, 22, 55)  # 23:55 in Paris
    assert dates.days_left(utc(2027, 3, 12, 23, 5), late_evening, PARIS) == 1
    assert dates.days_left(utc(2027, 3, 12, 22, 50), late_evening, PARIS) == 0
    assert dates.days_left(utc(2027, 3, 6, 12), NOW, PARIS) == -6


@pytest.mark.parametrize(
    ("language", "short", "shown"),
    [
        ("fr", False, ("1er mars 2027", "12 août 2027 à 17:05")),
        ("fr", True, ("1er mars 2027", "12 août 2027, 17:05")),
        ("fr-fr", False, ("1er mars 2027", "12 août 2027 à 17:05")),
        ("en", False, ("1 March 2027", "12 August 2027, 17:05")),
        ("en-gb", True, ("1 Mar 2027", "12 Aug 2027, 17:05")),
    ],
)
def test_shown(language, short, shown):
    day, _ = dates.parse_due("2027-03-01", "", PARIS)
    instant, _ = dates.parse_due("2027-08-12", "17:05", PARIS)
    assert dates.shown_due(day, False, PARIS, language, short) == shown[0]
    assert dates.shown_due(instant, True, PARIS, language, short) == shown[1]


def test_for_machines():
    due, has_time = dates.parse_due("2027-03-12", "", PARIS)
    assert dates.machine(due, has_time, PARIS) == "2027-03-12"
