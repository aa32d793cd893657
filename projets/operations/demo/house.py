"""Where the invented people work: one organisation, its services as their lines say them, a team."""

from projets.accounts.organisations.actions.affiliations import affiliate, edit_affiliation
from projets.accounts.organisations.actions.organisations import create_organisation
from projets.accounts.organisations.actions.services import create_service
from projets.accounts.organisations.actions.teams import add_to_team, create_team
from projets.accounts.organisations.models import Affiliation, Organisation, Service, Team
from projets.accounts.queries import instance
from projets.usecase.actor import Actor

NAME, TEAM, HEAD = "DINUM", "Équipe Produit", "karim"
COMMAND = Actor(None, "command")


def furnish(cast, people, administrated):
    """Before any project, which belongs where its founder works. It is administered as the instance is, or not."""
    create_organisation(COMMAND, instance(), NAME)
    organisation = Organisation.objects.get(local_name=NAME)
    services = {}
    for key, user in cast.people.items():
        name = people[key]["service"].partition(",")[0]
        if name not in services:
            create_service(COMMAND, organisation, name)
            services[name] = Service.objects.get(organisation=organisation, name=name)
        heads = administrated and key == HEAD
        affiliate(COMMAND, organisation, user, Affiliation.Role.ADMINISTRATOR if heads else Affiliation.Role.MEMBER)
        edit_affiliation(COMMAND, Affiliation.objects.get(user=user), service=services[name])
    create_team(COMMAND, organisation, TEAM)
    for affiliation in Affiliation.objects.filter(service=services[TEAM]):
        add_to_team(COMMAND, Team.objects.get(organisation=organisation), affiliation.user)
