"""Facts become entries of the trail, in the transaction that notes them as read."""

from projets.accounts.audit.chain import add
from projets.accounts.audit.natures import nature_of
from projets.usecase.dispatch import subscribe


def concerned(events):
    return [event for event in events if nature_of(event.kind)]


@subscribe(concerned=concerned)
def write_audit_trail(event):
    """Twice is as good as once: a fact has one entry."""
    add(event, nature_of(event.kind))
