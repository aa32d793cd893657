"""Do something only if the rows are still as whoever asks has read them."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Changed

_condition = ContextVar("what rows must be like", default=None)


@contextmanager
def only_if(holds):
    """The next action within does its work only if `holds(row)` for one of its rows, read under their lock.

    Raises Changed otherwise, and nothing has happened.
    """
    token = _condition.set(holds)
    try:
        yield
    finally:
        _condition.reset(token)


def require_unchanged(rows):
    """Called by the action once it holds its rows."""
    holds = _condition.get()
    if holds is None:
        return
    if not any(holds(row) for row in rows):
        raise Changed(_("This has been changed since you read it: read it again, then decide."))
    _condition.set(None)  # what the act does within is its own affair
