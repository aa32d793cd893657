"""Groups of fields, fields and values, as Planka's clients and webhooks are told of them."""

import pytest

from projets.boards.actions import field_groups as groups
from projets.boards.actions import fields
from projets.boards.actions.details import value_cards
from projets.boards.actions.leaving import transfer_cards
from projets.boards.models import Field, FieldGroup


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Roy")


def names(heard):
    return [name for name, _item in heard]


def made(act):
    return FieldGroup.objects.get(pk=act.facts[0].after.id)


def test_a_base_and_its_fields_are_told_to_all_whom_the_project_concerns(boards, manager, editor, told, hooked):
    act = groups.create_field_group(manager, boards.project, "Marché")
    rooms = {f"user:{one.user_id}" for one in (manager, editor)}
    heard = told(act, manager, editor)
    assert heard.keys() == rooms
    base = made(act)
    assert names(heard[f"user:{editor.user_id}"]) == ["baseCustomFieldGroupCreate"]
    act = fields.create_field(manager, base, "Coût")
    assert told(act, editor) == {
        f"user:{editor.user_id}": [("customFieldCreate", told(act, editor).popitem()[1][0][1])]
    }
    [(_name, body)] = hooked(act)
    assert body["data"]["included"].keys() == {"projects", "baseCustomFieldGroups"}
    for do, name in (
        (lambda: groups.edit_field_group(manager, base, "Marchés"), "baseCustomFieldGroupUpdate"),
        (lambda: groups.bin_field_group(manager, base), "baseCustomFieldGroupDelete"),
        (lambda: groups.restore_field_group(manager, base), "baseCustomFieldGroupCreate"),
    ):
        assert names(told(do(), editor)[f"user:{editor.user_id}"]) == [name]
    groups.create_field_group(manager, boards.project, "Avant", position=1)
    assert told(groups.move_field_group(manager, base, 0), editor) == {}


def test_groups_of_a_board_and_of_a_card_are_told_to_who_has_the_board_open(boards, editor, told, hooked):
    room = f"board:{boards.board.pk}"
    for holder, around in (
        (boards.board, {"projects", "boards"}),
        (boards.card("A"), {"projects", "boards", "lists", "cards"}),
    ):
        act = groups.create_field_group(editor, holder, "Suivi")
        assert names(told(act)[room]) == ["customFieldGroupCreate"]
        [(_name, body)] = hooked(act)
        assert body["data"]["included"].keys() == around
        act = groups.edit_field_group(editor, made(act), "Suivis", 1)
        assert names(told(act)[room]) == ["customFieldGroupUpdate"]
        act = fields.create_field(editor, FieldGroup.objects.get(pk=act.facts[0].after.id), "Taille")
        assert names(told(act)[room]) == ["customFieldCreate"]
        field = Field.objects.get(pk=act.facts[0].after.id)
        act = fields.edit_field(editor, field, "Poids", position=1)
        assert names(told(act)[room]) == ["customFieldUpdate"]
        assert names(told(fields.bin_field(editor, field))[room]) == ["customFieldDelete"]


def test_one_that_makes_room_is_told_by_its_position_alone(boards, editor, told):
    first = made(groups.create_field_group(editor, boards.board, "Un", position=1))
    act = groups.create_field_group(editor, boards.board, "Deux", position=0.95)
    heard = told(act)[f"board:{boards.board.pk}"]
    moved = FieldGroup.objects.get(pk=first.pk)
    assert heard[1] == ("customFieldGroupUpdate", {"id": str(first.pk), "position": moved.position})


def test_each_value_is_told_and_who_clears_it(boards, editor, told, hooked):
    cost, room = boards.field(), f"board:{boards.board.pk}"
    act = value_cards(editor, [boards.card("A")], cost, "12")
    [(name, item)] = told(act)[room]
    assert (name, item["content"], item["updatedAt"], item["customFieldId"]) == (
        "customFieldValueUpdate",
        "12.00",
        None,
        str(cost.pk),
    )
    [(_name, body)] = hooked(act)
    assert "prevData" not in body
    assert body["data"]["included"].keys() == {
        *("projects", "boards", "lists", "cards"),
        *("customFieldGroups", "customFields"),
    }
    [(_name, body)] = hooked(value_cards(editor, [boards.card("A")], cost, "13"))
    assert (body["data"]["item"]["content"], body["prevData"]["item"]["content"]) == ("13.00", "12.00")
    [(name, cleared)] = told(value_cards(editor, [boards.card("A")], cost, ""))[room]
    assert (name, cleared["content"], cleared["id"]) == ("customFieldValueDelete", "13.00", item["id"])


def test_what_a_card_brings_along_is_read_with_it(boards, both, told):
    group = made(groups.create_field_group(both, boards.board, "Suivi"))
    fields.create_field(both, group, "Taille")
    value_cards(both, [boards.card("B")], group.fields.get(), "XL")
    heard = told(transfer_cards(both, [boards.card("B")], boards.elsewhere))
    assert {name for events in heard.values() for name in names(events)} == {"cardUpdate"}
