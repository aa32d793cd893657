"""Every setting is declared once, documented once, and read nowhere else."""

import ast
import logging
import re
from pathlib import Path

import pytest

from projets.config import databases, environment, storages
from projets.config.environment import SETTINGS, Misconfigured
from projets.config.logs import Discreet

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `(\w+)` \| `?([^|`]*?)`? \| `?([^|`]*?)`? \|", re.M)


def test_the_table_says_what_the_code_reads():
    documented = {
        name: (default, option) for name, default, option in ROW.findall((ROOT / "docs/operate.md").read_text())
    }
    declared = {
        name: (setting.default or "none", "never" if setting.secret else setting.option)
        for name, setting in SETTINGS.items()
    }
    assert documented == declared


def test_nothing_else_reads_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "projets").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    }
    assert readers == {
        "projets/config/environment.py",
        "projets/config/asgi.py",  # names the settings module
        "projets/operations/cli.py",  # the same, and options become variables
    }


@pytest.fixture
def given(monkeypatch):
    def give(**values):
        for name in SETTINGS:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return give


def test_an_empty_variable_is_an_unset_one(given):
    given(PORT="", PROJETS_HOST="  ")
    assert (environment.read("PORT"), environment.read("PROJETS_HOST")) == ("8000", "127.0.0.1")


PATHS = {
    "": "/data/projets.sqlite3",
    "/srv/projets.sqlite3": "/srv/projets.sqlite3",
    "sqlite:////srv/projets.sqlite3": "/srv/projets.sqlite3",
    "sqlite:///here.sqlite3": f"{Path.cwd()}/here.sqlite3",
    "here.sqlite3": f"{Path.cwd()}/here.sqlite3",
}


@pytest.mark.parametrize(("url", "path"), PATHS.items())
def test_sqlite(given, url, path):
    given(PROJETS_DATABASE_URL=url)
    found = databases.database(Path("/data"))
    assert (found["ENGINE"], str(found["NAME"])) == ("django.db.backends.sqlite3", path)


def test_postgresql_means_what_it_means_to_psql(given):
    given(PROJETS_DATABASE_URL="postgresql://camille:d%40ta@db.example:5433/projets?sslmode=verify-full")
    found = databases.database(Path("/data"))
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "projets",
        "USER": "camille",
        "PASSWORD": "d@ta",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "verify-full"},
    }
    given(PROJETS_DATABASE_URL="postgres:///projets?host=/run/postgresql&connect_timeout=2")
    found = databases.database(Path("/data"))
    assert (found["HOST"], found["NAME"], found["OPTIONS"]) == ("/run/postgresql", "projets", {"connect_timeout": "2"})


LOOPBACK = {
    "nothing said": ({}, "local"),
    "another port": ({"PORT": "9000"}, "local"),
    "by name": ({"PROJETS_BASE_URL": "http://localhost:8000"}, "local"),
    "IPv6": ({"PROJETS_BASE_URL": "http://[::1]:8000", "PROJETS_HOST": "::1"}, "local"),
    "listening to all": ({"PROJETS_HOST": "0.0.0.0"}, "none"),  # noqa: S104 (it is refused)
    "behind a proxy": ({"PROJETS_BASE_URL": "https://projets.gouv.fr"}, "none"),
    "public": ({"PROJETS_BASE_URL": "https://demo.projets.gouv.fr", "PROJETS_DEMO": "public"}, "public"),
    "switched off": ({"PROJETS_DEMO": "0"}, "none"),
}


@pytest.mark.parametrize(("values", "mode"), LOOPBACK.values(), ids=LOOPBACK)
def test_the_demonstration_shows_itself_on_this_machine_only(given, values, mode):
    given(**values)
    assert environment.demonstration() == mode


ON_OR_OFF = {
    "nothing said": ({}, (True, False)),
    "public": ({"PROJETS_BASE_URL": "https://projets.gouv.fr"}, (True, True)),
    "https here": ({"PROJETS_BASE_URL": "https://localhost:8443"}, (True, False)),
    "a provider": ({"OIDC_RP_CLIENT_ID": "projets"}, (False, False)),
    "a provider and passwords": ({"OIDC_RP_CLIENT_ID": "projets", "PROJETS_LOCAL_SIGN_IN": "on"}, (True, False)),
    "no passwords": ({"PROJETS_LOCAL_SIGN_IN": "off"}, (False, False)),
    "said": ({"PROJETS_BASE_URL": "https://projets.gouv.fr", "PROJETS_ADMIN_SECOND_FACTOR": "off"}, (True, False)),
}


