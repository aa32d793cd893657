"""What leaves in one piece leaves only so often: each person has so many exports an hour, by whatever door (E-24)."""

import math
from functools import cache

from django.conf import settings
from django.utils.translation import ngettext

from projets.usecase.errors import TooOften
from projets.usecase.limits import HOUR, Limiter


def count_export(user_id):
    """One more export of this person; TooOften when they have had as many as one may within the hour."""
    counted = limiter().count("export", user_id)
    if counted and counted.left < 0:
        raise _too_often(counted)


def _too_often(counted):
    minutes = math.ceil(counted.wait / 60)
    said = ngettext(
        "You have exported %(most)s times within an hour, as often as one may. Try again in a minute.",
        "You have exported %(most)s times within an hour, as often as one may. Try again in %(minutes)s minutes.",
        minutes,
    )
    return TooOften(said % {"most": counted.most, "minutes": minutes}, counted.wait)


@cache
def limiter():
    most = settings.EXPORTS_PER_HOUR
    return Limiter({"export": most} if most else {}, window=HOUR)
