"""Days and moments, as they are typed and shown.

A due date without a time of day is the last second of its day in the zone of the instance, which who asks from
elsewhere does not know: noon in UTC lies within that day wherever the instance is, and so does that second less half a
day. Times of day are of this machine's zone (TZ); on the instance's own machine, of the instance's.
"""

from datetime import UTC, date, datetime, time, timedelta

from projets.operations.console import Misuse

DAYS = ("%Y-%m-%d", "%d/%m/%Y")
TIMES = ("T%H:%M", " %H:%M", " %Hh%M")
NOON, HALF_A_DAY = time(12, tzinfo=UTC), timedelta(hours=12)


def due(typed):
    """What the API is sent for a due date: a day, a day and a time, or `none`."""
    if typed == "none":
        return {"due_at": None}
    if (day := _day(typed)) is not None:
        return {"due_at": datetime.combine(day, NOON).isoformat(), "due_has_time": False}
    return {"due_at": moment(typed), "due_has_time": True}


def start(typed):
    return {"start_date": None if typed == "none" else _required(_day(typed), typed).isoformat()}


def moment(typed):
    """A day is its first second here."""
    if (day := _day(typed)) is not None:
        return datetime.combine(day, time()).astimezone().isoformat()
    return _required(_read(typed, [day + at for day in DAYS for at in TIMES]), typed).astimezone().isoformat()


def shown_due(card):
    """`2027-01-05`, with a time if it has one; nothing without a due date."""
    if card["due_at"] is None:
        return ""
    at = datetime.fromisoformat(card["due_at"]).astimezone(UTC)
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if card["due_has_time"] else f"{at - HALF_A_DAY:%Y-%m-%d}"


def _day(typed):
    found = _read(typed, DAYS)
    return found and date(found.year, found.month, found.day)


def _read(typed, shapes):
    for shape in shapes:
        try:
            return datetime.strptime(typed, shape)  # noqa: DTZ007 (of this machine's zone, which the caller adds)
        except ValueError:
            continue
    return None


def _required(found, typed):
    if found is None:
        raise Misuse(f"« {typed} » is no date: type 2027-12-31 or 31/12/2027, with 14:00 after it if it has a time")
    return found
