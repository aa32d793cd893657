import json

import pytest

from projets.accounts.models import User
from projets.operations import cli
from tests.domain import make_boards


@pytest.fixture
def boards(transactional_db):
    """A command begins from nothing: what it does is committed."""
    return make_boards()


@pytest.fixture
def typed(capsys):
    """`typed("card", "list")`: (exit code, stdout, stderr)."""

    def run(*arguments):
        try:
            code = cli.main([str(one) for one in arguments])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def act_as(monkeypatch):
    """`act_as(actor)`: commands are in the name of this person, on this machine."""

    def become(actor):
        monkeypatch.setenv("PROJETS_AS", User.objects.get(pk=actor.user_id).email)

    return become


@pytest.fixture
def asked(typed):
    """`asked("card", "list")`: the JSON that it prints."""

    def run(*arguments):
        code, out, err = typed(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    return run


@pytest.fixture
def manager(boards, act_as):
    """Who manages the project and edits both boards."""
    actor = boards.member("project manager", name="Awa Diop")
    for board in (boards.board, boards.elsewhere.board):
        boards.join(actor, "editor", board)
    act_as(actor)
    return actor
