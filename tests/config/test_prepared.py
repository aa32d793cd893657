"""What travels to a PostgreSQL server together, and what becomes of it when some of it fails."""

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from projets.boards.models import Card
from projets.config.postgresql import prepared
from projets.usecase import statements
from projets.usecase.guard import writes_allowed

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="there is no server")

TITLE = "SELECT title FROM boards_card WHERE id = %s"
RENAME = "UPDATE boards_card SET title = %s WHERE id = %s"


@pytest.fixture
def card(transactional_db, boards):
    return boards.card("A")


def asked(*wanted):
    return [answer.fetchall() for answer in connection.prepared.execute_all(wanted)]


def test_answers_come_in_the_order_of_what_was_asked(card, boards):
    other = boards.card("B")
    assert asked((TITLE, [card.pk]), ("SELECT 1 WHERE false", []), (TITLE, [other.pk])) == [[("A",)], [], [("B",)]]
    assert asked((TITLE, [card.pk])) == [[("A",)]]


def test_what_waits_is_there_for_whoever_asks_next(card):
    with transaction.atomic(), writes_allowed():
        statements.write(RENAME, ["first", card.pk])
        assert Card.objects.get(pk=card.pk).title == "first"  # by Django's cursor
        statements.write(RENAME, ["second", card.pk])
        assert statements.rows(TITLE, [card.pk]) == [("second",)]
        statements.write(RENAME, ["third", card.pk])
    assert Card.objects.get(pk=card.pk).title == "third"  # it left with the end of the transaction


def test_what_has_ended_is_on_disk(card):
    with transaction.atomic(), writes_allowed():
        statements.write(RENAME, ["kept", card.pk])
        ((written,),) = statements.rows("SELECT pg_current_wal_insert_lsn()::text")
        statements.write(RENAME, ["kept too", card.pk])
    assert statements.rows("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", [written]) == [(True,)]
    assert asked(("SHOW synchronous_commit", [])) == [[("on",)]]  # for whoever ends otherwise


def test_outside_a_transaction_nothing_waits(card):
    with writes_allowed():
        statements.write(RENAME, ["now", card.pk])
    with connection.copy().cursor() as elsewhere:
        elsewhere.execute(TITLE, [card.pk])
        assert elsewhere.fetchone() == ("now",)
        elsewhere.connection.close()


def test_what_is_rolled_back_was_never_sent(card):
    with pytest.raises(ZeroDivisionError), transaction.atomic(), writes_allowed():
        statements.write(RENAME, ["never", card.pk])
        1 / 0  # noqa: B018
    with transaction.atomic(), writes_allowed():
        statements.write(RENAME, ["kept", card.pk])
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            statements.write(RENAME, ["dropped", card.pk])
            1 / 0  # noqa: B018
    assert Card.objects.get(pk=card.pk).title == "kept"


def test_an_end_that_fails_undoes_all(card, boards):
    other = boards.card("B")
    with pytest.raises(IntegrityError), transaction.atomic(), writes_allowed():
        statements.write(RENAME, ["first", card.pk])
        statements.write("UPDATE boards_card SET title = NULL WHERE id = %s", [other.pk])
    assert statements.rows(TITLE, [card.pk]) == [("A",)]  # and the connection goes on
    with pytest.raises(IntegrityError), transaction.atomic(), writes_allowed():
        statements.write("UPDATE boards_card SET title = NULL WHERE id = %s", [other.pk])
        statements.rows(TITLE, [card.pk])
    assert statements.rows(TITLE, [other.pk]) == [("B",)]


def test_nothing_is_done_after_what_fails(card):
    with pytest.raises(IntegrityError), connection.wrap_database_errors:
        asked(
            (f"{RENAME} RETURNING title", ["before", card.pk]), (RENAME, [None, card.pk]), (RENAME, ["after", card.pk])
        )
    assert Card.objects.get(pk=card.pk).title == "A"


def test_large_values_travel_too(card):
    """More than the network takes at once, both ways."""
    text = "é" * 4_000_000
    assert asked(("SELECT %s::text", [text]), ("SELECT %s::text", [text])) == [[(text,)], [(text,)]]


def test_a_server_that_goes_away_is_said_and_another_found(card):
    ((process,),) = statements.rows("SELECT pg_backend_pid()")
    ending = connection.copy()
    with ending.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    ending.close()
    for ahead in ([(TITLE, [card.pk])], []):
        with pytest.raises(OperationalError):
            statements.rows(TITLE, [card.pk], ahead=ahead)
    connection.close()
    assert statements.rows(TITLE, [card.pk]) == [("A",)]


def test_a_connection_keeps_so_many_at_most(card, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    connection.close()
    connection.ensure_connection()
    for number in range(6):
        asked((TITLE + " " * number, [card.pk]))
    assert asked(("SELECT count(*) FROM pg_prepared_statements", [])) == [[(3,)]]
    connection.close()
