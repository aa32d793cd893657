"""What is done to lists, labels, fields and boards is put back like what is done to cards; people are not."""

import pytest

from projets.boards.actions import boards as of_boards
from projets.boards.actions import fields, labels, lists, memberships, projects
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Board, Card, Field, Label, List, Membership
from projets.usecase.errors import Invalid
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.boards.test_undo import shown


@pytest.fixture
def lead(boards, both):
    """An editor of both boards who manages the project too; a second label and a second field."""
    with writes_allowed():
        boards.project.managers.create(user_id=both.user_id)
        Label.objects.create(board=boards.elsewhere.board, name="Urgent", color="rouge", position=65536.0)
        Label.objects.create(board=boards.board, name="Bloqué", color="vert", position=131072.0)
        Card.objects.filter(title="A").update(title="Z")
    for name in ("Coût", "Charge"):
        boards.field(name, "number")
    return both


def cost():
    return Field.objects.get(name="Coût")


ACTS = {
    "create lists": lambda actor, boards: lists.create_lists(actor, boards.board, ["Un", "Deux"], position=65536),
    "edit list": lambda actor, boards: lists.edit_list(actor, boards.todo, "Autre", "closed", "bleu", 3),
    "move list": lambda actor, boards: lists.move_list(actor, boards.todo),
    "transfer list": lambda actor, boards: lists.transfer_list(actor, boards.todo, boards.elsewhere.board, 0),
    "duplicate list": lambda actor, boards: lists.duplicate_list(actor, boards.todo),
    "sort list": lambda actor, boards: lists.sort_list(actor, boards.todo, "title"),
    "archive lists": lambda actor, boards: lists.archive_lists(actor, [boards.todo, boards.doing]),
    "bin lists": lambda actor, boards: lists.bin_lists(actor, [boards.todo]),
    "create label": lambda actor, boards: labels.create_label(actor, boards.board, "Relu", "bleu", 0),
    "edit label": lambda actor, boards: labels.edit_label(actor, boards.urgent, "Pressé", "bleu"),
    "move label": lambda actor, boards: labels.move_label(actor, boards.urgent),
    "bin label": lambda actor, boards: labels.bin_label(actor, boards.urgent),
    "create field": lambda actor, boards: fields.create_field(actor, boards.project, "État", "one_of", options=["a"]),
    "edit field": lambda actor, boards: fields.edit_field(actor, cost(), kind="several_of", options=["a", "b"]),
    "move field": lambda actor, boards: fields.move_field(actor, cost()),
    "bin field": lambda actor, boards: fields.bin_field(actor, cost()),
    "edit board": lambda actor, boards: of_boards.edit_board(actor, boards.board, "Autre", "list", True, True),
    "move board": lambda actor, boards: of_boards.move_board(actor, boards.board),
    "archive board": lambda actor, boards: of_boards.archive_board(actor, boards.board),
    "bin board": lambda actor, boards: of_boards.bin_board(actor, boards.board),
}


@pytest.mark.parametrize("do", ACTS.values(), ids=ACTS)
def test_undone_and_undone_again(boards, lead, do):
    before = shown()
    act = do(lead, boards)
    after = shown()
    assert before != after
    undone = undo_act(lead, act)
    assert shown() == before
    undo_act(lead, undone)
    assert shown() == after


def test_a_board_made_by_mistake_goes_to_the_bin(boards, lead):
    undo_act(lead, of_boards.create_board(lead, boards.project, "Nouveau", list_names=["À faire"]))
    assert Board.objects.get(name="Nouveau").in_bin
    assert not List.objects.standing().filter(board__name="Nouveau").exists()


def test_members_and_managers_are_added_and_removed_by_hand(boards, lead):
    person = boards.person()
    acts = [
        memberships.add_member(lead, boards.board, person, "reader"),
        memberships.change_role(lead, Membership.objects.get(user=person), "editor"),
        memberships.remove_member(lead, Membership.objects.get(user=person)),
        projects.add_manager(lead, boards.project, person),
        projects.remove_manager(lead, boards.project.managers.get(user=person)),
    ]
    for act in acts:
        with pytest.raises(Invalid):
            undo_act(lead, act)
    assert Act.objects.count() == len(acts)
