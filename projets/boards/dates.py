"""Days and due dates. Pure: no database, no clock.

A due date is an instant. Without a time of day it is the last second of its day in the zone of the instance, so that
« late » and the order of due dates are one comparison of instants, in Python, in SQL and for clients of the API; the
day itself is always read back in that same zone (`day_of`), never in the reader's.
"""

import re
from datetime import UTC, date, datetime, time
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from projets.boards.names import plain
from projets.usecase.errors import Invalid
from projets.usecase.years import is_near, require_near

END_OF_DAY = time(23, 59, 59)
SOON = 3  # days

_FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_ENGLISH = "January February March April May June July August September October November December"
MONTHS = {"fr": _FRENCH.split(), "en": _ENGLISH.split()}
SHORT_MONTHS = {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_MONTH_OF = {
    plain(word).rstrip("."): number
    for names in (MONTHS, SHORT_MONTHS)
    for words in names.values()
    for number, word in enumerate(words, start=1)
}
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_FRENCH_DAY = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.?,? (\d{4})", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?: ?[:h] ?(\d{2})| ?h)?(?::(\d{2})(?:\.\d+)?)? ?(am|pm|a\.m\.|p\.m\.)?", re.ASCII)
_ISO_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)
_WEEKDAY = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day),? "
)

_NO_DAY = _("“%(typed)s” is not a date. Type it as 31/12/2027 or 2027-12-31.")
_NO_TIME = _("“%(typed)s” is not a time. Type it as 14:30, from 00:00 to 23:59.")


class State(StrEnum):
    NONE = ""
    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    DONE = "done"


def parse_day(typed):
    """The date that somebody typed, in French or English, day before month; Invalid says how to type it."""
    text = _WEEKDAY.sub("", " ".join(plain(typed[:100]).split()), count=1)
    found = _numbers_of(text)
    try:
        day = date(*found) if found else None
    except ValueError:
        day = None
    if day is None or not day.year >= 1000:
        raise Invalid(_NO_DAY % {"typed": typed[:100].strip()})
    return day


def parse_due(date_text, time_text, zone):
    """(instant, whether it has a time of day) as typed in two boxes or in one; (None, False) when both are empty.

    A time that the change to summer time skips moves forward by what was skipped; of a time that comes twice, the
    first is meant. An ISO instant with its own offset keeps it.
    """
    date_text, time_text = (date_text or "").strip(), (time_text or "").strip()
    if not date_text:
        if time_text:
            raise Invalid(_("A time needs a date. Type the date too, or empty the time."))
        return None, False
    if not time_text:
        if instant := _iso_instant(date_text, zone):
            return instant, True
        date_text, time_text = _in_two(date_text)
    day = parse_day(date_text)
    require_near(day)
    return (at(day, parse_time(time_text), zone), True) if time_text else (at(day, None, zone), False)


def parse_time(typed):
    """« 14:30 », « 14h30 », « 14 h », « 2:30 pm »."""
    text = " ".join(plain(typed[:100]).split())
    found = _TIME.fullmatch(text)
    if found and text.isdecimal():
        found = None
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()[:3]) if found else (24, 0, 0)
        if found and found[4]:
            hour = hour % 12 + 12 * (found[4][0] == "p") if 1 <= hour <= 12 else 24
        return time(hour, minute, second)
    except ValueError as error:
        raise Invalid(_NO_TIME % {"typed": typed[:100].strip()}) from error


def at(day, time_of_day, zone):
    """The instant of a time on this day in this zone; without a time, the last second of the day."""
    if time_of_day is None:
        # Where clocks go back at midnight, the day's last second is the second of the two.
        return datetime.combine(day, END_OF_DAY, zone).replace(fold=1).astimezone(UTC)
    return datetime.combine(day, time_of_day, zone).astimezone(UTC)


def day_of(due, zone):
    return due.astimezone(zone).date()


def time_of(due, zone):
    return due.astimezone(zone).time()


def days_left(due, now, zone):
    """Days on the calendar, not hours: tomorrow is 1 even five minutes from now; yesterday is -1."""
    return (day_of(due, zone) - day_of(now, zone)).days


def state(due, done, now, zone):
    """Where a due date stands; what is done is neither late nor soon."""
    if done:
        return State.DONE
    if due is None:
        return State.NONE
    if due < now:
        return State.LATE
    left = days_left(due, now, zone)
    if left <= 0:
        return State.TODAY
    return State.SOON if left <= SOON else State.LATER


def shown_day(day, language, short=False):
    """« 12 mars 2027 », « 1er mars 2027 », « 3 févr. 2027 »; « 12 March 2027 »."""
    language = "fr" if language.startswith("fr") else "en"
    month = (SHORT_MONTHS if short else MONTHS)[language][day.month - 1]
    number = "1er" if language == "fr" and day.day == 1 else day.day
    return f"{number} {month} {day.year}"


def shown_due(due, has_time, zone, language, short=False):
    """« 12 mars 2027 », « 12 mars 2027 à 17:00 »; short: « 12 mars 2027, 17:00 »."""
    day = shown_day(day_of(due, zone), language, short)
    if not has_time:
        return day
    joint = " à " if language.startswith("fr") and not short else ", "
    return f"{day}{joint}{time_of(due, zone):%H:%M}"


def shown_time(seconds):
    """How long: « 2 h 05 », « 12 min », « 45 s »; read alike in French and English."""
    minutes, left = divmod(seconds, 60)
    if not minutes:
        return f"{left}\xa0s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}\xa0h\xa0{minutes:02}" if hours else f"{minutes}\xa0min"


def typed_due(due, has_time, zone):
    """(date, time) as the two boxes of a form take them; empty texts for nothing."""
    if due is None:
        return "", ""
    return day_of(due, zone).isoformat(), f"{time_of(due, zone):%H:%M}" if has_time else ""


def machine(due, has_time, zone):
    """For the attribute of `<time>`: a day, or an instant with its offset."""
    local = due.astimezone(zone)
    return local.isoformat(timespec="minutes") if has_time else local.date().isoformat()


def _numbers_of(text):
    """(year, month, day) as the text orders them, None if it does not look like a date."""
    if found := _ISO_DAY.fullmatch(text):
        return tuple(map(int, found.groups()))
    if found := _FRENCH_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
        return year + 2000 * (year < 100), month, day
    if (found := _DAY_MONTH.fullmatch(text)) and found[2] in _MONTH_OF:
        return int(found[3]), _MONTH_OF[found[2]], int(found[1])
    if (found := _MONTH_DAY.fullmatch(text)) and found[1] in _MONTH_OF:
        return int(found[3]), _MONTH_OF[found[1]], int(found[2])
    return None


def _iso_instant(text, zone):
    if not _ISO_INSTANT.fullmatch(text[:60]) or len(text) > 60:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not is_near(instant):
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).replace(microsecond=0).astimezone(UTC)


def _in_two(text):
    """« 28/03/2027 14:30 », « 28 mars 2027 à 14h30 »: the date and the time."""
    found = re.fullmatch(r"(.*\d{4}),?(?: +(?:à|a|at))? +(\d{1,2} ?[:hH].*)", text[:100])
    return found.groups() if found else (text, "")
