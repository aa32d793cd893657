import pytest

from projets.boards.actions.boards import bin_board, create_board
from projets.boards.actions.details import value_cards
from projets.boards.actions.field_groups import (
    bin_field_group,
    create_field_group,
    edit_field_group,
    move_field_group,
    restore_field_group,
)
from projets.boards.actions.fields import bin_field, create_field, edit_field, restore_field
from projets.boards.actions.undoing import undo_act
from projets.boards.models import Field, FieldGroup, Project
from projets.boards.queries import Display, own_fields
from projets.boards.values import key_of
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


@pytest.fixture
def base(boards, manager):
    """A base of the project with a field « Coût »."""
    create_field_group(manager, boards.project, "Marché")
    create_field(manager, FieldGroup.objects.get(), "Coût", "euros")
    return FieldGroup.objects.get()


def made(act):
    return FieldGroup.objects.get(pk=act.facts[0].after.id)


def names(**where):
    return [group.called for group in FieldGroup.objects.filter(**where, binned_at=None).select_related("base")]


def shown(boards):
    """Names of group and field, in order, of what all cards of the board have."""
    return [(slot.group.called, slot.name) for slot in Display(boards.board).fields.values()]


def test_the_first_field_of_a_project_is_on_all_its_boards(boards, manager):
    act = create_field(manager, boards.project, "Coût", "euros")
    assert [fact.kind for fact in act.facts] == ["field_group.created", "field.created"]
    base = FieldGroup.objects.get(project=boards.project)
    assert (base.called, base.on_every_board) == ("Champs du projet", True)
    assert set(FieldGroup.objects.filter(base=base).values_list("board__name", flat=True)) == {
        "Feuille de route",
        "Ailleurs",
    }
    create_board(manager, boards.project, "Neuf")
    assert names(board__name="Neuf") == ["Champs du projet"]
    assert shown(boards) == [("Champs du projet", "Coût")]


def test_groups_of_a_project_a_board_and_a_card(boards, manager, editor, base):
    assert (base.stream, base.on_every_board) == (boards.project.stream, False)
    plain = made(create_field_group(editor, boards.board, " Suivi "))
    based = made(create_field_group(editor, boards.board, base=base, position=1))
    own = made(create_field_group(editor, boards.card("A"), "À part"))
    assert names(board=boards.board) == ["Marché", "Suivi"]
    assert (plain.stream, based.base, own.card, own.stream) == (
        boards.board.stream,
        base,
        boards.card("A"),
        boards.board.stream,
    )
    create_field(editor, plain, "Taille")
    create_field(editor, based, "Note", "number")
    assert shown(boards) == [("Marché", "Coût"), ("Marché", "Note"), ("Suivi", "Taille")]
    create_field(editor, own, "Remarque")
    (slot,) = own_fields([boards.card("A").pk])[boards.card("A").pk].values()
    assert (slot.group, slot.name, slot.kind) == (own, "Remarque", "text")
    assert shown(boards)[-1] == ("Suivi", "Taille")


def test_what_is_no_group(boards, manager, editor, base):
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        foreign = FieldGroup.objects.create(project=other, name="Ailleurs", position=1.0)
    own = made(create_field_group(editor, boards.card("A"), "À part"))
    count = Act.objects.count()
    for columns in ({"name": ""}, {"name": " "}, {"name": "x" * 129}, {"base": foreign}, {"base": own}):
        with pytest.raises(Invalid):
            create_field_group(editor, boards.board, **columns)
    with pytest.raises(Invalid):
        create_field_group(manager, boards.project, base=base)
    assert (Act.objects.count(), FieldGroup.objects.count()) == (count, 3)


def test_renamed_and_moved(boards, editor, base):
    plain = made(create_field_group(editor, boards.board, "Suivi"))
    based = made(create_field_group(editor, boards.board, "Le marché", base))
    (fact,) = edit_field_group(editor, based, name="").facts
    assert (fact.kind, fact.changed, names(board=boards.board)) == (
        "field_group.edited",
        {"name"},
        ["Suivi", "Marché"],
    )
    with pytest.raises(Invalid):
        edit_field_group(editor, plain, name="")
    assert [fact.kind for fact in edit_field_group(editor, based, "M", position=1).facts] == ["field_group.edited"]
    assert names(board=boards.board) == ["M", "Suivi"]
    move_field_group(editor, based)
    assert names(board=boards.board) == ["Suivi", "M"]


@pytest.mark.parametrize(
    "ground", ["editor", "contributor", "commenter", "reader", "administrator", "project manager"]
)
def test_who_shapes_what(boards, manager, base, ground):
    """Managers bases; editors what is on boards and cards; contributors what is on their cards."""
    actor = boards.member(ground, name="Lou Roy")
    with writes_allowed():
        boards.card("B").card_members.create(person_id=actor.user_id)
        groups = {
            "project": base,
            "board": FieldGroup.objects.create(board=boards.board, name="Suivi", position=1.0),
            "card": FieldGroup.objects.create(card=boards.card("A"), name="À part", position=1.0),
            "own card": FieldGroup.objects.create(card=boards.card("B"), name="À part", position=1.0),
        }
    may = {"editor": {"board", "card", "own card"}, "contributor": {"own card"}, "project manager": {"project"}}
    for name, group in groups.items():
        for act in (
            lambda group: create_field_group(actor, group.project or group.board or group.card, "Neuf"),
            lambda group: create_field(actor, group, "Champ"),
            lambda group: edit_field(actor, group.fields.last(), "Autre"),
            lambda group: bin_field(actor, Field.objects.filter(group=group).last()),
            lambda group: restore_field(actor, Field.objects.filter(group=group).last()),
            lambda group: edit_field_group(actor, group, "Autre"),
            lambda group: move_field_group(actor, group),
            lambda group: bin_field_group(actor, group),
            lambda group: restore_field_group(actor, group),
        ):
            if name in may.get(ground, ()):
                act(group)
                continue
            with writes_allowed():
                group.fields.get_or_create(name="Là", defaults={"position": 1.0, "kind": "text"})
            left = Event.objects.count()
            with pytest.raises(Refused):
                act(group)
            assert Event.objects.count() == left


def test_one_field_stands_twice_on_a_card(boards, editor, base):
    first, second = (made(create_field_group(editor, boards.board, name, base)) for name in ("Lot 1", "Lot 2"))
    card, cost = boards.card("A"), base.fields.get()
    value_cards(editor, [card], cost, "12", first)
    value_cards(editor, [card], cost, "13", second)
    value_cards(editor, [boards.card("B")], cost, "14")
    keys = [key_of(group.pk, cost.pk) for group in (first, second)]
    assert boards.card("A").values == dict(zip(keys, ("12.00", "13.00"), strict=True))
    assert boards.card("B").values == {keys[0]: "14.00"}
    value_cards(editor, [card], cost, "", first)
    assert boards.card("A").values == {keys[1]: "13.00"}


def test_a_value_needs_the_field_on_the_card(boards, editor, base):
    own = made(create_field_group(editor, boards.card("A"), "À part"))
    create_field(editor, own, "Remarque")
    note, count = own.fields.get(), Act.objects.count()
    value_cards(editor, [boards.card("A")], note, "x")
    for field, group in ((note, None), (base.fields.get(), None), (base.fields.get(), own)):
        with pytest.raises(Invalid):
            value_cards(editor, [boards.card("B")], field, "x", group)
    bin_field_group(editor, own)
    with pytest.raises(NotFound):
        value_cards(editor, [boards.card("A")], note, "y")
    assert (boards.card("A").values, Act.objects.count()) == ({key_of(own.pk, note.pk): "x"}, count + 2)


def test_each_value_has_an_id_and_the_moment_of_its_change(boards, editor):
    cost = boards.field()
    value_cards(editor, [boards.card("A")], cost, "12")
    ((key, first),) = boards.card("A").value_rows.items()
    assert (key, len(first)) == (boards.key(cost), 1)
    value_cards(editor, [boards.card("A")], cost, "13")
    id, moment = boards.card("A").value_rows[key]
    assert (id, moment > 0) == (first[0], True)
    value_cards(editor, [boards.card("A")], cost, "")
    assert boards.card("A").value_rows == {}
    value_cards(editor, [boards.card("A")], cost, "13")
    assert boards.card("A").value_rows[key][0] > id


def test_a_base_in_the_bin_takes_what_is_made_from_it_along(boards, manager, editor, base):
    create_field_group(editor, boards.board, base=base)
    value_cards(editor, [boards.card("A")], base.fields.get(), "12")
    act = bin_field_group(manager, base)
    assert [fact.kind for fact in act.facts] == ["field_group.binned"]
    assert (shown(boards), FieldGroup.objects.standing().count(), Field.objects.standing().count()) == ([], 0, 0)
    restore_field_group(manager, base)
    assert shown(boards) == [("Marché", "Coût")]
    assert list(boards.card("A").values.values()) == ["12.00"]


def test_restored_only_where_what_holds_it_stands(boards, manager, editor, base):
    group = made(create_field_group(editor, boards.board, base=base))
    create_field(editor, group, "Note")
    note = group.fields.get()
    bin_field(editor, note)
    bin_field_group(editor, group)
    bin_field_group(manager, base)
    for restore, row in ((restore_field, note), (restore_field_group, group)):
        with pytest.raises(Invalid):
            restore(editor, row)
    restore_field_group(manager, base)
    restore_field_group(editor, group)
    restore_field(editor, note)
    assert shown(boards) == [("Marché", "Coût"), ("Marché", "Note")]
    bin_field_group(editor, group)
    bin_board(manager, boards.board)
    with pytest.raises(Invalid):
        restore_field_group(editor, group)


def test_what_only_one_card_has_gives_it_another_face(boards, editor):
    own = made(create_field_group(editor, boards.card("A"), "À part"))
    version = boards.card("A").version
    act = create_field(editor, own, "Remarque", on_front=True)
    assert [fact.kind for fact in act.facts] == ["field.created", "card.counted"]
    assert boards.card("A").version == version + 1
    undone = undo_act(editor, act)
    assert [fact.kind for fact in undone.facts] == ["field.binned", "card.counted"]
    assert boards.card("A").version == version + 2


ACTS = {
    "create": lambda actor, boards, group: create_field_group(actor, boards.board, "Neuf", position=1),
    "edit": lambda actor, boards, group: edit_field_group(actor, group, "Autre"),
    "move": lambda actor, boards, group: move_field_group(actor, group),
    "bin": lambda actor, boards, group: bin_field_group(actor, group),
    "create within": lambda actor, boards, group: create_field(actor, group, "Neuf", position=0),
}


@pytest.mark.parametrize("do", ACTS.values(), ids=ACTS)
def test_undone_and_undone_again(boards, editor, do):
    first = made(create_field_group(editor, boards.board, "Un"))
    create_field_group(editor, boards.board, "Deux")
    create_field(editor, first, "Taille")

    def now():
        rows = [*FieldGroup.objects.standing(), *Field.objects.standing()]
        return [(row.pk, row.name, row.position) for row in rows]

    before = now()
    act = do(editor, boards, first)
    after = now()
    assert before != after
    undone = undo_act(editor, act)
    assert now() == before
    undo_act(editor, undone)
    assert now() == after
