"""What an organisation says acts at every door: who creates projects, who brings people of elsewhere (A-09, A-10)."""

import pytest

from projets.accounts.models import User
from projets.boards.actions.boards import create_board
from projets.boards.actions.memberships import add_member
from projets.boards.actions.projects import add_manager
from projets.boards.belonging import may_found
from projets.boards.models import Board, Membership, Project, ProjectManager
from projets.exchange.actions.starting import start_import
from projets.exchange.importing import carry_out_plan
from projets.exchange.models import ImportJob
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.accounts.organisations.world import acts, make_world
from tests.boards.test_belonging import founded
from tests.exchange.rich import asked, rich
from tests.exchange.trello_files import as_file, read


@pytest.fixture
def world(db):
    return make_world()


CREATING = [  # setting, (place, named): may they?
    ("everybody", ("member", False), True),
    ("named", ("member", False), False),
    ("named", ("member", True), True),
    ("named", ("administrator", False), True),
    ("administrators", ("member", True), False),
    ("administrators", ("administrator", False), True),
]


@pytest.mark.parametrize(("setting", "who", "may"), CREATING)
def test_who_creates_projects(world, setting, who, may):
    place, named = who
    user = world.user(place=place, creates_projects=named)
    world.let(project_creators=setting)
    assert may_found(user.pk) is may
    if may:
        assert founded(user).organisation == world.organisation
        return
    with pytest.raises(Invalid, match="ask those who administer it"):
        founded(user)
    assert not Project.objects.exists()
    assert not Act.objects.exists()


def test_an_organisation_that_lets_them_is_where_their_project_goes(world):
    user = world.user(place="member")
    world.affiliate(user, world.elsewhere)
    world.let(project_creators="administrators")
    assert founded(user).organisation == world.elsewhere


def test_administrators_of_the_instance_create_projects_anyway(world):
    administrator = world.user(role="administrator", place="member")
    world.let(project_creators="administrators")
    assert founded(administrator).organisation == world.organisation


def carried_out(actor, matches=()):
    job = asked(actor, rich())
    start_import(actor, job, [], matches=dict(matches), queued=False)
    carry_out_plan(actor, ImportJob.objects.get(pk=job.pk), read(as_file(rich())))


def test_an_import_creates_no_project_either(world):
    user = world.user(place="member")
    world.let(project_creators="named")
    with pytest.raises(Invalid, match="ask those who administer it"):
        carried_out(Actor(user.pk, "import"))
    assert not Project.objects.exists()
    world.let(project_creators="everybody")
    carried_out(Actor(user.pk, "import"))
    assert Project.objects.get().organisation == world.organisation


@pytest.fixture
def team(world):
    """A manager and the administrator of an organisation, one of its projects, with a board."""
    manager, head = world.user(place="member"), world.user(place="administrator")
    project = founded(manager)
    with writes_allowed():
        ProjectManager.objects.create(project=project, user=head)
    create_board(acts(manager), project, "Tableau")
    return world, acts(manager), acts(head), project, Board.objects.get()


INVITING = [  # setting, who brings: may they?
    ("allowed", "manager", True),
    ("administrators", "manager", False),
    ("administrators", "head", True),
    ("forbidden", "manager", False),
    ("forbidden", "head", False),
]


@pytest.mark.parametrize("door", ["member", "manager"])
@pytest.mark.parametrize(("setting", "who", "may"), INVITING)
def test_who_brings_people_of_elsewhere(team, door, setting, who, may):
    world, manager, head, project, board = team
    actor = head if who == "head" else manager
    outsider = world.user(place="member", at=world.elsewhere)
    bring = {
        "member": lambda: add_member(actor, board, outsider),
        "manager": lambda: add_manager(actor, project, outsider),
    }
    where = {"member": Membership, "manager": ProjectManager}[door].objects.filter(user=outsider)
    world.let(inviting_outside=setting)
    if may:
        bring[door]()
        assert where.exists()
        return
    before = Act.objects.count()
    with pytest.raises(Invalid) as refused:
        bring[door]()
    assert refused.value.field == "user"
    assert not where.exists()
    assert Act.objects.count() == before


def test_people_of_the_house_come_as_ever_and_so_do_all_where_there_is_none(team):
    world, manager, _head, _project, board = team
    world.let(inviting_outside="forbidden")
    colleague = world.user(place="member")
    add_member(manager, board, colleague)
    assert Membership.objects.filter(user=colleague).exists()
    free = world.user()
    create_board(acts(free), founded(free), "Libre")
    add_member(acts(free), Board.objects.get(name="Libre"), colleague)
    assert Membership.objects.filter(user=colleague).count() == 2


def test_who_has_come_stays_when_the_rule_changes(team):
    world, manager, _head, _project, board = team
    outsider = world.user()
    add_member(manager, board, outsider)
    world.let(inviting_outside="forbidden")
    assert Membership.objects.filter(user=outsider).exists()


def test_an_import_brings_nobody_of_elsewhere_either(world):
    user, outsider = world.user(place="member"), world.user()
    world.let(inviting_outside="forbidden")
    someone = read(as_file(rich())).people[0].source_id
    with pytest.raises(Invalid, match="its own people"):
        carried_out(Actor(user.pk, "import"), {someone: outsider.pk})
    assert not Membership.objects.exists()
    assert User.objects.filter(pk=outsider.pk).exists()
