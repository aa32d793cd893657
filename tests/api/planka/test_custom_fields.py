"""Groups of fields, fields and values at Planka's door."""

import pytest

from projets.boards.actions.fields import create_field
from projets.boards.models import Field, FieldGroup
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.api.planka.client import Planka

NOWHERE = 1357158568008091264


@pytest.fixture
def manager(boards):
    """Who manages the project, and is no member of its boards."""
    return Planka.of(boards.member("project manager", name="Max Roy"))


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


@pytest.fixture
def base(boards, manager):
    """The address of a base with a field « Coût »."""
    path = f"/api/projects/{boards.project.pk}/base-custom-field-groups"
    address = f"/api/base-custom-field-groups/{manager.post(path, {'name': 'Marché'})[1]['item']['id']}"
    manager.post(f"{address}/custom-fields", {"name": "Coût", "position": 65536, "showOnFrontOfCard": True})
    return address


def id_of(address):
    return address.rpartition("/")[2]


def group(planka, holder, **sent):
    status, body = planka.post(f"/api/{holder}/custom-field-groups", {"position": 65536} | sent)
    assert status == 200, body
    return body["item"]


def address_of(card, group, field):
    return f"/api/cards/{card.pk}/custom-field-values/customFieldGroupId:{group}:customFieldId:{field}"


def test_a_base_is_made_renamed_and_deleted_by_managers(boards, manager, planka):
    path = f"/api/projects/{boards.project.pk}/base-custom-field-groups"
    status, body = manager.post(path, {"name": "Marché"})
    made = body["item"]
    assert (status, made) == (
        200,
        {
            "id": made["id"],
            "createdAt": made["createdAt"],
            "updatedAt": None,
            "name": "Marché",
            "projectId": str(boards.project.pk),
        },
    )
    address = f"/api/base-custom-field-groups/{made['id']}"
    assert planka.post(path, {"name": "x"}) == (404, {"code": "E_NOT_FOUND", "message": "Project not found"})
    no_base = (404, {"code": "E_NOT_FOUND", "message": "Base custom field group not found"})
    assert planka.patch(address, {"name": "x"}) == planka.delete(address) == no_base
    assert manager.patch(address, {"name": "Marchés"})[1]["item"]["name"] == "Marchés"
    shown = manager.get(f"/api/projects/{boards.project.pk}")[1]["included"]
    assert [one["name"] for one in shown["baseCustomFieldGroups"]] == ["Marchés"]
    assert manager.delete(address)[0] == 200
    assert manager.delete(address) == no_base


def test_groups_of_a_board_and_of_a_card(boards, planka, base):
    holder = f"boards/{boards.board.pk}"
    based = group(planka, holder, baseCustomFieldGroupId=id_of(base))
    plain = group(planka, holder, name="Suivi", position=131072)
    own = group(planka, f"cards/{boards.card('A').pk}", name="À part")
    assert (based["name"], based["baseCustomFieldGroupId"], based["boardId"]) == (
        None,
        id_of(base),
        str(boards.board.pk),
    )
    assert (own["cardId"], own["boardId"]) == (str(boards.card("A").pk), None)
    path = f"/api/custom-field-groups/{plain['id']}"
    status, body = planka.patch(path, {"name": "Suivis", "position": 1})
    assert (status, body["item"]["name"], body["item"]["position"]) == (200, "Suivis", 1)
    assert planka.patch(path, {"name": None})[0] == 422
    assert planka.patch(f"/api/custom-field-groups/{based['id']}", {"name": None})[0] == 200
    whole = planka.get(f"/api/boards/{boards.board.pk}")[1]["included"]
    assert [one["id"] for one in whole["customFieldGroups"]] == [plain["id"], based["id"], own["id"]]
    alone = planka.get(f"/api/cards/{boards.card('A').pk}")[1]["included"]
    assert [one["id"] for one in alone["customFieldGroups"]] == [own["id"]]
    assert planka.delete(path)[0] == 200
    assert planka.get(path) == (404, {"code": "E_NOT_FOUND", "message": "Custom field group not found"})


