"""A project belongs to a service of an organisation, never to a person (A-09)."""

import pytest

from projets.accounts.organisations.actions.services import delete_service
from projets.accounts.organisations.models import Affiliation
from projets.boards.actions.projects import create_project
from projets.boards.belonging import Rules, rules_of
from projets.boards.models import Project
from projets.usecase.errors import Conflict
from projets.usecase.guard import writes_allowed
from tests.accounts.organisations.world import acts, make_world


@pytest.fixture
def world(db):
    return make_world()


def founded(user, **columns):
    act = create_project(acts(user), user, "Portail", **columns)
    return Project.objects.get(pk=act.facts[0].after.id)


def test_a_project_belongs_where_its_founder_works_and_stays_there(world):
    founder = world.user(place="member", service=world.service)
    act = create_project(acts(founder), founder, "Portail")
    after = act.facts[0].after
    assert (after.organisation_id, after.service_id) == (world.organisation.pk, world.service.pk)
    with writes_allowed():
        Affiliation.objects.update(organisation=world.elsewhere, service=None)
    project = Project.objects.get()
    assert (project.organisation, project.service) == (world.organisation, world.service)


def test_sign_in_says_first_where_somebody_works(world):
    founder = world.user(place="member", at=world.elsewhere)
    world.affiliate(founder, world.organisation, source="sign_in")
    project = founded(founder)
    assert (project.organisation, project.service) == (world.organisation, None)


def test_who_works_nowhere_founds_as_ever(world):
    project = founded(world.user())
    assert (project.organisation, project.service) == (None, None)
    world.let(allows_guests=False, allows_links=False, inviting_outside="forbidden")
    assert rules_of(project) == Rules(guests=True, links=True, inviting_outside="allowed")


@pytest.mark.parametrize("guests", [True, False])
@pytest.mark.parametrize("links", [True, False])
def test_the_organisation_says_what_is_allowed_at_once(world, guests, links):
    project = founded(world.user(place="member"))
    assert rules_of(project) == Rules()
    world.let(allows_guests=guests, allows_links=links, inviting_outside="administrators")
    assert rules_of(project) == Rules(guests, links, "administrators")


def test_rules_are_asked_once(world, django_assert_num_queries):
    project, free = founded(world.user(place="member")), founded(world.user())
    with django_assert_num_queries(1):
        rules_of(project)
    with django_assert_num_queries(0):
        rules_of(free)


def test_a_service_that_a_project_belongs_to_stays(world):
    head = world.user(place="administrator", service=world.service)
    project = founded(head)
    with pytest.raises(Conflict, match="another one first"):
        delete_service(acts(head), world.service)
    project.refresh_from_db()
    assert project.service == world.service
    assert Affiliation.objects.get(user=head).service == world.service
