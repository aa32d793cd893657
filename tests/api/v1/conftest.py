import pytest

from projets.accounts.actions.tokens import make_token
from projets.accounts.models import User
from projets.accounts.tokens import Secret
from projets.usecase.actor import Actor
from tests.api.v1.client import Asking


@pytest.fixture
def asking(db):
    """`asking(actor, "write", projects=[…])`: a program with a new token of that person."""

    def asking_as(actor, scope="admin", projects=None, expires_at=None):
        secret, user = Secret.made(), User.objects.get(pk=actor.user_id)
        make_token(Actor(user.pk, "web"), user, "essai", secret, scope, projects, expires_at)
        return Asking(secret.text)

    return asking_as


@pytest.fixture
def editor_asking(boards, editor, asking):
    return asking(editor, "write")


@pytest.fixture
def manager_asking(boards, asking):
    return asking(boards.member("project manager"), "admin")
