"""What administrators do at the same moment, and what others do meanwhile."""

import pytest

from projets.accounts.actions.people import create_user, set_role
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.models import Act
from tests.accounts.test_people import person
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_cannot_both_step_down():
    one, other = person("administrator"), person("administrator")
    raised = at_once(
        lambda: set_role(Actor(one.pk, "web"), one, "board_user"),
        lambda: set_role(Actor(other.pk, "web"), other, "board_user"),
    )
    assert sorted(type(error) for error in raised if error) == [Conflict]
    assert User.objects.filter(role="administrator").count() == 1


def test_one_address_asked_for_twice_at_once():
    system = Actor(None, "system")
    raised = at_once(*[lambda: create_user(system, instance(), "awa@ministere.example", "Awa")] * 2)
    assert [type(error) for error in raised if error] == [Invalid]
    assert (User.objects.count(), Act.objects.count()) == (1, 1)


def test_no_longer_administrator(meanwhile):
    one, other = person("administrator"), person("administrator")
    meanwhile(lambda: set_role(Actor(other.pk, "web"), one, "board_user"))
    with pytest.raises(Refused):
        create_user(Actor(one.pk, "web"), instance(), "awa@ministere.example", "Awa")
    assert User.objects.count() == 2
