import pytest
from django.utils import translation

from projets.usecase.actor import Actor


@pytest.fixture(autouse=True)
def _in_english():
    """Messages are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def owner(boards):
    return boards.person("Nadia Thomas")


@pytest.fixture
def actor(owner):
    return Actor(owner.pk, "import")
