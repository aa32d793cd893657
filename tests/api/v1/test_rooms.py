"""Projects and boards are made and changed, people invited, imports started."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from projets.boards.models import Board, Membership, Project
from projets.exchange.models import ImportJob
from projets.usecase.models import Act


def test_projects(boards, manager_asking):
    made = manager_asking.post("projects", {"name": "Refonte", "prefix": "REF"})
    project = made.json()
    assert (made.status_code, project["prefix"], project["is_shared"]) == (201, "REF", True)
    path = f"projects/{project['id']}"
    assert manager_asking.patch(path, {"name": "Refonte 2", "is_hidden": True}).json()["is_hidden"] is True
    assert manager_asking.patch(path, {"prefix": "PORT"}).status_code == 422
    assert manager_asking.post(f"{path}/archive").json()["archived_at"]
    assert manager_asking.post(f"{path}/unarchive").json()["archived_at"] is None
    assert manager_asking.delete(path).json()["binned_at"]
    assert manager_asking.get(path).status_code == 404
    assert manager_asking.post(f"{path}/restore").json()["binned_at"] is None
    assert manager_asking.put(f"{path}/favorite", {"favorite": True}).status_code == 204
    listed = manager_asking.get("projects?which=hidden").json()["projects"]
    assert listed == []  # at hand, since it is a favourite
    assert [one["name"] for one in manager_asking.get("projects?search=refonte").json()["projects"]] == ["Refonte 2"]
    assert Project.objects.get(pk=project["id"]).name == "Refonte 2"


def test_managers(boards, manager_asking):
    other = boards.person("Zoé Autre")
    added = manager_asking.post(f"projects/{boards.project.pk}/managers", {"user_id": str(other.pk)})
    assert (added.status_code, added.json()["user_id"]) == (201, str(other.pk))
    again = manager_asking.post(f"projects/{boards.project.pk}/managers", {"user_id": str(other.pk)})
    assert again.status_code == 409
    assert manager_asking.delete(f"managers/{added.json()['id']}").status_code == 204
    whole = manager_asking.get(f"projects/{boards.project.pk}").json()
    assert manager_asking.delete(f"managers/{whole['managers'][0]['id']}").status_code == 409


def test_boards(boards, manager_asking):
    body = {"name": "Neuf", "list_names": ["À faire", "Fait"]}
    made = manager_asking.post(f"projects/{boards.project.pk}/boards", body)
    path = f"boards/{made.json()['id']}"
    assert made.status_code == 201
    assert [one["name"] for one in manager_asking.get(path).json()["lists"]] == ["À faire", "Fait"]
    assert manager_asking.patch(path, {"default_view": "list"}).json()["default_view"] == "list"
    assert manager_asking.post(f"{path}/move", {"position": 1}).json()["position"] < boards.board.position
    assert manager_asking.post(f"{path}/archive").json()["archived_at"]
    assert manager_asking.post(f"{path}/unarchive").json()["archived_at"] is None
    assert manager_asking.put(f"{path}/subscription", {"subscribed": True}).status_code == 204
    assert manager_asking.get(path).json()["subscribed"] is True
    assert manager_asking.delete(path).json()["binned_at"]
    assert manager_asking.post(f"{path}/restore").json()["name"] == "Neuf"
    assert Board.objects.count() == 3


def test_members(boards, manager_asking, asking):
    zoe = boards.person("Zoé Autre")
    (found,) = manager_asking.get("people?search=zoé").json()["people"]
    assert (found["id"], found["email"]) == (str(zoe.pk), zoe.email)
    added = manager_asking.post(f"boards/{boards.board.pk}/members", {"user_id": str(zoe.pk), "role": "reader"})
    assert (added.status_code, added.json()["role"]) == (201, "reader")
    path = f"memberships/{added.json()['id']}"
    assert manager_asking.patch(path, {"role": "editor"}).json()["role"] == "editor"
    assert manager_asking.patch(path, {"role": "chief"}).status_code == 422
    assert manager_asking.get(f"people/{zoe.pk}").json()["name"] == "Zoé Autre"
    assert manager_asking.delete(path).status_code == 204
    assert not Membership.objects.exists()


def test_who_may_not_invite_does_not_learn_who_has_an_account(boards, editor, asking):
    program, zoe = asking(editor), boards.person("Zoé Autre")
    assert program.get("people?search=zoé").status_code == 403
    for someone in (str(zoe.pk), "12"):
        answer = program.post(f"boards/{boards.board.pk}/members", {"user_id": someone})
        assert answer.status_code == 403


TRELLO = {
    "id": "b1",
    "name": "Service",
    "lists": [{"id": "l1", "name": "À faire", "closed": False, "pos": 1}],
    "cards": [{"id": "c1", "name": "Lire", "idList": "l1", "closed": False, "pos": 1}],
}


def test_an_import(boards, manager_asking):
    file = SimpleUploadedFile("service.json", json.dumps(TRELLO).encode(), "application/json")
    sent = manager_asking.client.post(
        "/api/v1/imports", {"file": file}, headers={"authorization": f"Bearer {manager_asking.secret}"}
    )
    job = sent.json()
    assert (sent.status_code, job["state"], job["file_name"]) == (201, "read", "service.json")
    path = f"imports/{job['id']}"
    assert manager_asking.get(path).json() == job
    started = manager_asking.post(f"{path}/start", {"project_id": str(boards.project.pk)})
    assert started.json()["state"] == "waiting"
    assert manager_asking.delete(path).status_code == 409
    assert [one["id"] for one in manager_asking.get("imports").json()["imports"]] == [job["id"]]
    assert Act.objects.filter(action="start_import").count() == 1


def test_an_import_of_others_is_not_there(boards, manager_asking, asking):
    refused = manager_asking.client.post(
        "/api/v1/imports",
        {"file": SimpleUploadedFile("a.json", b"{}")},
        headers={"authorization": f"Bearer {manager_asking.secret}"},
    )
    assert (refused.status_code, ImportJob.objects.count()) == (422, 0)
    assert manager_asking.get("imports/12").status_code == 404


def test_who_may_add_nobody_to_a_project_does_not_either(boards, editor, asking):
    reading, known = asking(editor), str(boards.person("Lou Libre").pk)
    for path in (f"projects/{boards.project.pk}/managers", f"boards/{boards.board.pk}/members"):
        assert [reading.post(path, {"user_id": id}).status_code for id in (known, "12")] == [403, 403]
