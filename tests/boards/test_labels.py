import pytest

from projets.boards.actions.boards import bin_board
from projets.boards.actions.labels import bin_label, create_label, edit_label, move_label, restore_label
from projets.boards.models import Card, Label
from projets.usecase.errors import Invalid, NotFound
from projets.usecase.models import Act


def names():
    return [label.name for label in Label.objects.filter(binned_at=None)]


def test_created_at_the_end_or_at_a_position(boards, editor):
    create_label(editor, boards.board, " Bloqué ", "orange")
    (fact,) = create_label(editor, boards.board, "", "bleu", position=0).facts
    assert names() == ["", "Urgent", "Bloqué"]
    assert (fact.kind, fact.before, fact.after.color) == ("label.created", None, "bleu")


@pytest.mark.parametrize(
    ("columns", "field"),
    [({"name": "x" * 129}, "name"), ({"color": "fuchsia"}, "color"), ({"position": -1}, "position")],
)
def test_not_created(boards, editor, columns, field):
    with pytest.raises(Invalid) as refused:
        create_label(editor, boards.board, **columns)
    assert (refused.value.field, names(), Act.objects.count()) == (field, ["Urgent"], 0)


def test_edit_touches_no_card(boards, editor):
    (fact,) = edit_label(editor, boards.urgent, "Pressé", "vert").facts
    assert (fact.kind, fact.before.name, fact.after.name, fact.after.color) == (
        "label.edited",
        "Urgent",
        "Pressé",
        "vert",
    )
    with pytest.raises(Invalid):
        edit_label(editor, boards.urgent, "Autre", "fuchsia")
    assert (names(), Card.objects.get(title="A").version) == (["Pressé"], 1)
    assert edit_label(editor, boards.urgent).facts == []


def test_move(boards, editor):
    create_label(editor, boards.board, "Bloqué", "orange")
    (fact,) = move_label(editor, boards.urgent).facts
    assert (fact.kind, names()) == ("label.moved", ["Bloqué", "Urgent"])
    move_label(editor, boards.urgent, 0)
    assert names() == ["Urgent", "Bloqué"]


def test_in_the_bin_and_back_on_its_cards(boards, editor):
    (fact,) = bin_label(editor, boards.urgent).facts
    assert (fact.kind, names(), boards.card("A").label_ids) == ("label.binned", [], [boards.urgent.pk])
    with pytest.raises(NotFound):
        edit_label(editor, boards.urgent, "Autre")
    (fact,) = restore_label(editor, boards.urgent).facts
    assert (fact.kind, names(), fact.after.position) == ("label.restored", ["Urgent"], 65536.0)


def test_restored_only_where_its_board_stands(boards, editor):
    bin_label(editor, boards.urgent)
    bin_board(boards.member("project manager"), boards.board)
    with pytest.raises(Invalid):
        restore_label(editor, boards.urgent)
    assert Label.objects.get().in_bin
