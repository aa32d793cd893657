"""Who may do what to an organisation: every action, by everybody (A-10)."""

import pytest

from projets.accounts.organisations.actions import affiliations, claims, organisations, services, teams
from projets.accounts.organisations.models import Affiliation, Organisation
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from projets.usecase.errors import Refused
from projets.usecase.models import Act
from tests.accounts.organisations.world import acts, make_world

pytestmark = pytest.mark.django_db

HEADS = {"head", "administrator"}
LEADS = HEADS | {"lead"}


def _member(world):
    return world.join(world.user(place="member"))


def _affiliation(world):
    return Affiliation.objects.get(user=world.user(place="member"))


DOING = {
    "edit_organisation": (HEADS, lambda a, w: organisations.edit_organisation(a, w.organisation, local_name="Nous")),
    "create_organisation": ({"administrator"}, lambda a, w: organisations.create_organisation(a, instance(), "Neuve")),
    "affiliate": (HEADS, lambda a, w: affiliations.affiliate(a, w.organisation, w.user())),
    "edit_affiliation": (HEADS, lambda a, w: affiliations.edit_affiliation(a, _affiliation(w), role="administrator")),
    "remove_affiliation": (HEADS, lambda a, w: affiliations.remove_affiliation(a, _affiliation(w))),
    "create_service": (HEADS, lambda a, w: services.create_service(a, w.organisation, "Achats")),
    "rename_service": (HEADS, lambda a, w: services.rename_service(a, w.service, "Achats")),
    "delete_service": (HEADS, lambda a, w: services.delete_service(a, w.service)),
    "create_team": (HEADS, lambda a, w: teams.create_team(a, w.organisation, "Données")),
    "rename_team": (LEADS, lambda a, w: teams.rename_team(a, w.team, "Produits")),
    "delete_team": (HEADS, lambda a, w: teams.delete_team(a, w.team)),
    "add_to_team": (LEADS, lambda a, w: teams.add_to_team(a, w.team, w.user(place="member"))),
    "set_lead": (HEADS, lambda a, w: teams.set_lead(a, _member(w))),
    "remove_from_team": (LEADS, lambda a, w: teams.remove_from_team(a, _member(w))),
    "add_claim_rule": (HEADS, lambda a, w: claims.add_claim_rule(a, w.team, "groups", "produit")),
    "remove_claim_rule": (HEADS, lambda a, w: claims.remove_claim_rule(a, w.rule)),
    "apply_claims": (set(), lambda a, w: claims.apply_claims(a, w.user(place="member"), {"roles": ["agent_public"]})),
}


def _who(world, ground):
    user = {
        "outsider": lambda: world.user(),
        "elsewhere": lambda: world.user(place="administrator", at=world.elsewhere),
        "member": lambda: world.user(place="member"),
        "lead": lambda: world.user(place="member"),
        "head": lambda: world.user(place="administrator"),
        "administrator": lambda: world.user(role="administrator"),
    }[ground]()
    if ground == "lead":
        world.join(user, is_lead=True)
    return acts(user)


@pytest.mark.parametrize("ground", ["outsider", "elsewhere", "member", "lead", "head", "administrator"])
@pytest.mark.parametrize("name", DOING)
def test_who_may(name, ground):
    world = make_world()
    actor = _who(world, ground)
    allowed, act = DOING[name]
    if ground in allowed:
        assert act(actor, world).facts
        return
    with pytest.raises(Refused):
        act(actor, world)
    assert not Act.objects.exists()


@pytest.mark.parametrize("ground", ["outsider", "elsewhere", "member", "head", "administrator"])
def test_who_sees_an_organisation(ground):
    world = make_world()
    actor = _who(world, ground)
    seen = set(Organisation.objects.visible_to(actor))
    expected = {
        "outsider": set(),
        "elsewhere": {world.elsewhere},
        "administrator": {world.organisation, world.elsewhere},
    }
    assert seen == expected.get(ground, {world.organisation})


def test_a_key_for_some_projects_sees_none():
    world = make_world()
    head = world.user(place="administrator")
    actor = Actor(head.pk, "api", projects=frozenset({1}))
    assert not Organisation.objects.visible_to(actor)
    with pytest.raises(Refused):
        organisations.edit_organisation(actor, world.organisation, local_name="Nous")
