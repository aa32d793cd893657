"""What becomes of fields when a card, or its copy, goes to another board."""

import pytest

from projets.boards.actions.copying import EVERYTHING, Kept, duplicate_cards
from projets.boards.actions.details import value_cards
from projets.boards.actions.field_groups import bin_field_group, create_field_group
from projets.boards.actions.fields import create_field
from projets.boards.actions.leaving import transfer_cards
from projets.boards.actions.lists import transfer_list
from projets.boards.actions.undoing import undo_act
from projets.boards.history import history_of_card
from projets.boards.models import Board, Card, Field, FieldGroup, List, Project
from projets.usecase.guard import writes_allowed


@pytest.fixture
def world(boards, both):
    """A board with a group made from a base and one of its own, card A with a third: all filled in."""
    with writes_allowed():
        boards.project.managers.create(user_id=both.user_id)
        base = FieldGroup.objects.create(project=boards.project, name="Marché", position=1.0)
        based = FieldGroup.objects.create(board=boards.board, base=base, position=1.0)
        plain = FieldGroup.objects.create(board=boards.board, name="Suivi", position=2.0)
        own = FieldGroup.objects.create(card=boards.card("A"), name="À part", position=65536.0)
    fields = {
        name: boards.field(name, kind, group)
        for name, kind, group in (
            ("Coût", "euros", base),
            ("Lot", "number", based),
            ("Taille", "text", plain),
            ("Remarque", "text", own),
        )
    }
    for name, typed in (("Taille", "XL"), ("Coût", "12"), ("Remarque", "bien"), ("Lot", "3")):
        value_cards(both, [boards.card("A")], fields[name], typed)
    return boards


@pytest.fixture
def abroad(boards, both):
    with writes_allowed():
        project = Project.objects.create(name="Dossiers", prefix="DSI", last_number=41)
        board = Board.objects.create(project=project, name="Suivi", position=65536.0)
        column = List.objects.create(board=board, name="Reçu", position=65536.0)
    boards.join(both, "editor", board)
    return column


def has(card):
    """(group, whether it is made from a base, {field: value}) of a card's own groups, in order."""
    names = dict(Field.objects.values_list("pk", "name"))
    told = []
    for group in FieldGroup.objects.filter(card=card, binned_at=None).select_related("base"):
        here = f"{group.pk}:"
        values = {
            names[int(key.removeprefix(here))]: text for key, text in card.values.items() if key.startswith(here)
        }
        told.append((group.called, group.base is not None, values))
    return told


def test_within_its_project_groups_stay_tied_to_their_bases(world, both):
    former = dict(world.card("A").value_rows)
    transfer_cards(both, [world.card("A"), world.card("B")], world.elsewhere)
    assert has(world.card("A")) == [
        ("Marché", True, {"Coût": "12.00", "Lot": "3"}),
        ("Suivi", False, {"Taille": "XL"}),
        ("À part", False, {"Remarque": "bien"}),
    ]
    assert [group.position for group in FieldGroup.objects.filter(card=world.card("A"))] == [
        65536.0,
        131072.0,
        196608.0,
    ]
    assert has(world.card("B")) == [("Marché", True, {}), ("Suivi", False, {})]
    assert {row[0] for row in world.card("A").value_rows.values()} == {row[0] for row in former.values()}
    assert FieldGroup.objects.filter(board=world.board).count() == 2


def test_in_another_project_they_are_groups_like_any_other(world, both, abroad):
    transfer_cards(both, [world.card("A")], world.elsewhere)
    transfer_cards(both, [world.card("A")], abroad)
    assert has(world.card("A")) == [
        ("Marché", False, {"Coût": "12.00", "Lot": "3"}),
        ("Suivi", False, {"Taille": "XL"}),
        ("À part", False, {"Remarque": "bien"}),
    ]
    cost = Field.objects.get(group__card=world.card("A"), name="Coût")
    assert (cost.kind, Field.objects.filter(name="Coût").count()) == ("euros", 2)


