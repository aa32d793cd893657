"""E-06: whoever the claims no longer admit has left, where the operator wants it so."""

import pytest

from projets.accounts.models import User
from projets.boards.departures.models import Departure
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

NO_LONGER = ("OIDC_ALLOWED_SIRETS", ["21750001600019"])


@pytest.fixture
def known(journey):
    journey().sign_in()
    return User.objects.get()


def test_their_account_is_closed_at_once(journey, known, settings, boards):
    settings.DEPARTURE_BY_CLAIM = True
    settings.OIDC_ALLOWED_SIRETS = NO_LONGER[1]
    assert journey().sign_in().status_code == 403
    known.refresh_from_db()
    assert (known.is_active, Departure.objects.get().reason, Departure.objects.get().opened_by) == (
        False,
        "claim",
        None,
    )
    assert journey().sign_in().status_code == 403  # and once is enough
    assert Departure.objects.count() == 1


@pytest.mark.parametrize(
    ("wants_it", "rule", "value"),
    [
        (False, *NO_LONGER),  # unless the operator says so, a rule set wrong closes nobody's account
        (True, "OIDC_ACR_VALUES", ["eidas3"]),  # a stronger sign-in would do
    ],
)
def test_a_refusal_alone_is_no_departure(journey, known, settings, wants_it, rule, value):
    settings.DEPARTURE_BY_CLAIM = wants_it
    setattr(settings, rule, value)
    facts = Event.objects.count()
    assert journey().sign_in().status_code == 403
    known.refresh_from_db()
    assert (known.is_active, Event.objects.count()) == (True, facts)


def test_a_stranger_leaves_nothing(journey, settings, db):
    settings.DEPARTURE_BY_CLAIM = True
    settings.OIDC_ALLOWED_SIRETS = NO_LONGER[1]
    assert journey().sign_in().status_code == 403
    assert (User.objects.count(), Departure.objects.count()) == (0, 0)


def test_the_last_administrator_stays(journey, known, settings):
    settings.DEPARTURE_BY_CLAIM = True
    settings.OIDC_ALLOWED_SIRETS = NO_LONGER[1]
    with writes_allowed():
        User.objects.update(role="administrator")
    assert journey().sign_in().status_code == 403
    assert User.objects.get().is_active
