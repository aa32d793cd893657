"""Where people work, as sign-in says it (A-09)."""

from projets.accounts import wording
from projets.accounts.organisations import events, numbers
from projets.accounts.organisations.actions.writing import create, delete, edit
from projets.accounts.organisations.models import Affiliation, Organisation, TeamMember
from projets.accounts.queries import instance
from projets.usecase.action import action
from projets.usecase.errors import Conflict
from projets.usecase.log import begin_stream

LONGEST = 200


class FoundedMeanwhile(Conflict):
    """Somebody else of the same organisation signed in for the first time just now."""


def place_person(actor, user, siret, label):
    """Somebody signed in from the establishment with this SIRET, which calls itself `label`.

    An unknown one is founded. What the person had from the one before alone is taken back: administering it, and its
    teams; their account and their work stay. Answers the act.
    """
    siret = numbers.siret(siret)
    known = Organisation.objects.filter(siret=siret)
    try:
        return settle_person(actor, user, known.first(), siret, label)
    except FoundedMeanwhile:  # organisations stay: it is there now
        return settle_person(actor, user, known.first(), siret, label)


def _where_they_were(actor, user, organisation=None):
    """What a move reaches: where the person was placed before; the instance, when an organisation is to be founded."""
    before = Affiliation.objects.filter(user=user, source=Affiliation.Source.SIGN_IN)
    reached = {affiliation.stream for affiliation in before}
    return reached if organisation else reached | {instance().stream}


@action("user", "organisation", also_holding=_where_they_were)
def settle_person(actor, user, organisation, siret, label):
    """`place_person`, once it is known whether the organisation is there: None founds it."""
    label = wording.line(label, "label")[:LONGEST] if label else ""
    if organisation is None:
        organisation = _found(siret, label)
    elif label:
        edit(events.OrganisationRelabelled, organisation, label=label)
    for former in Affiliation.objects.filter(user=user, source=Affiliation.Source.SIGN_IN):
        if former.organisation_id != organisation.pk:
            leave(former)
    if not Affiliation.objects.filter(user=user, organisation=organisation).exists():
        placed = Affiliation(user=user, organisation=organisation, source=Affiliation.Source.SIGN_IN)
        create(events.AffiliationAdded, placed)


def leave(affiliation):
    """Somebody is no longer of an organisation, nor of its teams."""
    for member in TeamMember.objects.filter(organisation=affiliation.organisation_id, user=affiliation.user_id):
        delete(events.TeamMemberRemoved, member)
    delete(events.AffiliationRemoved, affiliation)


def _found(siret, label):
    """The stream of the instance is held: nobody else founds one."""
    if Organisation.objects.filter(siret=siret).exists():
        raise FoundedMeanwhile
    organisation = Organisation(siret=siret, label=label)
    begin_stream(organisation.stream)
    create(events.OrganisationCreated, organisation)
    return organisation
