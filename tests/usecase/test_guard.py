import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from projets.boards.actions.cards import bin_cards
from projets.boards.models import Board, Card
from projets.usecase.guard import StrayWrite, writes_allowed
from projets.usecase.models import Event
from projets.web.middleware import reads_only_read

STRAY = {
    "create": lambda card: Card.objects.create(
        board=card.board, list=card.list, title="Z", position=1, number=9, list_changed_at=card.list_changed_at
    ),
    "save": lambda card: card.save(),
    "update": lambda card: Card.objects.update(title="Z"),
    "delete": lambda card: card.delete(),
    "bulk_create": lambda card: Board.objects.bulk_create([Board(project=card.board.project, name="Z", position=1)]),
    "raw": lambda card: raw("UPDATE boards_card SET title = 'Z'"),
    "raw with a space": lambda card: raw("  delete from boards_card"),
    "raw after a comment": lambda card: raw("/* hello */ -- you\n UPDATE boards_card SET title = 'Z'"),
    "raw with": lambda card: raw("WITH one AS (SELECT 1) UPDATE boards_card SET title = 'Z'"),
}


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("write", STRAY.values(), ids=STRAY)
def test_no_write_outside_an_action(boards, write):
    card = boards.card("A")
    with pytest.raises(StrayWrite, match="outside an action"), transaction.atomic():
        write(card)
    assert list(Card.objects.order_by("title").values_list("title", flat=True)) == list("ABCDEF")


def test_reading_is_free(boards):
    raw("WITH one AS (SELECT 1) SELECT * FROM one")
    assert Card.objects.count() == 6


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_reading_request_does_not_even_act(boards, editor, method):
    card = boards.card("A")
    view = reads_only_read(lambda request: bin_cards(editor, [card]))
    with pytest.raises(StrayWrite, match="a request that reads"):
        view(RequestFactory().generic(method, "/"))
    assert (boards.card("A").in_bin, Event.objects.count()) == (False, 0)


def test_a_writing_request_acts(boards, editor):
    view = reads_only_read(lambda request: HttpResponse(bin_cards(editor, [boards.card("A")]).pk))
    assert view(RequestFactory().post("/")).status_code == 200
    assert boards.card("A").in_bin


def test_the_permission_ends_with_its_block(boards):
    with writes_allowed():
        Card.objects.update(title="Z")
    with pytest.raises(StrayWrite), transaction.atomic():
        Card.objects.update(title="Y")
