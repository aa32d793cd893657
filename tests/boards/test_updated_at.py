"""When something last changed in itself: by an act of its own, at that act's moment, never by another's move."""

import pytest

from projets.boards.actions.boards import edit_board, move_board
from projets.boards.actions.cards import archive_cards, bin_cards, move_cards, rename_card, unarchive_cards
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import label_cards
from projets.boards.actions.labels import bin_label
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Board, Card, Label


def touched():
    return "".join(card.title for card in Card.objects.exclude(updated_at=None).order_by("title"))


def test_nothing_has_changed_since_it_was_made(boards):
    assert touched() == ""
    assert Board.objects.get(pk=boards.board.pk).updated_at is None


def test_a_change_bears_the_moment_of_its_act(boards, editor):
    act = rename_card(editor, boards.card("A"), "Z")
    assert boards.card("Z").updated_at == act.done_at
    assert touched() == "Z"
    assert "updated_at" not in act.facts[0].after.columns


def test_who_makes_room_is_changed_too(boards, editor):
    """As for Planka's clients, to whom a position is a column like the others."""
    move_cards(editor, [boards.card("C")], boards.todo, boards.card("A").position)
    act = move_cards(editor, [boards.card("D")], boards.todo, boards.card("A").position)
    shifted = {Card.objects.get(pk=fact.after.id).title for fact in act.facts if fact.kind == "card.shifted"}
    assert set(touched()) == {"C", "D"} | shifted


def test_saved_as_it_was(boards):
    manager = boards.member("project manager")
    act = edit_board(manager, boards.board, name=boards.board.name)
    assert act.facts == []
    assert Board.objects.get(pk=boards.board.pk).updated_at == act.done_at


def test_crowded_siblings_are_pushed_without_being_changed(boards):
    manager = boards.member("project manager")
    act = move_board(manager, boards.elsewhere.board, 0)
    assert [fact.kind for fact in act.facts if fact.after.id == boards.board.pk] == []
    edit_board(manager, boards.board, position=Board.objects.get(pk=boards.elsewhere.board_id).position - 1e-9)
    assert Board.objects.get(pk=boards.board.pk).updated_at is not None


def test_what_is_put_beside_a_card_does_not_change_it(boards, editor):
    label_cards(editor, [boards.card("A")], add=[boards.urgent])
    assert touched() == ""
    write_comment(editor, boards.card("A"), "Oui")
    assert touched() == "A"


def test_what_is_deleted_was_not_edited(boards, editor):
    bin_label(editor, boards.urgent)
    assert Label.objects.get(pk=boards.urgent.pk).updated_at is None


@pytest.mark.parametrize(("away", "back"), [(archive_cards, unarchive_cards), (bin_cards, None)])
def test_out_of_its_list_and_back(boards, editor, away, back):
    was = boards.card("A").list_changed_at
    act = away(editor, [boards.card("A")])
    assert boards.card("A").list_changed_at == boards.card("A").updated_at == act.done_at > was
    if back:
        again = back(editor, [boards.card("A")])
        assert boards.card("A").list_changed_at == again.done_at
        assert back(editor, [boards.card("A")]).facts == []
    else:
        undo_act(editor, act)
        assert boards.card("A").list_changed_at == was


def test_who_asks_for_what_is_so_already_is_heard_and_nothing_is_told(boards):
    manager = boards.member("project manager")
    act = edit_board(manager, boards.board, default_view="board")
    assert (act.facts, Board.objects.get(pk=boards.board.pk).updated_at) == ([], act.done_at)
