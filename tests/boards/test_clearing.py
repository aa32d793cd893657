"""Deleted for good by clients that have no other bin: gone for them, in ours all the same."""

import pytest

from projets.boards.actions.cards import bin_cards, clear_cards, restore_cards
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Card
from projets.usecase.errors import NotFound, Refused


def test_out_of_the_bin(boards, editor):
    bin_cards(editor, [boards.card("A")])
    binned_at = boards.card("A").binned_at
    act = clear_cards(editor, [boards.card("A")])
    assert (boards.card("A").binned_at, boards.card("A").cleared_at) == (binned_at, act.done_at)
    assert [fact.kind for fact in act.facts] == ["card.cleared"]
    restore_cards(editor, [boards.card("A")])
    assert (boards.card("A").binned_at, boards.card("A").cleared_at) == (None, None)


def test_straight_from_the_board_and_undone(boards, editor):
    act = clear_cards(editor, [boards.card("A"), boards.card("B")])
    assert boards.titles(boards.todo) == "C"
    assert boards.card("A").binned_at == boards.card("A").cleared_at == act.done_at
    undo_act(editor, act)
    assert boards.titles(boards.todo) == "ABC"
    assert boards.card("A").cleared_at is None


@pytest.mark.parametrize("role", ["contributor", "commenter", "reader", "administrator", None])
def test_who_may_not(boards, role):
    with pytest.raises((Refused, NotFound)):
        clear_cards(boards.member(role), [boards.card("A")])
    assert not Card.objects.exclude(cleared_at=None).exists()


def test_who_manages_may_without_being_a_member(boards):
    clear_cards(boards.member("project manager"), [boards.card("A")])
    assert boards.card("A").cleared_at