def test_what_is_no_group(boards, planka, base):
    reader = Planka.of(boards.member("reader", name="Lou Roy"))
    path, count = f"/api/boards/{boards.board.pk}/custom-field-groups", Act.objects.count()
    for sent, status, message in (
        ({"position": 1}, 422, "Base custom field group or name must be present"),
        ({"position": 1, "baseCustomFieldGroupId": str(NOWHERE)}, 404, "Base custom field group not found"),
    ):
        answered = planka.post(path, sent)
        assert (answered[0], answered[1]["message"]) == (status, message)
    assert reader.post(path, {"name": "x", "position": 1})[0] == 403
    assert (Act.objects.count(), FieldGroup.objects.count()) == (count, 1)


def test_fields_of_all_groups(boards, manager, planka, base):
    plain = group(planka, f"boards/{boards.board.pk}", name="Suivi")
    path = f"/api/custom-field-groups/{plain['id']}"
    made = planka.post(f"{path}/custom-fields", {"name": "Taille", "position": 65536})[1]["item"]
    assert made == {
        "id": made["id"],
        "createdAt": made["createdAt"],
        "updatedAt": None,
        "position": 65536,
        "name": "Taille",
        "showOnFrontOfCard": False,
        "baseCustomFieldGroupId": None,
        "customFieldGroupId": plain["id"],
    }
    assert Field.objects.get(name="Taille").kind == "text"
    sent = {"name": "Taille !", "showOnFrontOfCard": True, "position": 100}
    status, body = planka.patch(f"/api/custom-fields/{made['id']}", sent)
    assert (status, {name: body["item"][name] for name in sent}) == (200, sent)
    assert planka.get(path)[1]["included"]["customFields"] == [body["item"]]
    cost = Field.objects.get(name="Coût")
    missing = (404, {"code": "E_NOT_FOUND", "message": "Custom field not found"})
    assert planka.patch(f"/api/custom-fields/{cost.pk}", {"name": "x"}) == missing
    assert planka.delete(f"/api/custom-fields/{cost.pk}") == missing
    shown = manager.patch(f"/api/custom-fields/{cost.pk}", {"name": "Montant"})[1]["item"]
    assert (shown["name"], shown["baseCustomFieldGroupId"], shown["customFieldGroupId"]) == (
        "Montant",
        id_of(base),
        None,
    )
    assert planka.delete(f"/api/custom-fields/{made['id']}")[0] == 200
    assert planka.delete(f"/api/custom-fields/{made['id']}") == missing


def test_values_are_set_changed_and_cleared(boards, planka, base):
    card, cost = boards.card("A"), Field.objects.get(name="Coût")
    based = group(planka, f"boards/{boards.board.pk}", baseCustomFieldGroupId=id_of(base))
    address = address_of(card, based["id"], cost.pk)
    first = planka.patch(address, {"content": "100"})[1]["item"]
    assert first == {
        "id": first["id"],
        "createdAt": first["createdAt"],
        "updatedAt": None,
        "content": "100",
        "cardId": str(card.pk),
        "customFieldGroupId": based["id"],
        "customFieldId": str(cost.pk),
    }
    second = planka.patch(address, {"content": "120"})[1]["item"]
    assert (second["id"], second["content"], second["updatedAt"] is None) == (first["id"], "120", False)
    assert planka.get(f"/api/boards/{boards.board.pk}")[1]["included"]["customFieldValues"] == [second]
    assert planka.delete(address) == (200, {"item": second})
    assert planka.delete(address) == (404, {"code": "E_NOT_FOUND", "message": "Custom field value not found"})
    third = planka.patch(address, {"content": "120"})[1]["item"]
    assert third["id"] != first["id"]


def test_what_is_no_value(boards, planka, base):
    card, cost = boards.card("A"), Field.objects.get(name="Coût")
    plain = group(planka, f"boards/{boards.board.pk}", name="Suivi")
    other = group(planka, f"cards/{boards.card('B').pk}", name="À part")
    count = Act.objects.count()
    for group_id, field_id, sent, status, message in (
        (plain["id"], cost.pk, {"content": "x"}, 404, "Custom field not found"),
        (other["id"], cost.pk, {"content": "x"}, 404, "Custom field group not found"),
        (NOWHERE, cost.pk, {"content": "x"}, 404, "Custom field group not found"),
        (plain["id"], NOWHERE, {"content": ""}, 400, None),
        (plain["id"], NOWHERE, {"content": "x" * 513}, 400, None),
    ):
        answered = planka.patch(address_of(card, group_id, field_id), sent)
        assert (answered[0], message or answered[1]["message"]) == (status, answered[1]["message"])
    assert (Act.objects.count(), boards.card("A").values) == (count, {})


@pytest.mark.parametrize(
    ("kind", "sent", "kept", "wrong"),
    [
        ("number", "1 234,50", "1234.5", "beaucoup"),
        ("euros", "1234,5 €", "1234.50", "1.234"),
        ("date", "12/03/2027", "2027-03-12", "31/02/2027"),
        ("yes_no", "oui", "true", "peut-être"),
        ("one_of", "haute", "Haute", "Moyenne"),
        ("several_of", "Basse; haute", "Haute; Basse", "Haute; Moyenne"),
        ("several_of", "Haute", "Haute", ";"),
        ("person", "Camille Martin", None, "Personne"),
        ("link", "exemple.fr", "https://exemple.fr", "pas un lien"),
        ("text", " tel quel ", "tel quel", "   "),
    ],
)
def test_a_typed_value_is_its_canonical_text(boards, planka, editor, kind, sent, kept, wrong):
    options = [{"id": "1", "name": "Haute", "hue": "gris"}, {"id": "2", "name": "Basse", "hue": "gris"}]
    field = boards.field("Champ", kind, options=options if kind.endswith("_of") else [])
    here = FieldGroup.objects.get(board=boards.board)
    address = address_of(boards.card("A"), here.pk, field.pk)
    status, body = planka.patch(address, {"content": sent})
    assert (status, body["item"]["content"]) == (200, kept or str(editor.user_id))
    assert planka.patch(address, {"content": body["item"]["content"]})[1] == body
    count = Act.objects.count()
    status, refused = planka.patch(address, {"content": wrong})
    assert (status, refused["code"], Act.objects.count()) == (422, "E_UNPROCESSABLE_ENTITY", count)
    assert planka.get(f"/api/boards/{boards.board.pk}")[1]["included"]["customFieldValues"] == [body["item"]]


def test_the_fields_of_a_project_are_a_base_and_a_group_on_each_board(boards, planka, both):
    with writes_allowed():
        boards.project.managers.create(user_id=both.user_id)
    create_field(both, boards.project, "Coût", "euros")
    included = Planka.of(both).get(f"/api/projects/{boards.project.pk}")[1]["included"]
    [base], [field] = included["baseCustomFieldGroups"], included["customFields"]
    assert (base["name"], field["name"], field["baseCustomFieldGroupId"]) == ("Champs du projet", "Coût", base["id"])
    for board in (boards.board, boards.elsewhere.board):
        [shown] = Planka.of(both).get(f"/api/boards/{board.pk}")[1]["included"]["customFieldGroups"]
        assert (shown["boardId"], shown["name"], shown["baseCustomFieldGroupId"]) == (str(board.pk), None, base["id"])


def test_what_lies_in_the_bin_is_not_shown(boards, manager, planka, base):
    based = group(planka, f"boards/{boards.board.pk}", baseCustomFieldGroupId=id_of(base))
    planka.patch(address_of(boards.card("A"), based["id"], Field.objects.get().pk), {"content": "1"})
    manager.delete(base)
    included = planka.get(f"/api/boards/{boards.board.pk}")[1]["included"]
    assert [included[name] for name in ("customFieldGroups", "customFields", "customFieldValues")] == [[], [], []]
    assert planka.get(f"/api/custom-field-groups/{based['id']}")[0] == 404
