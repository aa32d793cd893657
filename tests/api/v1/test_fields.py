"""Typed fields and their groups."""

from projets.boards.models import Field


def test_a_field_of_a_project(boards, manager_asking, editor_asking):
    body = {"name": "État", "kind": "one_of", "options": [{"name": "Vert", "hue": "vert"}, {"name": "Rouge"}]}
    made = manager_asking.post(f"projects/{boards.project.pk}/fields", body)
    field = made.json()
    assert (made.status_code, [one["name"] for one in field["options"]]) == (201, ["Vert", "Rouge"])
    path = f"fields/{field['id']}"
    options = [field["options"][1], {"name": "Gris"}]
    changed = manager_asking.patch(path, {"name": "Météo", "options": options, "on_front": True}).json()
    assert (changed["name"], changed["options"][0], changed["on_front"]) == ("Météo", field["options"][1], True)
    shown = manager_asking.get(f"projects/{boards.project.pk}/fields").json()
    assert [one["name"] for one in shown["fields"]] == ["Météo"]
    board = editor_asking.get(f"boards/{boards.board.pk}").json()
    assert [one["id"] for one in board["fields"]] == [field["id"]]
    assert manager_asking.delete(path).json()["binned_at"]
    assert manager_asking.post(f"{path}/restore").json()["binned_at"] is None
    assert editor_asking.patch(path, {"name": "Pris"}).status_code == 403
    assert Field.objects.get().name == "Météo"


def test_groups_of_a_board_and_of_a_card(boards, editor_asking):
    group = editor_asking.post(f"boards/{boards.board.pk}/field-groups", {"name": "Marché"}).json()
    field = editor_asking.post(f"field-groups/{group['id']}/fields", {"name": "Montant", "kind": "euros"}).json()
    assert field["group_id"] == group["id"]
    own = editor_asking.post("cards/PORT-1/field-groups", {"name": "À part"}).json()
    assert own["card_id"] == str(boards.card("A").pk)
    path = f"field-groups/{own['id']}"
    assert editor_asking.patch(path, {"name": "Autre"}).json()["name"] == "Autre"
    assert editor_asking.delete(path).json()["binned_at"]
    assert editor_asking.post(f"{path}/restore").json()["binned_at"] is None
    shown = editor_asking.get(f"boards/{boards.board.pk}/fields").json()
    assert "Marché" in [one["name"] for one in shown["field_groups"]]


def test_what_a_field_cannot_be(boards, manager_asking):
    path = f"projects/{boards.project.pk}/fields"
    for body in (
        {},
        {"name": ""},
        {"name": "A", "kind": "colour"},
        {"name": "A", "kind": "text", "unit": "km"},
        {"name": "A", "kind": "one_of", "options": [{"name": "B"}, {"name": "b"}]},
        {"name": "A", "kind": "one_of", "options": [{"id": "12", "name": "B"}]},
    ):
        assert manager_asking.post(path, body).status_code == 422, body
    assert not Field.objects.exists()