@pytest.mark.parametrize(("values", "expected"), ON_OR_OFF.values(), ids=ON_OR_OFF)
def test_passwords_until_a_provider_and_second_factors_where_others_come_in(given, monkeypatch, values, expected):
    """A-20 and E-23."""
    monkeypatch.delenv("OIDC_RP_CLIENT_ID", raising=False)
    given(**values)
    assert (environment.local_sign_in(), environment.admin_second_factor()) == expected


def test_what_is_neither_on_nor_off_is_said(given):
    given(PROJETS_LOCAL_SIGN_IN="yes")
    with pytest.raises(
        environment.Misconfigured, match="PROJETS_LOCAL_SIGN_IN: « yes » is not known. Give on or off."
    ):
        environment.local_sign_in()


def test_pages_that_may_use_the_api_are_ours_and_those_allowed(given):
    given(PORT="9000", PROJETS_ALLOWED_ORIGINS="https://planka.example http://localhost:3000/")
    assert environment.allowed_origins() == {
        "http://127.0.0.1:9000",
        "https://planka.example",
        "http://localhost:3000",
    }
    given(PROJETS_ALLOWED_ORIGINS="*")
    with pytest.raises(Misconfigured, match="PROJETS_ALLOWED_ORIGINS: « . » is no web address"):
        environment.allowed_origins()


def test_s3_without_its_library_says_what_to_install(given, monkeypatch):
    monkeypatch.setattr(storages, "find_spec", lambda name: None)
    given(PROJETS_STORAGE_URL="s3://key:secret@s3.example/projets")
    with pytest.raises(Misconfigured, match=re.escape("Install it: pip install 'projets[s3]'")) as refusal:
        storages.storage(Path("/data"))
    assert "key" not in str(refusal.value)


def test_s3(given, monkeypatch):
    monkeypatch.setattr(storages, "find_spec", lambda name: object())
    given(PROJETS_STORAGE_URL="s3://key:s%2Fcret@s3.example:9000/projets?region=fr-par&tls=0")
    assert storages.storage(Path("/data"))["OPTIONS"] == {
        "access_key": "key",
        "secret_key": "s/cret",
        "bucket_name": "projets",
        "endpoint_url": "http://s3.example:9000",
        "region_name": "fr-par",
        "default_acl": None,
        "file_overwrite": False,
    }


def test_no_address_reaches_a_log():
    try:
        raise ValueError("no account awa.diop@ministere.example")
    except ValueError as error:
        about = (type(error), error, error.__traceback__)
    record = logging.LogRecord("projets", logging.ERROR, "", 0, "mail to %s failed", ("a@b.fr",), about)
    said = Discreet("%(message)s").format(record)
    assert said.startswith("mail to ‹address› failed\n")
    assert said.endswith("ValueError: no account ‹address›")


def test_the_state_theme_needs_its_extra(given, monkeypatch):
    """C-04: one line that says what to install."""
    given()
    assert environment.theme() == "neutral"
    given(PROJETS_THEME="etat")
    monkeypatch.setattr(environment, "find_spec", lambda name: object())
    assert environment.theme() == "etat"
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(Misconfigured) as refusal:
        environment.theme()
    assert str(refusal.value) == (
        "PROJETS_THEME: « etat » needs django-dsfr, which is not installed."
        " Install it by pip install 'projets[etat]', in the source tree by make etat; or give neutral."
    )
    given(PROJETS_THEME="dsfr")
    with pytest.raises(Misconfigured, match="neutral or etat"):
        environment.theme()


def test_the_lines_under_marianne(given):
    given(PROJETS_STATE_BRAND="Ministère / de l’intérieur")
    assert environment.state_brand() == ["Ministère", "de l’intérieur"]
    for wrong in ("/", "a//b", "a/b/c/d/e/f"):
        given(PROJETS_STATE_BRAND=wrong)
        with pytest.raises(Misconfigured, match="Give one to five"):
            environment.state_brand()