def test_what_is_on_every_board_is_there_already(boards, both, abroad):
    cost = boards.field()
    value_cards(both, [boards.card("A")], cost, "12")
    transfer_cards(both, [boards.card("A"), boards.card("B")], boards.elsewhere)
    assert boards.card("A").values == {boards.key(cost, boards.elsewhere.board): "12.00"}
    assert not FieldGroup.objects.filter(card__isnull=False).exists()
    transfer_cards(both, [boards.card("A"), boards.card("B")], abroad)
    assert has(boards.card("A")) == [("Champs du projet", False, {"Coût": "12.00"})]
    assert has(boards.card("B")) == []


@pytest.mark.parametrize("to", ["elsewhere", "abroad"])
def test_undone_it_is_all_where_it_was(world, both, abroad, to):
    def now():
        card = world.card("A")
        rows = [*FieldGroup.objects.standing(), *Field.objects.standing()]
        return card.values, card.list_id, {(row.pk, row.name, row.position) for row in rows}

    before = now()
    act = transfer_cards(both, [world.card("A")], abroad if to == "abroad" else world.elsewhere)
    after = now()
    undone = undo_act(both, act)
    assert now() == before
    undo_act(both, undone)
    assert now() == after


def test_a_list_takes_the_fields_of_all_its_cards_along(world, both):
    act = transfer_list(both, world.todo, world.elsewhere.board)
    assert [len(has(world.card(title))) for title in "ABC"] == [3, 2, 2]
    undo_act(both, act)
    assert [len(has(world.card(title))) for title in "ABC"] == [1, 0, 0]


def test_a_copy_beside_it_has_groups_of_its_own(world, both):
    duplicate_cards(both, [world.card("A")], world.todo, titles=["Copie"])
    copy = world.card("Copie")
    assert has(copy) == [("À part", False, {"Remarque": "bien"})]
    board_values = {key: text for key, text in world.card("A").values.items() if text != "bien"}
    assert copy.values.items() >= board_values.items()
    assert set(map(tuple, copy.value_rows.values())).isdisjoint(map(tuple, world.card("A").value_rows.values()))
    assert [copy.values[key] for key in sorted(copy.value_rows, key=lambda key: copy.value_rows[key])] == [
        "XL",
        "12.00",
        "bien",
        "3",
    ]


def test_a_copy_on_another_board(world, both, abroad):
    for column in (world.elsewhere, abroad):
        duplicate_cards(both, [world.card("A")], column, titles=[f"Copie {column.name}"])
        copy = world.card(f"Copie {column.name}")
        assert [(name, values) for name, _based, values in has(copy)] == [
            ("Marché", {"Coût": "12.00", "Lot": "3"}),
            ("Suivi", {"Taille": "XL"}),
            ("À part", {"Remarque": "bien"}),
        ]
        assert [based for _name, based, _values in has(copy)] == [column == world.elsewhere, False, False]
    duplicate_cards(both, [world.card("A")], world.elsewhere, titles=["Nue"], keep=EVERYTHING - {Kept.VALUES})
    assert (has(world.card("Nue")), world.card("Nue").values) == ([], {})
    assert len(has(world.card("A"))) == 1


def test_what_lies_in_the_bin_stays_behind(world, both):
    bin_field_group(both, FieldGroup.objects.get(name="Suivi"))
    transfer_cards(both, [world.card("A")], world.elsewhere)
    assert [name for name, _based, _values in has(world.card("A"))] == ["Marché", "À part"]
    assert sorted(world.card("A").values.values()) == ["12.00", "3", "bien"]


def test_the_history_tells_the_move_alone(world, both):
    transfer_cards(both, [world.card("A")], world.elsewhere)
    kinds = [entry.kind for entry in history_of_card(both, world.card("A")).entries]
    assert kinds == ["card.transferred", *["card.valued"] * 4]


def test_queries_do_not_grow_with_the_selection(world, both, django_assert_max_num_queries):
    create_field_group(both, world.card("B"), "Autre")
    create_field(both, FieldGroup.objects.get(name="Autre"), "Un")
    with django_assert_max_num_queries(60):
        transfer_cards(both, list(Card.objects.filter(list=world.todo)), world.elsewhere)
