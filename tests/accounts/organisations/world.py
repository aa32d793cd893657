"""An organisation with a service, a team and its people; and another one."""

from dataclasses import dataclass

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, ClaimRule, Organisation, Service, Team, TeamMember
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed

SIRET = "13002526500013"


@dataclass
class World:
    organisation: Organisation
    elsewhere: Organisation
    service: Service
    team: Team
    rule: ClaimRule

    def user(self, role="project_owner", place=None, at=None, **columns):
        """Somebody who works here in this role (`place`), or nowhere."""
        with writes_allowed():
            user = User.objects.create(email=f"p{User.objects.count()}@ministere.example", name="Awa Diop", role=role)
            if place:
                self.affiliate(user, at or self.organisation, role=place, **columns)
        return user

    def affiliate(self, user, organisation, **columns):
        with writes_allowed():
            given = {"source": "manual", "role": "member"} | columns
            return Affiliation.objects.create(organisation=organisation, user=user, **given)

    def join(self, user, **columns):
        with writes_allowed():
            return TeamMember.objects.create(team=self.team, organisation=self.organisation, user=user, **columns)

    def let(self, **settings):
        with writes_allowed():
            Organisation.objects.filter(pk=self.organisation.pk).update(**settings)
        self.organisation.refresh_from_db()


def make_world():
    with writes_allowed():
        organisation = Organisation.objects.create(siret=SIRET, label="DINUM")
        team = Team.objects.create(organisation=organisation, name="Produit")
        return World(
            organisation,
            Organisation.objects.create(local_name="Préfecture"),
            Service.objects.create(organisation=organisation, name="Opérateur de produits"),
            team,
            ClaimRule.objects.create(organisation=organisation, claim="roles", value="agent_public", team=team),
        )


def acts(user):
    return Actor(user.pk, "web")
