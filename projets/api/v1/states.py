"""The public columns of any row that is sent, whichever part of the product it is of."""

from projets.accounts.organisations.actions import writing
from projets.boards.actions import saving
from projets.boards.sharing import events, models

STATES = saving.STATES | writing.STATES | {models.Guest: events.GuestState, models.Link: events.LinkState}


def state(row):
    """As they are now."""
    return STATES[type(row)].of(row)
