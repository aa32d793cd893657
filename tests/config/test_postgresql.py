"""Whether a connection is still good, before a request uses it."""

import select

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="there is no server")


@pytest.fixture
def other(transactional_db):
    made = connection.copy()
    made.ensure_connection()
    yield made
    made.close()


def ask(one, sql, *values):
    with one.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None


def has_news(one):
    return bool(select.select([one.connection.fileno()], [], [], 30)[0])


def test_one_that_the_server_has_ended_is_not(other):
    assert other.is_usable()
    (process,) = ask(other, "SELECT pg_backend_pid()")
    ask(connection, "SELECT pg_terminate_backend(%s)", process)
    assert has_news(other)
    assert not other.is_usable()


def test_one_with_news_is(other):
    ask(other, "LISTEN something")
    ask(connection, "NOTIFY something")
    assert has_news(other)
    assert other.is_usable()


def test_one_that_is_closed_is_not(other):
    other.connection.close()
    assert not other.is_usable()
