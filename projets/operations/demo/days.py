"""Days as the content counts them, from the day on which the demonstration is loaded. Pure.

3        the third working day from now
-2       the second working day before
0        today, whatever day it is
week     later this week: the last working day of it, or tomorrow when there is none left
"""

from datetime import timedelta

SATURDAY = 5
HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}  # those of a fixed date


def day(counted, today):
    if counted == "week":
        return today + timedelta(max(1, SATURDAY - 1 - today.weekday()))
    step = timedelta(1 if counted > 0 else -1)
    found, left = today, abs(counted)
    while left:
        found += step
        left -= _is_worked(found)
    return found


def _is_worked(day):
    return day.weekday() < SATURDAY and (day.month, day.day) not in HOLIDAYS
