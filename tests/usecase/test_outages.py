"""What is worth trying again later, in whatever language a database says it."""

import pytest
from django.db import DatabaseError, OperationalError
from psycopg import errors

from projets.usecase.outages import is_deadlock, is_outage


def of(cause):
    try:
        raise OperationalError(str(cause)) from cause
    except OperationalError as error:
        return error


@pytest.mark.parametrize(
    "cause",
    [
        errors.AdminShutdown("arrêt des connexions suite à la demande de l'administrateur"),
        errors.CannotConnectNow("the database system is starting up"),
        errors.TooManyConnections("sorry, too many clients already"),
        errors.DiskFull("Aucun espace disponible sur le périphérique"),
        errors.ReadOnlySqlTransaction("ne peut pas exécuter INSERT dans une transaction en lecture seule"),
        errors.QueryCanceled("canceling statement due to user request"),
        errors.LockNotAvailable("canceling statement due to lock timeout"),
        errors.ConnectionFailure("08006"),
    ],
)
def test_a_server_that_cannot_now(cause):
    assert is_outage(of(cause))
    assert not is_deadlock(of(cause))


@pytest.mark.parametrize(
    "cause", [errors.UniqueViolation("the disk is full of it"), errors.UndefinedTable("connection")]
)
def test_a_statement_that_is_wrong_whatever_it_speaks_of(cause):
    assert not is_outage(of(cause))


def test_a_database_that_has_no_code_says_it_in_words():
    assert is_outage(DatabaseError("database or disk is full"))
    assert is_outage(OperationalError("connection to server was lost"))
    assert is_outage(OperationalError("failed to resolve host 'db': [Errno -2] Name or service not known"))
    assert not is_outage(DatabaseError("no such column: title"))


def test_a_deadlock_is_begun_again_at_once():
    assert is_deadlock(of(errors.DeadlockDetected("deadlock detected")))
