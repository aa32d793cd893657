"""What an action calls a field, and what a body does: an error points at the latter."""

from contextlib import contextmanager

from projets.usecase.errors import DomainError


@contextmanager
def called(**names):
    """Within, an action's field of the first name is the body's of the second: `called(sponsor="sponsor_id")`."""
    try:
        yield
    except DomainError as error:
        error.field = names.get(error.field, error.field)
        raise
