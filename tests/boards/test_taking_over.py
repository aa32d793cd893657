"""A project goes from service to service; one that nobody there manages any more is taken over (A-09)."""

import pytest

from projets.accounts.actions.people import deactivate_user
from projets.accounts.models import User
from projets.accounts.organisations.actions.affiliations import remove_affiliation
from projets.accounts.organisations.actions.services import delete_service
from projets.accounts.organisations.models import Affiliation, Organisation, Service
from projets.boards.actions.belonging import set_project_service, take_over_project
from projets.boards.actions.boards import create_board
from projets.boards.belonging import shared_of, without_manager
from projets.boards.departures.actions.erasing import delete_user
from projets.boards.models import Board, Membership, Project, ProjectManager
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.accounts.organisations.world import acts, make_world
from tests.boards.test_belonging import founded
from tests.races import at_once


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def manager(world):
    return world.user(place="member")


def leave(user):
    """They sign in from elsewhere now."""
    with writes_allowed():
        Affiliation.objects.filter(user=user).delete()
        elsewhere, _made = Organisation.objects.get_or_create(local_name="Ailleurs")
        Affiliation.objects.create(organisation=elsewhere, user=user, source="sign_in")


def close(user):
    with writes_allowed():
        User.objects.filter(pk=user.pk).update(is_active=False)


def where(project):
    project.refresh_from_db()
    return project.organisation, project.service


def test_a_project_goes_to_a_service_and_back_to_the_whole(world, manager):
    project = founded(manager)
    act = set_project_service(acts(manager), project, world.organisation, world.service)
    assert [(fact.kind, set(fact.changed)) for fact in act.facts] == [("project.edited", {"service_id"})]
    assert where(project) == (world.organisation, world.service)
    set_project_service(acts(manager), project, world.organisation)
    assert where(project) == (world.organisation, None)


def test_its_organisation_administrator_may_too_but_not_with_a_private_one(world, manager):
    head = world.user(place="administrator")
    shared, private = founded(manager), founded(manager, is_shared=False)
    set_project_service(acts(head), shared, world.organisation, world.service)
    assert where(shared) == (world.organisation, world.service)
    before = Act.objects.count()
    with pytest.raises(Refused) as refused:
        set_project_service(acts(head), private, world.organisation, world.service)
    assert refused.value.why == Why.UNSEEN
    assert (where(private), Act.objects.count()) == ((world.organisation, None), before)
    assert Project.objects.visible_to(acts(head)).count() == 0  # to look in is another matter


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "outsider"])
def test_others_may_not(world, manager, who):
    project = founded(manager)
    place = {"colleague": {"place": "member"}, "elsewhere": {"place": "administrator", "at": world.elsewhere}}
    other = world.user(**place.get(who, {}))
    with pytest.raises(Refused):
        set_project_service(acts(other), project, world.organisation, world.service)
    assert where(project) == (world.organisation, None)


def test_one_that_belongs_to_none_goes_where_its_manager_works(world):
    founder = world.user()
    project = founded(founder)
    with pytest.raises(Refused):
        set_project_service(acts(founder), project, world.organisation)
    assert where(project) == (None, None)
    world.affiliate(founder, world.organisation)
    set_project_service(acts(founder), project, world.organisation)
    assert where(project) == (world.organisation, None)


def test_nobody_takes_along_what_is_not_theirs(world, manager):
    project = founded(manager)
    leave(manager)
    world.affiliate(manager, world.elsewhere)
    with pytest.raises(Invalid, match="works in both"):
        set_project_service(acts(manager), project, world.elsewhere)
    assert where(project) == (world.organisation, None)
    world.affiliate(manager, world.organisation)
    set_project_service(acts(manager), project, world.elsewhere)
    assert where(project) == (world.elsewhere, None)


def test_a_service_is_one_of_the_organisation(world, manager):
    project = founded(manager)
    world.affiliate(manager, world.elsewhere)
    with pytest.raises(Invalid) as refused:
        set_project_service(acts(manager), project, world.elsewhere, world.service)
    assert refused.value.field == "service"
    assert where(project) == (world.organisation, None)
    assert Service.objects.count() == 1


def depart(world, manager, how):
    if how == "closed":
        deactivate_user(acts(world.user(role="administrator")), manager)
    elif how == "deleted":
        delete_user(acts(world.user(role="administrator")), manager)
    else:
        leave(manager)


@pytest.mark.parametrize("signs_in", ["nowhere", "elsewhere"])
@pytest.mark.parametrize("place", ["administrator", None])
def test_nobody_takes_a_private_project_from_somebody_by_taking_them_off_the_organisation(
    world, manager, place, signs_in
):
    """While their account is open, wherever they sign in from; nor does anybody learn that there is such a project."""
    head = world.user(place=place, role="project_owner" if place else "administrator")
    project = founded(manager, is_shared=False)
    if signs_in == "elsewhere":
        world.affiliate(manager, world.elsewhere, source="sign_in")
    remove_affiliation(acts(head), Affiliation.objects.get(user=manager, organisation=world.organisation))
    assert list(without_manager(world.organisation)) == []
    with pytest.raises(Refused) as refused:
        take_over_project(acts(head), project, world.user(place="member"))
    assert refused.value.why == Why.UNSEEN
    assert project.managers.get().user == manager
    close(manager)
    assert list(without_manager(world.organisation)) == [project]


