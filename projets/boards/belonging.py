"""To whom a project belongs: a service of an organisation, never a person; and what that organisation allows in it.

A project founded by somebody who works nowhere belongs to none, and everything is allowed in it.
"""

from dataclasses import dataclass

from projets.accounts.organisations.models import Organisation
from projets.accounts.organisations.queries import affiliations_of


@dataclass(frozen=True)
class Rules:
    """Whether people without an account may be let in, by e-mail (`guests`) or by a link that is enough (`links`)."""

    guests: bool = True
    links: bool = True
    inviting_outside: str = Organisation.Inviting.ALLOWED  # who may bring people of elsewhere


def rules_of(project):
    """One query, none for a project without organisation. Ask again at each act: switches are turned at any time."""
    if project.organisation_id is None:
        return Rules()
    columns = ("allows_guests", "allows_links", "inviting_outside")
    return Rules(*Organisation.objects.filter(pk=project.organisation_id).values_list(*columns).get())


def place(project, founder_id):
    """Put a new project where its founder works: what sign-in says first. Saves nothing."""
    if founder_id is None:
        return
    for affiliation in affiliations_of(founder_id)[:1]:
        project.organisation, project.service = affiliation.organisation, affiliation.service
