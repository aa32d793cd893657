import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from projets.accounts import keys, wording
from projets.accounts.actions.people import (
    activate_user,
    create_user,
    deactivate_user,
    make_api_key,
    remove_api_key,
    set_email,
    set_password,
    set_role,
    set_username,
)
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

SYSTEM = Actor(None, "system")
PASSWORD = "Vingt-quatre colombes"  # noqa: S105


def person(role, **columns):
    with writes_allowed():
        return User.objects.create(
            email=f"person-{User.objects.count()}@ministere.example", name="Camille Martin", role=role, **columns
        )


def opened(**columns):
    given = {"email": "Awa.Diop@Ministere.Example", "name": " Awa Diop "} | columns
    act = create_user(SYSTEM, instance(), **given)
    return User.objects.get(pk=act.facts[0].after.id), act


def test_create_tells_the_instance_and_the_person_and_names_nobody(db):
    user, act = opened(username="Awa.Diop", password=PASSWORD, organization="DINUM", language="fr")
    assert (user.email, user.username, user.name) == ("awa.diop@ministere.example", "awa.diop", "Awa Diop")
    assert (user.role, user.organization, user.is_active) == ("project_owner", "DINUM", True)
    assert user.check_password(PASSWORD)
    events = list(act.events.all())
    assert [(event.stream_id, event.kind) for event in events] == [
        ("instance", "user.created"),
        (f"user:{user.pk}", "user.created"),
    ]
    assert "awa" not in str([event.columns for event in events]).lower()


def test_without_a_password_nobody_signs_in_by_one(db):
    user, _act = opened()
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"email": "awa"}, "email"),
        ({"email": None}, "email"),
        ({"email": f"{'a' * 250}@ministere.example"}, "email"),
        ({"name": " "}, "name"),
        ({"name": "x" * 129}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"role": "king"}, "role"),
        ({"username": "aw"}, "username"),
        ({"username": "a" * 33}, "username"),
        ({"username": "awa__diop"}, "username"),
        ({"username": "awa diop"}, "username"),
        ({"username": ".awa"}, "username"),
        ({"username": "éloïse"}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "awa.diop@ministere"}, "password"),
        ({"password": "123456789012345"}, "password"),
        ({"password": ""}, "password"),
        ({"password": "x" * 257}, "password"),
        ({"organization": "x" * 129}, "organization"),
    ],
)
def test_create_refuses_beside_the_field(db, columns, field):
    with pytest.raises(Invalid) as refused:
        opened(**columns)
    assert (refused.value.field, User.objects.count(), Act.objects.count()) == (field, 0, 0)
    assert str(refused.value)


@pytest.mark.parametrize(
    ("columns", "field"),
    [({"email": "AWA.diop@ministere.example"}, "email"), ({"email": "a@b.example", "username": "Awa"}, "username")],
)
def test_an_address_and_a_user_name_are_of_one_account(db, columns, field):
    opened(username="awa")
    with pytest.raises(Invalid) as refused:
        opened(**columns)
    assert (refused.value.field, User.objects.count(), Act.objects.count()) == (field, 1, 1)


def test_a_generated_password_is_a_good_one(db):
    password = wording.generated_password()
    assert re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert opened(password=password)[0].check_password(password)


ACTS = {
    "create_user": lambda actor, user: create_user(actor, instance(), "new@ministere.example", "Nour"),
    "set_role": lambda actor, user: set_role(actor, user, "administrator"),
    "deactivate_user": deactivate_user,
    "activate_user": activate_user,
    "set_password": lambda actor, user: set_password(actor, user, PASSWORD),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("actor", ["administrator", "system", "command"])
def test_administrators_and_the_command_line_may(db, name, actor):
    user = person("board_user")
    ACTS[name](Actor(person(actor).pk, "web") if actor == "administrator" else Actor(None, actor), user)
    assert Act.objects.get().action == name


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", ["project_owner", "board_user", None])
def test_nobody_else_may_not_even_of_themselves(db, name, role):
    user = person(role or "board_user")
    actor = Actor(user.pk if role else None, "web")
    for target in (user, person("board_user")):
        with pytest.raises(Refused) as refused:
            ACTS[name](actor, target)
        unseen = name == "create_user" or role is None
        assert refused.value.why == (Why.UNSEEN if unseen else Why.ROLE_TOO_LOW)
    assert (Act.objects.count(), User.objects.count()) == (0, 2)


def test_a_deactivated_administrator_is_nobody(db):
    person("administrator")
    gone = person("administrator", is_active=False)
    with pytest.raises(Refused) as refused:
        set_role(Actor(gone.pk, "web"), gone, "board_user")
    assert refused.value.why == Why.UNSEEN


def test_a_role_is_told_to_its_person(db):
    user = person("board_user")
    (fact,) = set_role(SYSTEM, user, "administrator").facts
    assert (fact.kind, fact.before.role, fact.after.role) == ("user.role_set", "board_user", "administrator")
    assert Event.objects.get().stream_id == user.stream
    assert set_role(SYSTEM, user, "administrator").facts == []


@pytest.mark.parametrize(
    "act", [lambda user: set_role(SYSTEM, user, "board_user"), lambda u: deactivate_user(SYSTEM, u)]
)
def test_one_administrator_stays(db, act):
    last = person("administrator")
    person("administrator", is_active=False)
    with pytest.raises(Conflict):
        act(last)
    last.refresh_from_db()
    assert (last.role, last.is_active, Act.objects.count()) == ("administrator", True, 0)
    person("administrator")
    act(last)


@pytest.mark.parametrize(
    "act", [lambda user: deactivate_user(SYSTEM, user), lambda user: set_password(SYSTEM, user, PASSWORD)]
)
def test_sessions_of_that_person_end_and_no_other(db, act):
    theirs, others = person("board_user"), person("board_user")
    for user in (theirs, theirs, others):
        Client().force_login(user)
    act(theirs)
    assert [one.get_decoded()["_auth_user_id"] for one in Session.objects.all()] == [str(others.pk)]


def test_deactivated_and_back(db):
    user = person("board_user")
    facts = [*deactivate_user(SYSTEM, user).facts, *activate_user(SYSTEM, user).facts]
    assert [(fact.kind, fact.after.is_active) for fact in facts] == [
        ("user.deactivated", False),
        ("user.activated", True),
    ]
    assert User.objects.get().is_active


def test_a_bad_password_changes_nothing(db):
    user = person("board_user")
    with pytest.raises(Invalid):
        set_password(SYSTEM, user, "court")
    assert (User.objects.get().password, Act.objects.count()) == (user.password, 0)
    (fact,) = set_password(SYSTEM, user, PASSWORD).facts
    assert (fact.kind, User.objects.get().check_password(PASSWORD)) == ("user.password_changed", True)


def test_a_key_for_scripts_is_kept_as_its_digest(db):
    administrator, user = person("administrator"), person("board_user")
    key = keys.new_key()
    act = make_api_key(Actor(administrator.pk, "web"), user, key)
    user.refresh_from_db()
    assert re.fullmatch(r"[A-Za-z0-9]{8}_[A-Za-z0-9]{32}", key)
    assert (user.api_key_prefix, user.api_key_hash) == (key[:8], keys.hash_of(key))
    assert user.updated_at == act.done_at
    assert key[:8] not in str(Event.objects.values_list("columns", flat=True).get())
    remove_api_key(Actor(administrator.pk, "web"), user)
    user.refresh_from_db()
    assert (user.api_key_prefix, user.api_key_hash) == ("", None)


def test_nobody_makes_a_key_for_themselves(db):
    user = person("board_user")
    with pytest.raises(Refused):
        make_api_key(Actor(user.pk, "web"), user, keys.new_key())
    user.refresh_from_db()
    assert user.api_key_hash is None


def test_an_address_and_a_user_name_set_by_an_administrator(db):
    administrator, user, other = person("administrator"), person("board_user"), person("board_user", username="awa")
    act = Actor(administrator.pk, "web")
    set_email(act, user, "Nouvelle@ministere.example")
    set_username(act, user, "Camille.M")
    for taken in (lambda: set_username(act, user, "AWA"), lambda: set_email(act, user, other.email)):
        with pytest.raises(Invalid):
            taken()
    user.refresh_from_db()
    assert (user.email, user.username) == ("nouvelle@ministere.example", "camille.m")
    set_username(act, user, "")
    user.refresh_from_db()
    assert user.username is None


def test_preferences_of_a_new_account(db):
    user, _act = opened(language="de-DE", preferences={"subscribe_to_own_cards": True})
    assert (user.language, user.subscribe_to_own_cards, user.updated_at) == ("de-DE", True, None)
    with pytest.raises(Invalid):
        opened(email="autre@ministere.example", preferences={"default_home_view": "list"})
    with pytest.raises(Invalid):
        opened(email="autre@ministere.example", language="klingon")
