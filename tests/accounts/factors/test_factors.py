"""Second factors: added by proof, used once, removed, and told without secrets."""

import time

import pytest

from projets.accounts.actions.people import create_user
from projets.accounts.factors import numbers
from projets.accounts.factors.actions.factors import (
    WrongCode,
    add_authenticator,
    make_recovery_codes,
    remove_authenticator,
    remove_factors,
    use_number,
    use_recovery_code,
)
from projets.accounts.factors.actions.rescue import make_rescue, use_rescue
from projets.accounts.factors.models import Authenticator, RecoveryCode, Rescue
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, Refused
from projets.usecase.models import Act, Event

COMMAND = Actor(None, "command")


def person(name="Nadia Benali", **given):
    act = create_user(COMMAND, instance(), f"{name.split()[0].lower()}@ministere.example", name, **given)
    return User.objects.get(pk=act.facts[0].after.id)


@pytest.fixture
def nadia(db):
    return person()


def by(user):
    return Actor(user.pk, "web")


def shown(secret, away=0):
    return numbers.number(secret, int(time.time()) // numbers.STEP + away)


def with_authenticator(user):
    secret, codes = numbers.new_secret(), numbers.new_codes()
    add_authenticator(by(user), user, secret, shown(secret, -1), codes)
    return secret, codes


def test_added_by_a_number_that_proves_it(nadia):
    secret = numbers.new_secret()
    with pytest.raises(WrongCode):
        add_authenticator(by(nadia), nadia, secret, "000000x", numbers.new_codes())
    assert (Authenticator.objects.exists(), RecoveryCode.objects.exists()) == (False, False)
    act = add_authenticator(by(nadia), nadia, secret, shown(secret), numbers.new_codes())
    assert [fact.kind for fact in act.facts] == ["authenticator.added", "security.codes_made"]
    assert {event.stream_id for event in act.told} == {nadia.stream}
    assert secret not in Authenticator.objects.get().secret


def test_a_number_opens_once(nadia):
    secret, _codes = with_authenticator(nadia)
    use_number(by(nadia), nadia, shown(secret))
    with pytest.raises(WrongCode):
        use_number(by(nadia), nadia, shown(secret))


def test_a_recovery_code_opens_once(nadia):
    _secret, codes = with_authenticator(nadia)
    act = use_recovery_code(by(nadia), nadia, codes[3].upper())
    assert [(fact.kind, fact.after.recovery_codes) for fact in act.facts] == [("security.code_used", 9)]
    with pytest.raises(WrongCode):
        use_recovery_code(by(nadia), nadia, codes[3])
    assert RecoveryCode.objects.filter(used_at=None).count() == 9


def test_other_codes_replace_them_and_need_a_factor(nadia):
    with pytest.raises(Invalid):
        make_recovery_codes(by(nadia), nadia, numbers.new_codes())
    _secret, codes = with_authenticator(nadia)
    make_recovery_codes(by(nadia), nadia, numbers.new_codes())
    with pytest.raises(WrongCode):
        use_recovery_code(by(nadia), nadia, codes[0])
    assert RecoveryCode.objects.count() == numbers.CODES


def test_codes_of_one_open_nothing_of_another(nadia):
    _secret, codes = with_authenticator(nadia)
    paul = person("Paul Roy")
    with pytest.raises(WrongCode):
        use_recovery_code(by(paul), paul, codes[0])
    with pytest.raises(Refused):
        use_recovery_code(by(paul), nadia, codes[0])
    assert RecoveryCode.objects.filter(used_at=None).count() == numbers.CODES


def test_removed_with_its_codes(nadia):
    with_authenticator(nadia)
    act = remove_authenticator(by(nadia), nadia)
    assert [fact.kind for fact in act.facts] == ["authenticator.removed"]
    assert (Authenticator.objects.exists(), RecoveryCode.objects.exists()) == (False, False)


def test_an_administrator_helps_who_has_lost_them(nadia):
    with_authenticator(nadia)
    paul, awa = person("Paul Roy"), person("Awa Diop", role="administrator")
    with pytest.raises(Refused):
        remove_factors(by(paul), nadia)
    assert Authenticator.objects.count() == 1
    remove_factors(by(awa), nadia)
    assert Authenticator.objects.count() == 0


def test_no_secret_is_in_the_log(nadia):
    secret, codes = with_authenticator(nadia)
    use_recovery_code(by(nadia), nadia, codes[0])
    log = str(list(Event.objects.values_list("columns", flat=True)))
    kept = [*RecoveryCode.objects.values_list("digest", flat=True), Authenticator.objects.get().secret]
    assert not [one for one in (secret, *codes, *kept, "nadia", "Benali") if one in log]


def test_a_rescue_is_made_on_the_command_line_for_an_administrator_and_opens_once(nadia):
    """A-20: the one way in while passwords are off."""
    awa = person("Awa Diop", role="administrator")
    for actor, user, refused in ((by(awa), awa, Refused), (COMMAND, nadia, Invalid)):
        with pytest.raises(refused):
            make_rescue(actor, instance(), user, "d" * 64)
    assert Rescue.objects.count() == 0
    make_rescue(COMMAND, instance(), awa, "d" * 64)
    make_rescue(COMMAND, instance(), awa, "e" * 64)
    (rescue,) = Rescue.objects.all()
    act = use_rescue(by(awa), rescue, "192.0.2.1")
    assert sorted(event.stream_id for event in act.told) == ["instance", awa.stream]
    before = Act.objects.count()
    with pytest.raises(Conflict):
        use_rescue(by(awa), rescue, "192.0.2.1")
    assert Act.objects.count() == before
