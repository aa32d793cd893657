"""Who administers an organisation says who has left it: one click, and the account is closed (A-09, E-22, E-28)."""

import pytest

from projets.accounts.audit.models import Entry
from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation
from projets.boards.actions.boards import create_board
from projets.boards.actions.projects import create_project
from projets.boards.departures.actions.departures import declare_departure, open_departure
from projets.boards.departures.models import Departure
from projets.boards.departures.queries import departures
from projets.boards.models import Board, Membership, Project
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.errors import Conflict, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.accounts.organisations.world import acts, make_world

JSON = {"accept": "application/json"}


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def head(world):
    return world.user(place="administrator")


@pytest.fixture
def leaving(world):
    return world.user(place="member", source="sign_in")


def place_of(user, world):
    return Affiliation.objects.get(user=user, organisation=world.organisation)


def is_open(user):
    return User.objects.get(pk=user.pk).is_active


def test_the_account_is_closed_at_once_and_who_said_so_is_known(world, head, leaving, browser):
    here = browser(acts(leaving))
    assert here.get("/").status_code == 200
    act = declare_departure(acts(head), place_of(leaving, world))
    assert [fact.kind for fact in act.facts] == ["user.deactivated", "departure.opened"]
    assert not is_open(leaving)
    assert here.get("/")["Location"].startswith("/connexion/")
    departure = Departure.objects.get()
    assert (departure.user, departure.reason, departure.opened_by) == (leaving, "manager", head.pk)
    dispatch()
    entries = Entry.objects.filter(kind__in=["user.deactivated", "departure.opened"])
    assert {(one.author_id, one.nature) for one in entries} == {(head.pk, "rights")}


def test_what_they_held_waits_for_who_manages_it(world, head, leaving):
    manager = world.user(place="member")
    create_project(acts(manager), manager, "Portail")
    create_board(acts(manager), Project.objects.get(), "Feuille de route")
    with writes_allowed():
        Membership.objects.create(board=Board.objects.get(), user=leaving, role="editor")
    declare_departure(acts(head), place_of(leaving, world))
    ((_departure, _projects, (line,), _named),) = departures(acts(manager))
    assert line.board == Board.objects.get()
    assert departures(acts(head)) == []  # they look into no board


def refused(world, actor, user, error):
    before = Act.objects.count()
    with pytest.raises(error):
        declare_departure(actor, place_of(user, world))
    assert (is_open(user), Act.objects.count(), Departure.objects.count()) == (True, before, 0)


def test_nobody_closes_the_account_of_whom_they_added_by_hand(world, head):
    refused(world, acts(head), world.user(place="member"), Conflict)


def test_nor_that_of_who_runs_the_instance(world, head):
    world.user(role="administrator")  # not the last one
    refused(world, acts(head), world.user(role="administrator", place="member", source="sign_in"), Conflict)


@pytest.mark.parametrize("who", ["colleague", "elsewhere", "oneself", "a key"])
def test_nobody_else_says_so(world, head, leaving, who):
    actor = {
        "colleague": lambda: acts(world.user(place="member")),
        "elsewhere": lambda: acts(world.user(place="administrator", at=world.elsewhere)),
        "oneself": lambda: acts(leaving),
        "a key": lambda: Actor(head.pk, "api", projects=frozenset()),
    }[who]()
    refused(world, actor, leaving, Refused)


def test_the_general_right_to_close_accounts_stays_the_instances(world, head, leaving):
    with pytest.raises(Refused):
        open_departure(acts(head), leaving)
    assert is_open(leaving)


def test_once_is_enough(world, head, leaving):
    place = place_of(leaving, world)
    declare_departure(acts(head), place)
    with pytest.raises(Conflict):
        declare_departure(acts(head), place)
    assert Departure.objects.count() == 1


def test_the_page_offers_it_for_whom_sign_in_places_there(world, head, leaving, browser):
    by_hand = place_of(world.user(place="member"), world)
    chief = place_of(world.user(role="administrator", place="member", source="sign_in"), world)
    there, client = place_of(leaving, world), browser(acts(head))
    address = f"/organisations/{world.organisation.pk}/personnes/"
    page = client.get(address).content.decode()
    assert f"/affiliations/{there.pk}/depart/" in page
    assert not any(f"/affiliations/{one.pk}/depart/" in page for one in (by_hand, chief))
    assert client.post(f"/affiliations/{there.pk}/depart/", headers=JSON).status_code == 200
    assert not is_open(leaving)
    assert leaving.email not in client.get(address).content.decode()
