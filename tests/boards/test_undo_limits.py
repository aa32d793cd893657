"""Who may undo, what and until when; and which act is one's last."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from projets.boards.actions.cards import (
    create_cards,
    move_cards,
    rename_card,
)
from projets.boards.actions.details import value_cards
from projets.boards.actions.fields import edit_field
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.undoing import undo_act, undo_last
from projets.boards.models import Card, Field
from projets.boards.undoable import last_undoable
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.log import performing
from projets.usecase.models import Act, Event


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


# whose, with what right, until when


def test_only_ones_own(boards, editor, both):
    act = move_cards(editor, [boards.card("A")], boards.doing, 0)
    with pytest.raises(Refused):
        undo_act(both, act)
    assert boards.card("A").list == boards.doing


def test_needs_the_right_to_do_what_it_does(boards, editor):
    """Nor does undoing an undo lend a right that was lost."""
    act = move_cards(editor, [boards.card("A")], boards.doing, 0)
    undone = undo_act(editor, act)
    boards.leave(editor)
    boards.join(editor, "reader", boards.board)
    for one in (act, undone):
        with pytest.raises((Refused, Conflict)):
            undo_act(editor, one)
    with pytest.raises(Refused):
        undo_act(editor, undone)
    assert boards.card("A").list == boards.todo


def test_needs_the_right_where_a_card_goes_back_to(boards, editor):
    boards.join(editor, "editor", boards.elsewhere.board)
    act = transfer_cards(editor, [boards.card("A")], boards.elsewhere)
    boards.leave(editor)
    boards.join(editor, "editor", boards.elsewhere.board)
    boards.join(editor, "reader", boards.board)
    with pytest.raises(Refused):
        undo_act(editor, act)
    assert boards.card("A").list == boards.elsewhere


def test_a_contributor_undoes_a_move_for_which_others_made_room(boards):
    contributor = boards.member("contributor")
    create_cards(contributor, boards.todo, ["G"])
    with writes_allowed():
        Card.objects.filter(title="E").update(position=65536.1)
    act = move_cards(contributor, [boards.card("G")], boards.doing, 65536)
    assert len(act.facts) == 2
    undo_act(contributor, act)
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("ABCG", "DEF")


def test_what_cannot_be_undone(boards, editor):
    with performing(editor, "write_comment", {boards.todo.stream}) as running:
        act = running.act
    with pytest.raises(Invalid):
        undo_act(editor, act)


def test_deleted_since(boards, editor):
    act = move_cards(editor, [boards.card("A")], boards.doing, 0)
    with writes_allowed():
        boards.card("A").delete()
    with pytest.raises(NotFound):
        undo_act(editor, act)


def test_not_twice(boards, editor):
    act = rename_card(editor, boards.card("A"), "Autre")
    undo_act(editor, act)
    with pytest.raises(Conflict, match="already"):
        undo_act(editor, act)
    assert (boards.card("A").title, Act.objects.count()) == ("A", 2)


def test_not_after_an_hour(boards, editor):
    act = rename_card(editor, boards.card("A"), "Autre")
    later(act, minutes=61)
    with pytest.raises(Invalid, match="hour"):
        undo_act(editor, Act.objects.get())
    assert boards.card("Autre").version == 2


def test_from_the_log_alone(boards, editor):
    """What the row says now about its past would be another place: the log's word counts."""
    act = move_cards(editor, [boards.card("A")], boards.doing, 0)
    event = Event.objects.get()
    event.columns["before"]["position"] = 150_000.0
    with writes_allowed():
        event.save()
    undo_act(editor, Act.objects.get(pk=act.pk))
    assert boards.card("A").position == 150_000.0


# my last act


def later(act, **ago):
    with writes_allowed():
        Act.objects.filter(pk=act.pk).update(done_at=timezone.now() - timedelta(**ago))


def test_from_the_last_to_the_first_and_then_nothing(boards, editor):
    rename_card(editor, boards.card("A"), "Autre")
    move_cards(editor, [boards.card("Autre"), boards.card("B")], boards.doing)
    undo_last(editor, boards.board)
    assert (boards.titles(boards.todo), boards.titles(boards.doing)) == ("AutreBC", "DEF")
    undo_last(editor, boards.board)
    assert boards.titles(boards.todo) == "ABC"
    assert last_undoable(editor, boards.board) is None
    with pytest.raises(Invalid):
        undo_last(editor, boards.board)
    assert Act.objects.count() == 4


