"""The page of all accounts: an administrator of the instance says who may what on it (A-18, E-23, E-28)."""

import time

import pytest

from projets.accounts.audit.models import Entry
from projets.accounts.factors.opened import CONFIRMED
from projets.accounts.models import User
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed

PASSWORD = "Vingt-quatre colombes"  # noqa: S105
PAGE = "/administration/personnes/"


def account(name, role, **columns):
    user = User(name=name, email=f"{name.split()[0].lower()}@ministere.example", role=role, **columns)
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


@pytest.fixture
def chief(db):
    return account("Nadia Benali", "administrator")


@pytest.fixture
def agent(db):
    return account("Awa Diop", "board_user")


@pytest.fixture
def client_of(browser):
    """Of somebody who signed in a while ago, for whom a sensitive act asks again."""

    def make(user):
        client = browser(Actor(user.pk, "web"))
        session = client.session
        session[CONFIRMED] = int(time.time()) - 3600
        session.save()
        return client

    return make


def role_of(user):
    return User.objects.get(pk=user.pk).role


def address(user):
    return f"{PAGE}{user.pk}/role/"


def test_it_asks_again_who_is_there_and_then_sets_the_role(chief, agent, client_of):
    client = client_of(chief)
    assert f'action="{address(agent)}"' in client.get(PAGE).content.decode()
    form = {"role": "project_owner", "next": f"{PAGE}?q=awa"}
    asked = client.post(address(agent), form)
    assert (asked.status_code, role_of(agent)) == (403, "board_user")
    assert 'name="role" value="project_owner"' in asked.content.decode()  # kept, to be sent with the proof
    wrong = client.post(address(agent), form | {"confirm_password": "Vingt-cinq colombes"})
    assert (wrong.status_code, role_of(agent)) == (422, "board_user")
    done = client.post(address(agent), form | {"confirm_password": PASSWORD})
    assert (done.status_code, done["Location"], role_of(agent)) == (303, f"{PAGE}?q=awa", "project_owner")
    dispatch()
    entry = Entry.objects.get(kind="user.role_set")
    assert (entry.author_id, entry.row_id, entry.nature) == (chief.pk, agent.pk, "rights")


def test_the_last_administrator_stays_one(chief, agent, client_of):
    form = {"role": "project_owner", "confirm_password": PASSWORD}
    refused = client_of(chief).post(address(chief), form)
    assert refused.status_code == 409
    assert "dernier administrateur" in refused.content.decode().lower().replace("dernière", "dernier")
    assert role_of(chief) == "administrator"


def test_who_gives_up_administering_goes_home(chief, client_of):
    account("Zoé Max", "administrator")
    form = {"role": "project_owner", "confirm_password": PASSWORD, "next": PAGE}
    done = client_of(chief).post(address(chief), form)
    assert (done.status_code, done["Location"], role_of(chief)) == (303, "/", "project_owner")


def test_a_role_that_does_not_exist_is_refused(chief, agent, client_of):
    refused = client_of(chief).post(address(agent), {"role": "king", "confirm_password": PASSWORD})
    assert (refused.status_code, role_of(agent)) == (422, "board_user")


def test_a_guest_and_a_closed_account_are_offered_none(chief, client_of):
    guest = account("Iris Roy", "board_user", is_guest=True)
    closed = account("Lou Part", "board_user", is_active=False)
    client = client_of(chief)
    page = client.get(PAGE).content.decode()
    assert address(guest) not in page
    assert address(closed) not in page
    refused = client.post(address(guest), {"role": "administrator", "confirm_password": PASSWORD})
    assert (refused.status_code, role_of(guest)) == (422, "board_user")


@pytest.mark.parametrize("role", ["project_owner", "board_user"])
def test_to_others_it_is_not_there(chief, agent, client_of, role):
    with writes_allowed():
        User.objects.filter(pk=agent.pk).update(role=role)
    answer = client_of(agent).post(address(agent), {"role": "administrator", "confirm_password": PASSWORD})
    assert (answer.status_code, role_of(agent)) == (404, role)
