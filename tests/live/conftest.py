from contextlib import ExitStack

import pytest
from django.test import Client

from projets.accounts.models import User
from tests.live.client import Page, Server, knock_at


@pytest.fixture(scope="session")
def _servers(django_db_setup):
    kept = []
    yield kept
    for server in kept:
        server.stop()


@pytest.fixture
def server(_servers, transactional_db):
    """A server that several tests use, one after the other."""
    if not _servers:
        _servers.append(Server())
    return _servers[0]


@pytest.fixture
def own_server(transactional_db):
    """A server for one test, which stops, kills and starts it."""
    server = Server()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def session_of():
    """`session_of(actor)`: the key of a session in which this person is signed in."""

    def signed_in(actor):
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client.session.session_key

    return signed_in


@pytest.fixture
def page(session_of):
    """`page(server, actor)`: a page of this person, greeted: it follows the person's own stream."""
    with ExitStack() as opened:

        def open_page(server, actor, key=None):
            one = Page(opened.enter_context(knock_at(server, key or session_of(actor))))
            assert one.hear()["stream"] == f"user:{actor.user_id}"
            return one

        yield open_page


@pytest.fixture
def knock():
    """`knock(server, key, origin)`: open a socket, whatever comes of it."""
    return knock_at
