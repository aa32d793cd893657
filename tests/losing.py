"""A database that goes away: as when it restarts, or somebody ends a connection."""

import pytest
from django.db import connection

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="a file does not go away")


def lose(line):
    """`line`: psycopg's connection, of any thread."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [line.info.backend_pid])
    other.close()
