import pytest
from django.db import OperationalError, connection

from projets.operations import checks


def test_it_serves(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.cookies == {}


def test_without_a_database_it_does_not(client, db):
    def away(*_):
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_only_reads_is_refused():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            said = "is read-only. Let"

            def refuse(execute, sql, params, many, context):
                if sql.startswith("BEGIN"):
                    raise OperationalError("attempt to write a readonly database")
                return execute(sql, params, many, context)

            with connection.execute_wrapper(refuse), pytest.raises(checks.Misconfigured, match=said):
                checks.database()
            return
        cursor.execute("SET default_transaction_read_only = on")
        try:
            with pytest.raises(checks.Misconfigured, match="is read-only. Give the address of the primary server"):
                checks.database()
        finally:
            cursor.execute("SET default_transaction_read_only = off")
