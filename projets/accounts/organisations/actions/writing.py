"""How organisations and what is inside them are written and recorded, for every action."""

from projets.accounts.organisations import events
from projets.accounts.organisations.models import (
    Affiliation,
    ClaimRule,
    Organisation,
    Service,
    Team,
    TeamMember,
)
from projets.usecase.log import record

STATES = {
    Organisation: events.OrganisationState,
    Affiliation: events.AffiliationState,
    Service: events.ServiceState,
    Team: events.TeamState,
    TeamMember: events.TeamMemberState,
    ClaimRule: events.ClaimRuleState,
}


def create(fact, row):
    row.save(force_insert=True)
    _tell(row, fact(None, _state(row)))


def edit(fact, row, **changed):
    """Write the columns that are no longer as they were, and record it; nothing changed is no fact."""
    changed = {name: value for name, value in changed.items() if getattr(row, name) != value}
    if not changed:
        return
    was = _state(row)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    _tell(row, fact(was, _state(row)))


def delete(fact, row):
    was = _state(row)
    type(row).objects.filter(pk=row.pk).delete()
    _tell(row, fact(was, was))


def _state(row):
    return STATES[type(row)].of(row)


def _tell(row, fact):
    for stream in sorted(row.streams):
        record(stream, fact)
