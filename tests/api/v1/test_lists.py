"""Lists and labels of a board."""

from projets.boards.models import Label, List
from projets.usecase.models import Act, Event


def test_lists_are_made_named_limited_and_placed(boards, editor_asking):
    made = editor_asking.post(f"boards/{boards.board.pk}/lists", {"names": ["Fait", "Refusé"], "kind": "closed"})
    assert made.status_code == 201
    first, second = made.json()["lists"]
    assert [first["name"], second["name"], second["kind"]] == ["Fait", "Refusé", "closed"]
    path = f"lists/{first['id']}"
    changed = editor_asking.patch(path, {"name": "Terminé", "wip_limit": 3, "color": "vert"}).json()
    assert (changed["name"], changed["wip_limit"], changed["color"]) == ("Terminé", 3, "vert")
    assert editor_asking.patch(path, {"wip_limit": None}).json()["wip_limit"] is None
    moved = editor_asking.post(f"{path}/move", {"position": 1}).json()
    assert moved["position"] < boards.todo.position
    assert List.objects.get(pk=first["id"]).wip_limit is None


def test_a_list_goes_away_and_comes_back(boards, editor_asking):
    id = str(boards.todo.pk)
    assert editor_asking.post("lists/archive", {"list_ids": [id]}).json()["lists"][0]["archived_at"]
    assert editor_asking.post("lists/unarchive", {"list_ids": [id, id]}).json()["lists"][0]["archived_at"] is None
    assert editor_asking.delete(f"lists/{id}").json()["binned_at"]
    assert editor_asking.delete(f"lists/{id}").status_code == 404
    (restored,) = editor_asking.post("lists/restore", {"list_ids": [id]}).json()["lists"]
    assert restored["binned_at"] is None


def test_a_list_is_copied_sorted_and_sent_elsewhere(boards, both, asking):
    program = asking(both, "write")
    copy = program.post(f"lists/{boards.todo.pk}/duplicate", {}).json()
    assert List.objects.get(pk=copy["id"]).cards.count() == 3
    program.post(f"lists/{boards.todo.pk}/sort", {"by": "title", "descending": True})
    assert boards.titles(boards.todo) == "CBA"
    sent = program.post(f"lists/{boards.todo.pk}/transfer", {"board_id": str(boards.elsewhere.board_id)}).json()
    assert sent["board_id"] == str(boards.elsewhere.board_id)


def test_what_a_list_cannot_be(boards, editor_asking):
    before = Event.objects.count()
    path = f"lists/{boards.todo.pk}"
    for body in (
        {"name": ""},
        {"name": None},
        {"kind": "open"},
        {"wip_limit": -1},
        {"wip_limit": 1.5},
        {"color": "x"},
    ):
        assert editor_asking.patch(path, body).status_code == 422, body
    assert editor_asking.post("lists/archive", {"list_ids": []}).status_code == 422
    assert editor_asking.post("lists/archive", {"list_ids": ["12"]}).status_code == 404
    assert editor_asking.post(f"boards/{boards.board.pk}/lists", {"names": []}).status_code == 422
    assert Event.objects.count() == before


def test_labels(boards, editor_asking):
    made = editor_asking.post(f"boards/{boards.board.pk}/labels", {"name": "Vite", "color": "bleu"})
    label = made.json()
    assert (made.status_code, label["name"], label["color"]) == (201, "Vite", "bleu")
    path = f"labels/{label['id']}"
    green = editor_asking.patch(path, {"color": "vert"}).json()
    assert green == label | {"color": "vert", "etag": green["etag"]}
    assert green["etag"] != label["etag"]
    assert editor_asking.post(f"{path}/move", {"position": 1}).json()["position"] == 1
    assert editor_asking.delete(path).json()["binned_at"]
    assert editor_asking.post(f"{path}/restore").json()["binned_at"] is None
    assert editor_asking.patch(path, {"color": "marron"}).status_code == 422
    assert Label.objects.get(pk=label["id"]).color == "vert"


def test_by_page_or_by_api_the_facts_are_the_same(boards, editor, editor_asking, browser):
    card = boards.card("A")
    page = browser(editor)
    page.post("/selection/titre/", {"card": card.pk, "title": "Z"}, headers={"accept": "application/json"})
    editor_asking.patch(f"cards/{boards.card('B').pk}", {"title": "Z"})
    page.post(f"/listes/{boards.doing.pk}/arrivees/", {"card": card.pk}, headers={"accept": "application/json"})
    editor_asking.post("cards/move", {"card_ids": [str(boards.card("C").pk)], "list_id": str(boards.doing.pk)})
    facts = [[(fact.kind, fact.changed) for fact in act.facts] for act in Act.objects.order_by("-pk")[:4]]
    moved = {"list_id", "position", "list_changed_at"}
    assert facts[0] == facts[1] == [("card.moved", moved)]
    assert facts[2][0] == facts[3][0] == ("card.renamed", {"title", "version"})
    assert [act.via for act in Act.objects.order_by("-pk")[:4]] == ["api", "web", "api", "web"]
