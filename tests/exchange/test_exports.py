"""E-04: what leaves in one piece holds what its reader sees or made, and nothing else."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from projets.accounts.actions.users import change_picture
from projets.accounts.models import User
from projets.boards import uploads
from projets.boards.actions.attachments import attach_file, attach_link
from projets.boards.actions.cards import bin_cards, create_cards, describe_card
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards, schedule_cards, value_cards
from projets.boards.actions.memberships import remove_member
from projets.boards.actions.restricting import restrict_cards
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Card, Membership, TaskList
from projets.exchange.actions.exports import export_own_data, export_project
from projets.exchange.exporters.archive import Archive
from projets.exchange.exporters.project import project_archive
from projets.usecase.errors import Refused
from projets.usecase.models import Event
from tests.boards.departures.somebody import NAME, somebody


def opened(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))


def table(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def own(client):
    archive = opened(client.post("/profil/donnees/archive/"))
    return archive, json.loads(archive.read("donnees.json"))


def test_ones_own_data(boards):
    actor, client = somebody(boards)
    archive, data = own(client)
    assert data["account"]["name"] == NAME
    assert archive.read("portrait.webp").startswith(b"RIFF")
    assert data["identities"][0]["sub"] == "sub-4f1c2e77-zelie"
    assert data["identities"][0]["siret"] == "1" * 14
    assert (data["organisations"], data["teams"]) == (
        [{"name": "Direction", "service": None, "role": "member"}],
        [{"name": "Équipe", "is_lead": False}],
    )
    assert data["security"]["sessions"][0]["browser"] == "Firefox, Linux"
    assert {"identity.linked", "token.made"} <= {one["kind"] for one in data["sign_ins"]}
    assert {"project": "Portail", "board": "Feuille de route", "role": "editor"} in data["memberships"]
    assert data["manages"] == [{"project": "Le mien"}]
    cards = {one["title"]: (one["made_by_you"], one["given_to_you"], one["responsible"]) for one in data["cards"]}
    assert cards["Rédiger la note"] == (True, False, False)
    assert cards["A"] == (False, True, True)
    assert [one["name"] for one in data["tasks"]][:1] == ["Appeler"]
    assert [(one["card"], one["text"]) for one in data["comments"]][:1] == [("PORT-1", "Vu, merci.")]
    (file,) = [one for one in data["files"] if one["name"] == "note.txt"]
    assert archive.read(file["file"]) == b"Lu et relu."
    assert table(archive, "appartenances.csv")[0] == ["Projet", "Tableau", "Rôle"]
    assert {line[1] for line in table(archive, "cartes.csv")} >= {"Titre", "A", "Rédiger la note"}
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "peux-tu relire" not in everything  # others wrote it
    for other in User.objects.exclude(pk=actor.user_id):
        assert other.email not in everything
    assert Event.objects.filter(kind="export.own_data", row_id=actor.user_id).count() == 1


def test_of_what_one_no_longer_sees_only_what_one_wrote(boards, editor, browser):
    card = boards.card("A")
    write_comment(editor, card, "Mon avis.")
    attach_file(editor, card, uploads.receive(BytesIO(b"Confidentiel."), "avis.txt"))
    describe_card(editor, boards.card("B"), "De moi.")
    describe_card(boards.member("editor", name="Awa Diop"), boards.card("C"), "D’Awa.")
    assign_cards(editor, [boards.card("B"), boards.card("C")], add=[editor.user_id])
    _archive, data = own(browser(editor))
    assert {one["title"]: one["description"] for one in data["cards"]} == {"B": "De moi.", "C": None}
    remove_member(boards.member("project manager"), Membership.objects.get(user=editor.user_id))
    archive, data = own(browser(editor))
    assert (data["cards"], data["memberships"]) == ([], [])
    assert [(one["card"], one["text"]) for one in data["comments"]] == [(None, "Mon avis.")]
    assert [(one["card"], one["name"], one["file"]) for one in data["files"]] == [(None, "avis.txt", None)]
    assert not [name for name in archive.namelist() if name.startswith("fichiers/")]


def test_a_missing_file_is_no_failure(boards, editor, browser):
    change_picture(editor, User.objects.get(pk=editor.user_id), b"RIFF")
    user = User.objects.get(pk=editor.user_id)
    default_storage.delete(user.avatar)
    _archive, data = own(browser(editor))
    assert data["account"]["picture"] is None


def test_who_may_take_what_out(boards, editor):
    other, manager = User.objects.get(pk=boards.person("Luce Un").pk), boards.member("project manager")
    facts = Event.objects.count()
    with pytest.raises(Refused):
        export_own_data(editor, other)
    for actor in (editor, boards.member("reader", name="Rémi")):
        with pytest.raises(Refused):
            export_project(actor, boards.project)
    assert Event.objects.count() == facts
    (fact,) = export_project(manager, boards.project, 6, 1, 2).facts
    assert (fact.kind, fact.after.cards, fact.after.left_out, fact.after.files) == ("export.project", 6, 1, 2)


def test_a_project_leaves_whole(boards, editor, browser):
    manager = boards.member("project manager", name="Max Imum")
    card = boards.card("A")
    value_cards(editor, [card], boards.field(), "12,50")
    schedule_cards(editor, [card], date(2027, 1, 2), datetime(2027, 1, 5, 12, tzinfo=UTC), due_has_time=True)
    describe_card(editor, card, f"Pour @[]({editor.user_id}).")
    write_comment(editor, card, "Bonjour.")
    create_task_list(editor, card, "Étapes")
    create_tasks(editor, TaskList.objects.get(), ["Lire"])
    attach_file(editor, card, uploads.receive(BytesIO(b"Lu et relu."), "../note.txt"))
    attach_link(editor, card, "https://exemple.fr/")
    create_cards(editor, boards.todo, ["=1+1"])
    bin_cards(editor, [boards.card("F")])
    restrict_cards(editor, [_given(editor, boards.card("B"))])
    archive = opened(browser(manager).post(f"/projets/{boards.project.pk}/export/", {"files": "on"}))
    project = json.loads(archive.read("projet.json"))
    assert (project["project"]["name"], project["left_out"]) == ("Portail", {"restricted_cards": 0})
    assert [one["name"] for one in project["fields"]] == ["Coût"]
    board = json.loads(archive.read(project["boards"][0]))
    assert [one["name"] for one in board["lists"]] == ["À faire", "En cours"]
    assert sorted(one["title"] for one in board["cards"]) == ["=1+1", "A", "B", "C", "D", "E"]
    (first,) = [one for one in board["cards"] if one["title"] == "A"]
    assert first["description"] == "Pour @Camille Martin."
    assert list(first["values"].values()) == ["12.50"]
    assert (first["start_date"], first["due_at"]) == ("2027-01-02", "2027-01-05T12:00:00Z")
    assert [one["text"] for one in first["comments"]] == ["Bonjour."]
    assert [[task["name"] for task in one["tasks"]] for one in first["task_lists"]] == [["Lire"]]
    files = {one["name"]: one["file"] for one in first["attachments"]}
    assert archive.read(files["note.txt"]) == b"Lu et relu."
    assert "key" not in first["attachments"][0]
    assert {one["name"] for one in board["people"]} == {"Camille Martin"}
    head, *lines = table(archive, "cartes.csv")
    assert head[:3] == ["Numéro", "Titre", "Tableau"]
    assert {line[1] for line in lines} == {"'=1+1", "A", "B", "C", "D", "E"}  # no formula
    without = opened(browser(manager).post(f"/projets/{boards.project.pk}/export/"))
    assert not [name for name in without.namelist() if name.startswith("fichiers/")]


def test_what_its_reader_does_not_see_is_left_out_and_counted(boards, editor):
    restrict_cards(editor, [_given(editor, boards.card("B"))])
    file, counted = project_archive(boards.member("reader", name="Rémi"), boards.project, timezone.now())
    with file:
        archive = zipfile.ZipFile(file)
        assert {line[1] for line in table(archive, "cartes.csv")[1:]} == {"A", "C", "D", "E", "F"}
        assert "1 card that is restricted" in archive.read("LISEZ-MOI.txt").decode()
        assert json.loads(archive.read("projet.json"))["left_out"] == {"restricted_cards": 1}
    assert (counted.cards, counted.left_out) == (5, 1)


def _given(actor, card):
    assign_cards(actor, [card], add=[actor.user_id])
    return Card.objects.get(pk=card.pk)


def test_more_files_than_an_archive_holds_are_refused_in_words(boards, editor, browser, monkeypatch):
    manager = boards.member("project manager")
    attach_file(editor, boards.card("A"), uploads.receive(BytesIO(b"Lu et relu."), "note.txt"))
    monkeypatch.setattr("projets.exchange.exporters.archive.MOST", 5)
    refused = browser(manager).post(f"/projets/{boards.project.pk}/export/", {"files": "on"})
    assert refused.status_code == 422
    assert not Event.objects.filter(kind="export.project").exists()


def test_cells():
    archive = Archive()
    archive.add_csv("a.csv", ["x"], [("-12,5",), ("-dangereux",), (None,), ("@a",), ("+33 6",)])
    with archive.done() as file:
        lines = table(zipfile.ZipFile(file), "a.csv")
    assert [line[0] if line else "" for line in lines] == ["x", "-12,5", "'-dangereux", "", "'@a", "'+33 6"]
