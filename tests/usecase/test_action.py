"""What `@action` promises when others act between the look-up and the lock."""

import threading
import time
from itertools import pairwise

import pytest
from django.db import connection

from projets.boards import ordering
from projets.boards.actions.cards import bin_cards, create_cards, move_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.models import Card, List
from projets.usecase.action import RETRIES
from projets.usecase.errors import Conflict, NotFound, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(*works):
    """Run them at once; what they raised comes back."""
    errors = []

    def run(work):
        try:
            work()
        except Exception as error:  # noqa: BLE001 (given back)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return errors


def test_target_moved_to_a_stream_not_held(boards, both, meanwhile):
    card = boards.card("A")
    meanwhile(lambda: transfer_cards(both, [boards.card("A")], boards.elsewhere))
    act = bin_cards(both, [card])
    assert [(event.stream_id, event.fact.before.list_id) for event in act.events.all()] == [
        (boards.elsewhere.stream, boards.elsewhere.pk)
    ]


def test_target_changed_on_its_board(boards, editor, meanwhile):
    card = boards.card("A")
    meanwhile(lambda: move_cards(editor, [boards.card("A")], boards.doing, 0))
    assert move_cards(editor, [card], boards.todo, 0).facts[0].before.list_id == boards.doing.pk


def test_target_moved_where_the_actor_has_no_right(boards, editor, both, meanwhile):
    card = boards.card("A")
    meanwhile(lambda: transfer_cards(both, [boards.card("A")], boards.elsewhere))
    with pytest.raises(Refused):
        bin_cards(editor, [card])
    assert not boards.card("A").in_bin


def test_destination_moved_where_the_actor_has_no_right(boards, editor, meanwhile):
    def move_list():
        with writes_allowed():
            List.objects.filter(pk=boards.doing.pk).update(board=boards.elsewhere.board)

    meanwhile(move_list)
    with pytest.raises(Refused) as refused:
        move_cards(editor, [boards.card("A")], boards.doing, 0)
    assert refused.value.why == Why.UNSEEN
    assert boards.card("A").list == boards.todo
    assert not Act.objects.exists()


def test_keeps_moving(boards, both, meanwhile):
    """It starts over three times, and then says so."""
    card, lists = boards.card("A"), [boards.elsewhere, boards.todo] * RETRIES

    def move_on():
        transfer_cards(both, [boards.card("A")], lists.pop(0))

    calls = meanwhile(move_on, times=1 + RETRIES)
    with pytest.raises(Conflict):
        bin_cards(both, [card])
    assert (len(calls), RETRIES) == (4, 3)
    assert not Act.objects.filter(action="bin_cards").exists()


def test_stands_still_at_the_last_try(boards, both, meanwhile):
    card, lists = boards.card("A"), [boards.elsewhere, boards.todo, boards.elsewhere]
    meanwhile(lambda: transfer_cards(both, [boards.card("A")], lists.pop(0)), times=RETRIES)
    bin_cards(both, [card])
    assert boards.card("A").in_bin


@pytest.mark.parametrize("gone", ["deleted", "in the bin"])
def test_target_gone(boards, editor, meanwhile, gone):
    card, left = boards.card("A"), boards.card("B")

    def take_away():
        if gone == "deleted":
            with writes_allowed():
                boards.card("A").delete()
        else:
            bin_cards(editor, [boards.card("A")])

    meanwhile(take_away)
    with pytest.raises(NotFound):
        move_cards(editor, [left, card], boards.doing, 0)
    assert boards.card("B").list == boards.todo
    assert not Act.objects.filter(action="move_cards").exists()


def test_destination_deleted(boards, editor, meanwhile):
    def delete_list():
        with writes_allowed():
            List.objects.filter(pk=boards.elsewhere.pk).delete()

    boards.join(editor, "editor", boards.elsewhere.board)
    meanwhile(delete_list)
    with pytest.raises(NotFound):
        transfer_cards(editor, [boards.card("A")], boards.elsewhere)


def test_right_lost(boards, editor, meanwhile):
    meanwhile(lambda: boards.leave(editor))
    with pytest.raises(Refused):
        move_cards(editor, [boards.card("A")], boards.doing, 0)
    assert (boards.card("A").list, Act.objects.count()) == (boards.todo, 0)


def test_right_on_every_row(boards, editor):
    """One card of forty on a board where the actor is nobody: nothing moves."""
    both = boards.member("editor")
    boards.join(both, "editor", boards.elsewhere.board)
    transfer_cards(both, [boards.card("A")], boards.elsewhere)
    with pytest.raises(Refused):
        bin_cards(editor, [boards.card("B"), boards.card("A")])
    assert not Card.objects.exclude(binned_at=None).exists()


def test_one_row_given_twice_is_one(boards, editor):
    (fact,) = move_cards(editor, [boards.card("A"), boards.card("A")], boards.doing, 65536).facts
    assert fact.after.position == 98304


def test_waits_for_who_came_first_and_sees_what_they_did(boards, editor, monkeypatch):
    """The first thinks while it holds the board; the second, asked later, finds what the first left."""
    holding, thinking = threading.Event(), ordering.place

    def think(*args):
        if threading.current_thread().name == "first":
            holding.set()
            time.sleep(0.2)
        return thinking(*args)

    monkeypatch.setattr(ordering, "place", think)
    stale = boards.card("A")

    def first():
        threading.current_thread().name = "first"
        move_cards(editor, [boards.card("A")], boards.doing, 0)

    def second():
        holding.wait(5)
        move_cards(editor, [stale], boards.todo, 0)

    assert in_threads(first, second) == []
    assert [fact.before.list_id for act in Act.objects.order_by("done_at", "id") for fact in act.facts] == [
        boards.todo.pk,
        boards.doing.pk,
    ]


def test_crossing_transfers_do_not_deadlock(boards, both):
    def swap(title, *lists):
        for to_list in lists * 5:
            transfer_cards(both, [boards.card(title)], to_list)

    there, here = boards.elsewhere, boards.todo
    create_cards(both, there, ["Z"])
    assert in_threads(lambda: swap("A", there, here), lambda: swap("Z", here, there)) == []
    for stream in (here.stream, there.stream):
        revisions = list(Event.objects.filter(stream=stream).order_by("revision").values_list("revision", flat=True))
        assert revisions == list(range(1, len(revisions) + 1))
        assert len(revisions) >= 20


def test_concurrent_moves_queue_up(boards, editor, monkeypatch):
    """Each thinks between reading its neighbours and writing; none may overlap."""
    thinking = ordering.place
    monkeypatch.setattr(ordering, "place", lambda *args: (time.sleep(0.05), thinking(*args))[1])
    ready = threading.Barrier(3)

    def move(title):
        card = boards.card(title)
        ready.wait()
        move_cards(editor, [card], boards.doing, 65536)

    assert in_threads(*(lambda title=title: move(title) for title in "ABC")) == []
    assert list(Event.objects.order_by("revision").values_list("revision", flat=True)) == [1, 2, 3]
    positions = [card.position for card in boards.doing.cards.all()]
    assert len(positions) == 6
    assert all(below - above >= ordering.GAP for above, below in pairwise(positions))
