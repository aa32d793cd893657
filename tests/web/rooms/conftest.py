import pytest

from projets.boards.models import ProjectManager
from projets.usecase.guard import writes_allowed


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Nadia Benali")


@pytest.fixture
def both_roles(boards, editor):
    """Manages the project, and edits the board."""
    with writes_allowed():
        ProjectManager.objects.create(project=boards.project, user_id=editor.user_id)
    return editor


@pytest.fixture
def stranger(boards):
    return boards.member(None, name="Paul Kerdreux")


@pytest.fixture
def send(browser):
    """`send(actor, address, **form)`: the answer of a door to a script."""

    def post(actor, address, **form):
        return browser(actor).post(address, form, headers={"Accept": "application/json"})

    return post
