"""What leaves in one piece leaves only so often (`exchange/exporters/counting.py`).

`@counted_export` goes on a view under those that say who is there.
"""

from functools import wraps

from django.http import HttpResponse
from django.utils import timezone

from projets.exchange.exporters.counting import count_export
from projets.usecase.errors import TooOften
from projets.web.door import refusal


def counted_export(view):
    @wraps(view)
    def answer(request, **ids):
        try:
            count_export(request.user.pk)
        except TooOften as error:
            return refusal(request, error)
        return view(request, **ids)

    return answer


def as_csv(name, text):
    """A sheet to be kept, called after today."""
    told = {"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'}
    return HttpResponse(text, "text/csv; charset=utf-8", headers=told)
