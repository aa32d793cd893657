"""Tokens from the command line."""

import json

import pytest

from projets.accounts.models import Token
from projets.accounts.tokens import token_behind
from projets.operations import cli
from projets.usecase.models import Act
from tests.domain import make_boards

pytestmark = pytest.mark.django_db(transaction=True)  # a command begins from nothing


@pytest.fixture
def token(capsys):
    def run(*arguments):
        code = cli.main(["token", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_made_listed_and_revoked(token):
    boards = make_boards()
    awa = boards.person("Awa Diop")
    code, out, err = token("create", awa.email, "--name", "Export", "--scope", "write", "--days", "3", "--json")
    made = json.loads(out)
    opened = token_behind(made["secret"])
    assert (code, err, opened.user_id, opened.scope) == (0, "", awa.pk, "write")
    assert opened.expires_at is not None
    assert list(Act.objects.values_list("user_id", "via", "action")) == [(awa.pk, "command", "make_token")]
    listed = json.loads(token("list", awa.email, "--json")[1])
    assert [(one["id"], "secret" in one) for one in listed] == [(made["id"], False)]
    code, out, _err = token("revoke", "--id", made["id"])
    assert (code, out.strip().endswith("(ended)")) == (0, True)
    assert token_behind(made["secret"]) is None


def test_what_is_refused(token):
    boards = make_boards()
    awa = boards.person("Awa Diop")
    for wrong in (
        ("create", "nobody", "--name", "Export"),
        ("create", awa.email, "--name", "Export", "--project", "PORT"),
        ("create", awa.email, "--name", " "),
        ("revoke", "--id", "12"),
        ("revoke", "--id", "douze"),
    ):
        code, out, err = token(*wrong)
        assert (code, out, err.startswith("projets: ")) == (1, "", True), wrong
    assert not Token.objects.exists()


@pytest.mark.parametrize("wrong", [("create",), ("create", "awa"), ("list",), ("revoke",)])
def test_what_makes_no_sense(token, wrong):
    with pytest.raises(SystemExit) as ended:
        token(*wrong)
    assert ended.value.code == 2
