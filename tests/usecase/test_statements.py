from contextlib import nullcontext

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from projets.boards.models import Card, Label
from projets.usecase import statements
from projets.usecase.guard import StrayWrite, reads_only, writes_allowed

RENAMING = "UPDATE boards_card SET title = %s WHERE title = %s"


@pytest.fixture(params=[False, True], ids=["straight", "watched"])
def watched(request):
    """Both ways: straight to the driver, and through Django's cursor, as when somebody counts queries."""
    with CaptureQueriesContext(connection) if request.param else nullcontext():
        yield request.param


def test_what_it_answers(boards, watched):
    found = statements.rows("SELECT title FROM boards_card WHERE list_id = %s ORDER BY position", [boards.todo.pk])
    assert found == [("A",), ("B",), ("C",)]
    assert statements.rows("SELECT title FROM boards_card WHERE title LIKE '%%' || %s AND title = %s", ["A", "A"]) == [
        ("A",)
    ]
    assert statements.rows("SELECT title FROM boards_card WHERE title = %s", ["%s"]) == []


def test_how_many_it_wrote(boards, watched):
    with writes_allowed():
        assert statements.written(RENAMING, ["Z", "A"]) == 1
        assert statements.written(RENAMING, ["Z", "A"]) == 0
    assert Card.objects.filter(title="Z").count() == 1


def test_no_way_round_the_guard(boards, watched):
    """It stands before these statements as before all others."""
    with pytest.raises(StrayWrite, match="outside an action"):
        statements.written(RENAMING, ["Z", "A"])
    with writes_allowed(), reads_only(), pytest.raises(StrayWrite, match="a request that reads"):
        statements.written(RENAMING, ["Z", "A"])
    assert not Card.objects.filter(title="Z").exists()


def test_its_errors_are_django_s(boards, watched):
    with pytest.raises(IntegrityError), transaction.atomic(), writes_allowed():
        statements.written("UPDATE boards_card SET title = NULL WHERE title = %s", ["A"])
    with pytest.raises(DatabaseError), transaction.atomic():
        statements.rows("SELECT nothing FROM nowhere")
    assert Label.objects.filter(pk=boards.urgent.pk).exists()  # and the connection goes on


def test_it_is_part_of_the_transaction(boards, watched):
    with pytest.raises(RuntimeError, match="never mind"), transaction.atomic(), writes_allowed():
        statements.written(RENAMING, ["Z", "A"])
        raise RuntimeError("never mind")
    assert not Card.objects.filter(title="Z").exists()


def test_a_text_is_planned_once(boards):
    if connection.vendor != "postgresql":
        assert statements.rows("SELECT %s", ["a"]) == [("a",)]
        return
    asked = "SELECT title FROM boards_card WHERE id = %s AND title <> %s"
    for letter in "ABC":
        statements.rows(asked, [boards.card(letter).pk, letter])
    known = statements.rows("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%title <> $2%"])
    assert known == [(1,)]


ASKED = "SELECT title FROM boards_card WHERE id = %s"


def test_what_is_asked_ahead_is_answered_as_it_was_then(boards, watched):
    """Once, and not any more when it may have changed; on SQLite, and for who watches, each is asked when it is."""
    a, b, c = (boards.card(letter).pk for letter in "ABC")
    at_once = connection.vendor == "postgresql" and not watched
    assert statements.rows(ASKED, [a], ahead=[(ASKED, [b]), (ASKED, (c,))]) == [("A",)]
    with writes_allowed():
        statements.written(RENAMING, ["Z", "B"])
        statements.written(RENAMING, ["Y", "C"])
    assert statements.rows(ASKED, (b,)) == ([("B",)] if at_once else [("Z",)])
    assert statements.rows(ASKED, [b]) == [("Z",)]
    statements.none_ahead()
    assert statements.rows(ASKED, [c]) == [("Y",)]


def test_what_cannot_have_changed_stays(boards):
    a, b, c = (boards.card(letter).pk for letter in "ABC")
    statements.rows(ASKED, [a], ahead=[(ASKED, [b]), (ASKED, [c])])
    statements.none_ahead(but=lambda: [(ASKED, [b])])
    with writes_allowed():
        statements.written(RENAMING, ["Z", "B"])
        statements.written(RENAMING, ["Y", "C"])
    at_once = connection.vendor == "postgresql"
    assert statements.rows(ASKED, [b]) == ([("B",)] if at_once else [("Z",)])
    assert statements.rows(ASKED, [c]) == [("Y",)]
