"""Years that dates may lie in, whoever sends them. At the ends of the calendar a time zone alone leads out of it."""

from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Invalid

FIRST, LAST = 1900, 2999


def is_near(day):
    """Of a day or a moment."""
    return FIRST <= day.year <= LAST


def require_near(day, field=None):
    """Invalid for a day or a moment that nobody can mean."""
    if not is_near(day):
        raise Invalid(
            _("%(year)s is too far away: choose a year from %(first)s to %(last)s.")
            % {"year": day.year, "first": FIRST, "last": LAST},
            field,
        )
