import pytest

from tests.browser.kit.serving import Server
from tests.plugins.chromium import PATIENCE, close


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()


@pytest.fixture
def context(chromium):
    made = chromium.new_context(locale="en-GB", timezone_id="Europe/Paris")
    made.set_default_timeout(PATIENCE)
    yield made
    close(made)


@pytest.fixture
def tab(context):
    """A tab in which an error of a script fails the test."""
    opened, errors = context.new_page(), []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []
