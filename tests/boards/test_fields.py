import pytest

from projets.boards.actions.fields import bin_field, create_field, edit_field, move_field, restore_field
from projets.boards.actions.projects import bin_project
from projets.boards.models import Card, Field
from projets.usecase.errors import Invalid, NotFound
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


@pytest.fixture
def priority(boards, manager):
    create_field(manager, boards.project, "Priorité", "one_of", options=["Haute", {"name": "Basse", "hue": "vert"}])
    return Field.objects.get()


def names():
    return [field.name for field in Field.objects.filter(binned_at=None)]


def value(boards, field, text, title="A"):
    with writes_allowed():
        Card.objects.filter(title=title).update(values={boards.key(field): text})


def test_created_at_the_end_or_at_a_position(boards, manager):
    create_field(manager, boards.project, " Budget ", "euros", on_front=True)
    create_field(manager, boards.project, "Charge", "number", unit="jours")
    assert [fact.kind for fact in create_field(manager, boards.project, "Fin", "date").facts] == ["field.created"]
    (fact,) = create_field(manager, boards.project, "Début", "date", position=0).facts
    assert names() == ["Début", "Budget", "Charge", "Fin"]
    assert (fact.kind, fact.before, fact.after.kind, fact.after.project_id) == (
        "field.created",
        None,
        "date",
        boards.project.pk,
    )
    assert Field.objects.get(name="Charge").unit == "jours"
    assert Field.objects.get(name="Budget").on_front


def test_choices_have_ids_and_hues(priority):
    high, low = priority.options
    assert (high["name"], high["hue"], low["name"], low["hue"]) == ("Haute", "gris", "Basse", "vert")
    assert all(option["id"].isdigit() for option in (high, low))
    assert high["id"] != low["id"]


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 129}, "name"),
        ({"kind": "formula"}, "kind"),
        ({"kind": "text", "unit": "km"}, "unit"),
        ({"kind": "number", "unit": "x" * 21}, "unit"),
        ({"kind": "text", "options": ["a"]}, "options"),
        ({"options": ["a", "A"]}, "options"),
        ({"options": [" "]}, "options"),
        ({"options": [{"name": "a", "hue": "fuchsia"}]}, "options"),
        ({"options": [{"id": "12", "name": "a"}]}, "options"),
        ({"options": [str(number) for number in range(201)]}, "options"),
        ({"position": "x"}, "position"),
    ],
)
def test_not_created(boards, manager, columns, field):
    with pytest.raises(Invalid) as refused:
        create_field(manager, boards.project, **({"name": "Champ", "kind": "one_of"} | columns))
    assert (refused.value.field, Field.objects.count(), Act.objects.count()) == (field, 0, 0)


def test_choices_keep_their_ids_when_renamed_or_moved(manager, priority):
    high, low = priority.options
    (fact,) = edit_field(
        manager, priority, options=[{"id": low["id"], "name": "Faible"}, {"name": "Moyenne"}, high]
    ).facts
    now = Field.objects.get().options
    assert [(one["name"], one["hue"]) for one in now] == [("Faible", "vert"), ("Moyenne", "gris"), ("Haute", "gris")]
    assert (now[0]["id"], now[2]["id"]) == (low["id"], high["id"])
    assert now[1]["id"] not in (low["id"], high["id"])
    assert [one["name"] for one in fact.before.options] == ["Haute", "Basse"]


def test_a_choice_given_twice_or_of_another_field(manager, priority):
    high, low = priority.options
    for options in ([high, high | {"name": "Autre"}], [{"id": "1", "name": "Autre"}]):
        with pytest.raises(Invalid):
            edit_field(manager, priority, options=options)
    assert Field.objects.get().options == [high, low]


def test_edit(manager, priority):
    (fact,) = edit_field(manager, priority, name="Urgence", on_front=True).facts
    assert (fact.kind, fact.changed) == ("field.edited", {"name", "on_front"})
    assert edit_field(manager, priority, name="Urgence").facts == []


def test_the_kind_stays_once_a_card_has_a_value(boards, manager, priority):
    edit_field(manager, priority, kind="number", unit="km")
    assert (Field.objects.get().kind, Field.objects.get().unit, Field.objects.get().options) == ("number", "km", [])
    value(boards, priority, "12")
    with pytest.raises(Invalid) as refused:
        edit_field(manager, priority, name="Autre", kind="text")
    assert (refused.value.field, Field.objects.get().kind, Field.objects.get().name) == ("kind", "number", "Priorité")
    edit_field(manager, priority, kind="number")
    value(boards, priority, "12", title="B")
    with writes_allowed():
        Card.objects.filter(title="A").update(values={})
        Card.objects.filter(title="B").update(binned_at="2027-01-01T00:00Z")
    with pytest.raises(Invalid):  # it may come back
        edit_field(manager, priority, kind="text")


def test_move(boards, manager, priority):
    create_field(manager, boards.project, "Budget", "euros")
    (fact,) = move_field(manager, Field.objects.get(name="Budget"), 0).facts
    assert (names(), fact.kind) == (["Budget", "Priorité"], "field.moved")
    move_field(manager, Field.objects.get(name="Budget"))
    assert names() == ["Priorité", "Budget"]


def test_in_the_bin_and_back_with_its_values(boards, manager, priority):
    value(boards, priority, priority.options[0]["id"])
    (fact,) = bin_field(manager, priority).facts
    assert (fact.kind, names()) == ("field.binned", [])
    with pytest.raises(NotFound):
        edit_field(manager, priority, name="Autre")
    (fact,) = restore_field(manager, priority).facts
    assert (fact.kind, names()) == ("field.restored", ["Priorité"])
    assert Card.objects.get(title="A").values == {boards.key(priority): priority.options[0]["id"]}


def test_restored_only_where_its_project_stands(boards, manager, priority):
    bin_field(manager, priority)
    bin_project(manager, boards.project)
    with pytest.raises(Invalid):
        restore_field(manager, priority)
    assert Field.objects.get().in_bin
