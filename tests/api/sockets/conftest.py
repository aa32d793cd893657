from contextlib import ExitStack

import pytest

from tests.api.planka.client import Planka
from tests.api.sockets.client import Listener
from tests.live.conftest import _servers, own_server, server  # noqa: F401 (the same server as our own sockets have)


@pytest.fixture
def listener():
    """`listener(server, actor)`: a client of this person, connected."""
    with ExitStack() as leaving:

        def connect(server, actor, token=None, **options):
            one = Listener.at(server, token or Planka.of(actor).token, **options)
            leaving.callback(one.leave)
            return one

        yield connect
