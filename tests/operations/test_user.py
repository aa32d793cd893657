"""People from the command line, and the administrator that the settings name."""

import io
import json

import pytest
from django.contrib.auth.hashers import check_password

from projets.accounts.factors.models import Passkey, Rescue
from projets.accounts.models import User
from projets.accounts.sign_in import rescued
from projets.config.environment import SETTINGS, Misconfigured
from projets.operations import cli, start
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

GOOD = "un-mot-de-passe-solide-42"
pytestmark = pytest.mark.django_db(transaction=True)  # a command begins from nothing


@pytest.fixture(autouse=True)
def given(monkeypatch):
    for name in SETTINGS:
        if name.startswith("PROJETS_ADMIN"):
            monkeypatch.delenv(name, raising=False)
    return lambda **values: [monkeypatch.setenv(f"PROJETS_ADMIN_{name}", value) for name, value in values.items()]


@pytest.fixture
def user(monkeypatch, capsys):
    def run(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(["user", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_create_list_and_sign_in(user):
    create = ("create", "--email", "Awa@Ministere.example", "--name", "Awa Diop", "--role", "administrator", "--json")
    code, out, err = user(*create)
    made = json.loads(out)
    awa = User.objects.get()
    assert (code, err) == (0, "")
    described = {
        "id": str(awa.pk),
        "email": "awa@ministere.example",
        "username": None,
        "name": "Awa Diop",
        "role": "administrator",
        "active": True,
    }
    assert made == described | {"password": made["password"]}
    assert check_password(made["password"], awa.password)
    assert list(Act.objects.values_list("user_id", "via", "action")) == [(None, "command", "create_user")]
    assert user("list", "--json") == (0, json.dumps([described], ensure_ascii=False) + "\n", "")
    assert user("list") == (0, f"{'awa@ministere.example':<40} administrator  Awa Diop\n", "")


def test_another_password(user):
    user("create", "--email", "awa@ministere.example", "--name", "Awa Diop", "--username", "awa")
    assert user("password", "AWA", "--password-stdin", typed=GOOD + "\n") == (
        0,
        "Awa Diop <awa@ministere.example>, project_owner\n",
        "",
    )
    assert check_password(GOOD, User.objects.get().password)


def test_another_role(user):
    user("create", "--email", "awa@ministere.example", "--name", "Awa Diop")
    assert user("role", "awa@ministere.example", "--role", "board_user")[0] == 0
    assert User.objects.get().role == "board_user"


def test_a_rescue_is_shown_once_and_kept_as_a_digest(user):
    """A-20."""
    user("create", "--email", "awa@ministere.example", "--name", "Awa Diop", "--role", "administrator")
    code, out, err = user("rescue", "awa@ministere.example", "--json")
    made, kept = json.loads(out), Rescue.objects.get()
    assert (code, err, kept.user.email) == (0, "", "awa@ministere.example")
    assert len(made["secret"]) >= 40
    assert made["address"].endswith("/connexion/secours/")
    assert made["secret"] != kept.digest
    assert rescued(made["secret"], "192.0.2.1") == kept


def test_second_factors_that_are_lost_are_removed(user):
    user("create", "--email", "awa@ministere.example", "--name", "Awa Diop")
    with writes_allowed():
        Passkey.objects.create(user=User.objects.get(), name="Bureau", credential="abc", public_key=b"")
    assert user("factors", "awa@ministere.example")[0] == 0
    assert not Passkey.objects.exists()


REFUSED = {
    "a rescue for nobody's administrator": (
        ["rescue", "paul"],
        "projets: « paul »: no account has this address or user name. See: projets user list.\n",
    ),
    "an address taken": (
        ["create", "--email", "awa@ministere.example", "--name", "Autre"],
        "projets: Another account has this address.\n",
    ),
    "no address": (
        ["create", "--email", "awa", "--name", "Autre"],
        "projets: This is no e-mail address. It looks like firstname.lastname@ministere.gouv.fr.\n",
    ),
    "somebody unknown": (
        ["password", "paul"],
        "projets: « paul »: no account has this address or user name. See: projets user list.\n",
    ),
    "the last administrator": (
        ["role", "awa@ministere.example", "--role", "board_user"],
        "projets: This is the last administrator: make somebody else one first.\n",
    ),
}


@pytest.mark.parametrize(("arguments", "line"), REFUSED.values(), ids=REFUSED)
def test_refused_and_nothing_changed(user, arguments, line):
    user("create", "--email", "awa@ministere.example", "--name", "Awa Diop", "--role", "administrator")
    before = list(User.objects.values()), Event.objects.count()
    assert user(*arguments, "--json") == (1, "", line)
    assert (list(User.objects.values()), Event.objects.count()) == before


def test_the_administrator_of_the_settings_is_made_once(given):
    given(EMAIL="Direction@ministere.example", PASSWORD=GOOD, NAME="Camille Martin", USERNAME="camille")
    start.administrator()
    (one,) = User.objects.all()
    assert (one.email, one.name, one.username, one.role) == (
        "direction@ministere.example",
        "Camille Martin",
        "camille",
        "administrator",
    )
    assert check_password(GOOD, one.password)
    given(PASSWORD="autre-mot-de-passe-99", NAME="Autre")
    start.administrator()
    assert list(User.objects.values_list("pk", "name", "password")) == [(one.pk, "Camille Martin", one.password)]


BAD = {
    "no password": (
        {"PASSWORD": ""},
        "PROJETS_ADMIN_PASSWORD: a@b.example cannot be made without one. Give 16 characters or more.",
    ),
    "no address": (
        {"EMAIL": "direction"},
        "PROJETS_ADMIN_EMAIL: This is no e-mail address. It looks like firstname.lastname@ministere.gouv.fr."
        " Change it, or leave all of them out.",
    ),
    "no user name": (
        {"USERNAME": "à la mairie"},
        "PROJETS_ADMIN_USERNAME: A user name has 3 to 32 letters without accents or digits, with single dots or"
        " underscores between. Change it, or leave all of them out.",
    ),
}


@pytest.mark.parametrize(("values", "line"), BAD.values(), ids=BAD)
def test_an_administrator_that_cannot_be(given, values, line):
    given(**({"EMAIL": "a@b.example", "PASSWORD": GOOD} | values))
    with pytest.raises(Misconfigured) as refusal:
        start.administrator()
    assert str(refusal.value) == line
    assert User.objects.count() == 0
