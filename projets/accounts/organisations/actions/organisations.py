"""Organisations made by hand, what they are called here, and what they let their people do."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from projets.accounts import wording
from projets.accounts.organisations import events, numbers
from projets.accounts.organisations.actions.writing import create, edit
from projets.accounts.organisations.models import Organisation
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.log import begin_stream

LONGEST = 200
CHOICES = {"project_creators": Organisation.Creators, "inviting_outside": Organisation.Inviting}
SWITCHES = {"allows_guests", "allows_links"}


@action("instance")
def create_organisation(actor, instance, local_name, siret=""):
    """One that nobody has signed in from yet; without a SIRET, one that nobody will."""
    siret = numbers.siret(siret) if siret else None
    organisation = Organisation(siret=siret, local_name=named(local_name, "local_name"))
    begin_stream(organisation.stream)
    try:
        with transaction.atomic():
            create(events.OrganisationCreated, organisation)
    except IntegrityError:
        raise Invalid(_("Another organisation has this SIRET number."), "siret") from None


@action("organisation")
def edit_organisation(actor, organisation, local_name=None, **settings):
    """`local_name` "" is none, when sign-in says how it is called; of `settings`, those given."""
    changed = {name: _setting(name, value) for name, value in settings.items()}
    if local_name is not None:
        changed["local_name"] = named(local_name, "local_name", least=0 if organisation.label else 1)
    edit(events.OrganisationEdited, organisation, **changed)


def named(typed, field="name", least=1):
    return wording.line(typed, field, most=LONGEST, least=least)


def _setting(name, value):
    if name in SWITCHES:
        return bool(value)
    if name not in CHOICES or value not in CHOICES[name].values:
        raise Invalid(_("This choice does not exist: choose among those shown."), name)
    return value
