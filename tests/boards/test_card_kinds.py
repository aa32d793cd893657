"""Project cards and stories, and boards that keep to one kind."""

import pytest

from projets.boards.actions.boards import edit_board
from projets.boards.actions.cards import create_cards
from projets.boards.actions.copying import duplicate_cards
from projets.boards.actions.details import retype_cards
from projets.boards.actions.editing import edit_card
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Board, Card
from projets.usecase.errors import Invalid


def made(act):
    return Card.objects.get(pk=act.facts[0].after.id)


def test_a_new_card_is_of_the_boards_kind_unless_said(boards, editor):
    assert made(create_cards(editor, boards.todo, ["G"])).kind == "project"
    edit_board(boards.member("project manager"), boards.board, default_card_kind="story")
    assert made(create_cards(editor, boards.todo, ["H"])).kind == "story"
    assert made(create_cards(editor, boards.todo, ["I"], kind="project")).kind == "project"


def test_retyped_copied_and_undone(boards, editor):
    act = edit_card(editor, boards.card("A"), kind="story")
    assert [fact.kind for fact in act.facts] == ["card.retyped"]
    assert boards.card("A").version == 2
    assert made(duplicate_cards(editor, [boards.card("A")], boards.doing, titles=["G"])).kind == "story"
    undo_act(editor, act)
    assert boards.card("A").kind == "project"


def test_a_board_that_keeps_to_one_kind(boards, editor):
    edit_board(boards.member("project manager"), boards.board, limits_card_kinds=True)
    before = Card.objects.count()
    with pytest.raises(Invalid):
        create_cards(editor, boards.todo, ["G"], kind="story")
    with pytest.raises(Invalid):
        retype_cards(editor, [boards.card("A")], "story")
    assert (Card.objects.count(), boards.card("A").kind) == (before, "project")


@pytest.mark.parametrize("given", [{"default_card_kind": "epic"}, {"default_view": "gantt"}])
def test_what_a_board_cannot_be(boards, given):
    manager = boards.member("project manager")
    with pytest.raises(Invalid):
        edit_board(manager, boards.board, **given)


def test_what_a_board_may_be(boards):
    manager = boards.member("project manager")
    act = edit_board(manager, boards.board, default_view="grid", expands_task_lists=True, position=1000)
    board = Board.objects.get(pk=boards.board.pk)
    assert (board.default_view, board.expands_task_lists, board.position) == ("grid", True, 1000)
    assert {fact.kind for fact in act.facts} == {"board.moved", "board.edited"}


def test_the_archive_and_the_bin_have_ids_of_their_own(boards):
    ids = [id for board in Board.objects.all() for id in (board.pk, board.archive_list_id, board.trash_list_id)]
    assert len(set(ids)) == 6
