"""What leaves in one piece leaves only so often: each person has so many exports an hour (E-24).

`@counted_export` goes on a view under those that say who is there.
"""

import math
from functools import cache, wraps

from django.conf import settings
from django.utils.translation import ngettext

from projets.usecase.errors import TooOften
from projets.usecase.limits import HOUR, Limiter
from projets.web.door import refusal


def counted_export(view):
    @wraps(view)
    def answer(request, **ids):
        counted = limiter().count("export", request.user.pk)
        if counted and counted.left < 0:
            return refusal(request, _too_often(counted))
        return view(request, **ids)

    return answer


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