@pytest.mark.parametrize(
    ("how", "is_shared"),
    [("closed", True), ("closed", False), ("deleted", True), ("deleted", False), ("elsewhere", True)],
)
def test_the_project_of_who_left_stays_with_the_service_and_is_taken_over(world, manager, how, is_shared):
    head, heir = world.user(place="administrator"), world.user(place="member")
    project = founded(manager, is_shared=is_shared)
    create_board(acts(manager), project, "Tableau")
    set_project_service(acts(manager), project, world.organisation, world.service)
    assert list(without_manager(world.organisation)) == []
    depart(world, manager, how)
    assert list(without_manager(world.organisation)) == [project]
    assert where(project) == (world.organisation, world.service)
    assert project.binned_at is None
    take_over_project(acts(head), project, heir)
    project.refresh_from_db()
    assert list(without_manager(world.organisation)) == []
    mine = ProjectManager.objects.get(project=project, user=heir)
    assert project.owner_manager_id == (None if is_shared else mine.pk)
    if not is_shared:
        assert project.managers.get() == mine
    assert Board.objects.visible_to(acts(heir)).count() == 1
    assert Board.objects.visible_to(acts(head)).count() == 0


def test_a_private_one_stays_with_a_manager_who_signs_in_from_elsewhere_now(world, manager):
    head, project = world.user(place="administrator"), founded(manager, is_shared=False)
    leave(manager)
    assert list(without_manager(world.organisation)) == []
    with pytest.raises(Refused) as refused:
        take_over_project(acts(head), project, head)
    assert refused.value.why == Why.UNSEEN
    assert project.managers.get().user == manager


def test_who_managed_a_private_project_leaves_it_and_its_cards(world, manager):
    head = world.user(place="administrator")
    project = founded(manager, is_shared=False)
    create_board(acts(manager), project, "Tableau")
    with writes_allowed():
        Membership.objects.all().delete()
    close(manager)
    act = take_over_project(acts(head), project, head)
    assert {fact.kind for fact in act.facts} == {"manager.removed", "manager.added", "project.edited"}
    assert Board.objects.visible_to(acts(manager)).count() == 0


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "manager"])
def test_only_who_administers_it_names_somebody(world, manager, who):
    project = founded(manager)
    leave(manager)
    place = {"colleague": {"place": "member"}, "elsewhere": {"place": "administrator", "at": world.elsewhere}}
    actor = acts(manager if who == "manager" else world.user(**place[who]))
    heir = world.user(place="member")
    with pytest.raises(Refused):
        take_over_project(actor, project, heir)
    assert project.managers.get().user == manager


def test_nobody_takes_over_a_project_that_somebody_there_manages(world, manager):
    head = world.user(place="administrator")
    for project in (founded(manager), founded(manager, is_shared=False)):
        with pytest.raises(Refused):
            take_over_project(acts(head), project, head)
        assert project.managers.get().user == manager


@pytest.mark.parametrize(
    ("heir", "said"),
    [({"role": "board_user", "place": "member"}, "create some first"), ({}, "does not work in the organisation")],
)
def test_who_takes_over_works_there_and_may_manage(world, manager, heir, said):
    head = world.user(place="administrator")
    project = founded(manager)
    leave(manager)
    with pytest.raises(Invalid, match=said) as refused:
        take_over_project(acts(head), project, world.user(**heir))
    assert refused.value.field == "user"
    assert project.managers.get().user == manager


def test_administrators_of_the_instance_take_over_private_ones_too(world, manager):
    project = founded(manager, is_shared=False)
    close(manager)
    heir = world.user(place="member")
    take_over_project(acts(world.user(role="administrator")), project, heir)
    assert project.managers.get().user == heir


def test_what_the_organisation_knows_of_its_projects(world, manager):
    shared = founded(manager)
    founded(manager, is_shared=False)
    founded(world.user(place="member", at=world.elsewhere))
    assert list(shared_of(world.organisation)) == [shared]


@pytest.mark.django_db(transaction=True)
def test_two_take_over_a_private_project_at_once():
    world = make_world()
    heads, manager = [world.user(place="administrator") for _each in range(2)], world.user(place="member")
    project = founded(manager, is_shared=False)
    close(manager)
    raised = at_once(*(lambda one=one: take_over_project(acts(one), project, one) for one in heads))
    assert [type(error) for error in raised if error] == [Refused]
    assert ProjectManager.objects.get(project=project).user in heads


@pytest.mark.django_db(transaction=True)
def test_a_service_deleted_while_a_project_comes_to_it():
    world = make_world()
    head = world.user(place="administrator")
    project = founded(head)
    raised = at_once(
        lambda: set_project_service(acts(head), project, world.organisation, world.service),
        lambda: delete_service(acts(head), world.service),
    )
    assert [type(error) for error in raised if error] in ([Conflict], [NotFound])
    project.refresh_from_db()
    assert Service.objects.filter(pk=world.service.pk).exists() is (project.service_id is not None)
