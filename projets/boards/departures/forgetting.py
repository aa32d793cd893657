"""Departures outlive the name of who left."""

from projets.accounts.erasing import forgets, keeps
from projets.boards.departures.models import Departure, NamedAt
from projets.boards.departures.naming import find_names
from projets.usecase.log import moment

keeps(Departure, NamedAt)


@forgets
def list_where_they_are_named(gone):
    """What others typed is theirs to change: whoever settles the departure is shown where."""
    NamedAt.objects.bulk_create(find_names(gone, moment()))