def test_what_was_done_again_can_be_undone_again(boards, editor):
    act = rename_card(editor, boards.card("A"), "Autre")
    undone = undo_last(editor, boards.board)
    undo_act(editor, undone)
    assert last_undoable(editor, boards.board) == act
    undo_last(editor, boards.board)
    assert boards.card("A").title == "A"


def test_mine_on_this_board_within_the_hour_by_hand(boards, editor, both):
    rename_card(both, boards.card("A"), "Autre")
    rename_card(Actor(editor.user_id, "import"), boards.card("Autre"), "Importée")
    transfer_cards(both, [boards.card("B")], boards.elsewhere)
    assert last_undoable(editor, boards.board) is None
    there = create_cards(both, boards.elsewhere, ["Là"])
    assert last_undoable(both, boards.elsewhere.board) == there
    assert last_undoable(both, boards.board).action == "transfer_cards"
    later(there, minutes=59)
    assert last_undoable(both, boards.elsewhere.board) == there
    later(there, minutes=61)
    assert last_undoable(both, boards.elsewhere.board).action == "transfer_cards"


def test_what_cannot_be_undone_is_passed_over(boards, editor):
    act = rename_card(editor, boards.card("A"), "Autre")
    rename_card(editor, boards.card("Autre"), "Autre")
    assert last_undoable(editor, boards.board) == act


def test_sent_twice_is_undone_once(boards, editor):
    rename_card(editor, boards.card("A"), "Un")
    rename_card(editor, boards.card("Un"), "Deux")
    twice = Actor(editor.user_id, "web", "7f1c")
    assert undo_last(twice, boards.board) == undo_last(twice, boards.board)
    assert (boards.titles(boards.todo), Act.objects.count()) == ("UnBC", 3)


def test_no_value_goes_back_into_a_field_of_another_kind(boards):
    """What was no link when it was typed would lead wherever it says."""
    manager = boards.member("project manager", name="Max Imum")
    boards.join(manager, "editor", boards.board)
    field = boards.field("Page", "text")
    value_cards(manager, [boards.card("A")], field, "javascript:alert(1)")
    emptied = value_cards(manager, [boards.card("A")], Field.objects.get(pk=field.pk), "")
    edit_field(manager, Field.objects.get(pk=field.pk), kind="link")
    with pytest.raises(Conflict, match="You have changed “Page” since"):
        undo_act(manager, emptied)
    assert boards.card("A").values == {}


def test_a_field_that_was_filled_in_since_keeps_its_kind(boards, browser):
    """A text among numbers: nobody could open the board any more."""
    manager = boards.member("project manager", name="Max Imum")
    boards.join(manager, "editor", boards.board)
    field = boards.field("Page", "number", on_front=True)
    retyped = edit_field(manager, field, kind="text")
    value_cards(manager, [boards.card("A")], Field.objects.get(pk=field.pk), "Bonjour")
    with pytest.raises(Invalid, match="its kind stays"):
        undo_act(manager, retyped)
    assert Field.objects.get(pk=field.pk).kind == "text"
    assert browser(manager).get(f"/tableaux/{boards.board.pk}/").status_code == 200
    value_cards(manager, [boards.card("A")], Field.objects.get(pk=field.pk), "")
    undo_act(manager, retyped)
    assert Field.objects.get(pk=field.pk).kind == "number"


def test_a_field_that_was_only_renamed_takes_its_value_back(boards):
    manager = boards.member("project manager", name="Max Imum")
    boards.join(manager, "editor", boards.board)
    field = boards.field("Page", "text")
    value_cards(manager, [boards.card("A")], field, "Bonjour")
    emptied = value_cards(manager, [boards.card("A")], Field.objects.get(pk=field.pk), "")
    edit_field(manager, Field.objects.get(pk=field.pk), name="Texte")
    undo_act(manager, emptied)
    assert boards.card("A").values == {boards.key(field): "Bonjour"}
