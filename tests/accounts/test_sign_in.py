"""Who is recognised, who is not, and who tries too often."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts import sign_in
from projets.accounts.factors import throttling
from projets.accounts.factors.jobs import tell_of_lock_out
from projets.accounts.factors.throttling import WINDOW, TooManyTries
from projets.accounts.models import User
from projets.accounts.sign_in import TRIES_HERE, NotRecognised, recognise
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

PASSWORD = "Vingt-quatre colombes"  # noqa: S105
HERE = "192.0.2.1"


@pytest.fixture
def nadia(db):
    user = User(name="Nadia Benali", email="nadia@ministere.example", username="nbenali")
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


@pytest.mark.parametrize("name", ["nadia@ministere.example", "NADIA@Ministere.Example", "nbenali", " NBenali "])
def test_by_address_or_user_name(nadia, name):
    assert recognise(name, PASSWORD, HERE) == nadia


@pytest.mark.parametrize(
    ("name", "password"),
    [("nbenali", "wrong"), ("nbenali", ""), ("nobody", PASSWORD), ("", ""), ("x" * 10_000, "y"), ("a\0b", "\ud800")],
)
def test_not_recognised_says_the_same_of_all(nadia, name, password):
    with pytest.raises(NotRecognised) as refused:
        recognise(name, password, HERE)
    assert str(refused.value) == str(NotRecognised())


def test_a_shut_account_is_not_recognised(nadia):
    with writes_allowed():
        User.objects.update(is_active=False)
    with pytest.raises(NotRecognised):
        recognise("nbenali", PASSWORD, HERE)


def test_without_password_nobody_comes_in(nadia):
    nadia.set_unusable_password()
    with writes_allowed():
        nadia.save()
    with pytest.raises(NotRecognised):
        recognise("nbenali", "", HERE)


def fail(times, name="nbenali", address=HERE):
    for _ in range(times):
        with pytest.raises(NotRecognised):
            recognise(name, "wrong", address)


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)`: so much later, for whoever counts failures."""
    now = [timezone.now()]
    monkeypatch.setattr(throttling.timezone, "now", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + timedelta(seconds=seconds))


def test_too_many_tries_from_one_address(nadia, clock):
    fail(TRIES_HERE)
    with pytest.raises(TooManyTries):
        recognise("nbenali", PASSWORD, HERE)
    assert recognise("nbenali", PASSWORD, "192.0.2.2") == nadia
    clock(61)
    assert recognise("nbenali", PASSWORD, HERE) == nadia


def test_one_waits_longer_each_time_and_never_for_long(nadia, clock):
    """E-24: a minute, two, four, eight, then a quarter of an hour, however long somebody goes on."""
    fail(TRIES_HERE)
    waits = []
    for _again in range(6):
        with pytest.raises(TooManyTries) as refused:
            recognise("nbenali", PASSWORD, HERE)
        waits.append(refused.value.minutes)
        clock(refused.value.minutes * 60)
        fail(1)
    assert waits == [1, 2, 4, 8, 15, 15]


def test_refused_tries_make_nobody_wait_longer(nadia, clock):
    fail(TRIES_HERE)
    for _again in range(20):
        with pytest.raises(TooManyTries):
            recognise("nbenali", "wrong", HERE)
    clock(61)
    assert recognise("nbenali", PASSWORD, HERE) == nadia


def test_who_has_come_in_from_here_is_not_shut_out_by_others(nadia, monkeypatch):
    """E-24: whatever is tried elsewhere with somebody's name, their own place stays open."""
    monkeypatch.setattr(sign_in, "TRIES_FOR_A_NAME", 3)
    recognise("nbenali", PASSWORD, HERE)
    for number in range(3):
        fail(1, address=f"192.0.2.{number + 10}")
    with pytest.raises(TooManyTries) as refused:
        recognise("nbenali", PASSWORD, "192.0.2.99")
    assert refused.value.minutes == 1
    assert recognise("nbenali", PASSWORD, HERE) == nadia


def test_one_machine_has_many_addresses_of_one_network(nadia):
    for number in range(TRIES_HERE):
        fail(1, address=f"2001:db8:1:2::{number}")
    with pytest.raises(TooManyTries):
        recognise("nbenali", PASSWORD, "2001:db8:1:2:ffff::1")


@pytest.mark.parametrize("exists", [True, False])
def test_a_lock_out_is_queued_alike_for_who_does_not_exist(nadia, exists):
    """Told by a job: what it costs tells nobody whether there is such an account (E-24)."""
    fail(TRIES_HERE, "nbenali" if exists else "nobody")
    (job,) = DBTaskResult.objects.order_by("pk")
    assert job.args_kwargs["args"] == [nadia.pk if exists else None]
    tell_of_lock_out.call(*job.args_kwargs["args"])
    assert [event.stream_id for event in Event.objects.filter(kind="security.locked_out")] == (
        [nadia.stream] if exists else []
    )


def test_an_unknown_name_costs_as_much_as_a_wrong_password(nadia, monkeypatch):
    """One hash each, and as many statements: neither the clock nor the database tells them apart."""
    hashed = []
    monkeypatch.setattr(sign_in, "make_password", lambda password: hashed.append("made"))
    monkeypatch.setattr(sign_in, "check_password", lambda password, kept: hashed.append("checked"))
    costs = []
    for name in ("nbenali", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            fail(1, name)
        costs.append(len(queries))
    assert (hashed, costs[0]) == (["checked", "made"], costs[1])


def test_success_forgets_failures(nadia):
    fail(TRIES_HERE - 1)
    recognise("nbenali", PASSWORD, HERE)
    fail(TRIES_HERE - 1)
    assert recognise("nbenali", PASSWORD, HERE) == nadia


def test_failures_are_forgotten_in_time(nadia, clock):
    fail(TRIES_HERE - 1)
    clock(WINDOW.total_seconds() + 1)
    fail(TRIES_HERE - 1)
    assert recognise("nbenali", PASSWORD, HERE) == nadia


def test_an_address_cannot_try_many_names(nadia, monkeypatch):
    monkeypatch.setattr(sign_in, "TRIES_OF_AN_ADDRESS", 3)
    for name in ("a", "b", "c"):
        fail(1, name)
    with pytest.raises(TooManyTries):
        recognise("nbenali", PASSWORD, HERE)


def test_many_addresses_cannot_try_one_name(nadia, monkeypatch):
    monkeypatch.setattr(sign_in, "TRIES_FOR_A_NAME", 3)
    for number in range(3):
        fail(1, address=f"192.0.2.{number + 10}")
    with pytest.raises(TooManyTries):
        recognise("nbenali", PASSWORD, HERE)


def test_many_tries_at_once_all_count(nadia, monkeypatch):
    """Each is counted before its password is looked at: whoever sends them side by side gains nothing."""
    inner = []

    def meanwhile(password, encoded):
        if len(inner) < TRIES_HERE + 3:
            inner.append(password)
            with pytest.raises((NotRecognised, TooManyTries)) as refused:
                recognise("nbenali", "wrong", HERE)
            inner.append(refused.type)
        return False

    monkeypatch.setattr(sign_in, "check_password", meanwhile)
    with pytest.raises(NotRecognised):
        recognise("nbenali", "wrong", HERE)
    assert inner.count("wrong") == TRIES_HERE
    assert TooManyTries in inner
