"""The page « Importer depuis Trello », as a browser without script uses it."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from projets.accounts.models import User
from projets.boards.models import Board, Membership
from projets.exchange.importing import import_file
from projets.exchange.models import ImportJob
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.exchange.trello_files import ALICE, a_board, a_card


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


@pytest.fixture
def nadia(boards):
    return Actor(boards.person("Nadia Thomas").pk, "web")


def sent(page, board=None):
    content = json.dumps(board or a_board(cards=[a_card(idMembers=[ALICE])]), ensure_ascii=False).encode()
    return page.post("/imports/", {"file": SimpleUploadedFile("tableau.json", content)})


def test_limits_are_said_before(browser, nadia):
    said = browser(nadia).get("/imports/").content.decode()
    assert "100\xa0Mo au plus" in said


def test_sent_looked_at_started_and_read(browser, nadia, boards):
    page = browser(nadia)
    answer = sent(page)
    job = ImportJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/imports/{job.pk}/")
    assert default_storage.exists(job.file)
    looked = page.get(answer["Location"]).content.decode()
    assert "Alice Martin" in looked
    assert Board.objects.filter(name="Essai").count() == 0
    started = page.post(f"/imports/{job.pk}/lancer/", {"project": "", "project_name": "Neuf"})
    assert (started.status_code, started["Location"]) == (303, f"/imports/{job.pk}/")
    assert "import-progress" in page.get(f"/imports/{job.pk}/").content.decode()
    import_file(job.pk)
    done = page.get(f"/imports/{job.pk}/").content.decode()
    board = Board.objects.get(name="Essai")
    assert f"/tableaux/{board.pk}/" in done
    assert board.project.name == "Neuf"


def test_asked_from_a_project_it_is_chosen_already(browser, boards):
    page = browser(boards.member("project manager"))
    pk = boards.project.pk
    assert f'href="/imports/?projet={pk}"' in page.get(f"/projets/{pk}/").content.decode()
    form = page.get(f"/imports/?projet={pk}").content.decode()
    assert f'name="projet" value="{pk}"' in form
    content = SimpleUploadedFile("tableau.json", json.dumps(a_board()).encode())
    answer = page.post("/imports/", {"file": content, "projet": str(pk)})
    assert f'<option value="{pk}" selected>' in page.get(answer["Location"]).content.decode()
    sent(page)
    other = ImportJob.objects.first()
    assert " selected>" not in page.get(f"/imports/{other.pk}/?projet=%3Cb%3E").content.decode()


def test_the_state_alone_for_the_script(browser, nadia):
    page = browser(nadia)
    sent(page)
    job = ImportJob.objects.get()
    page.post(f"/imports/{job.pk}/lancer/", {"project": ""})
    state = page.get(f"/imports/{job.pk}/", headers={"X-Fragment": "import-state"}).content.decode()
    assert "<html" not in state
    assert "import-progress" in state


@pytest.mark.parametrize(
    ("content", "says"), [(b"[]", "une réponse de l’API de Trello"), (b"", "est vide"), (b"<html>", "pas du JSON")]
)
def test_a_wrong_file_is_refused_beside_the_field_and_not_kept(browser, nadia, content, says, tmp_path):
    answer = browser(nadia).post("/imports/", {"file": SimpleUploadedFile("x.json", content)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ImportJob.objects.exists()
    assert not (tmp_path / "imports").exists()


def test_no_file_at_all(browser, nadia):
    answer = browser(nadia).post("/imports/", {})
    assert answer.status_code == 422
    assert "Choisissez le fichier" in answer.content.decode()


def test_a_colleague_of_the_same_name_is_proposed(browser, boards):
    actor = boards.member("project manager")
    alice = boards.person("Alice Martin")
    with writes_allowed():
        Membership.objects.create(board=boards.board, user=alice, role="reader")
    page = browser(actor)
    looked = page.get(sent(page)["Location"]).content.decode()
    assert f'value="{alice.email}"' in looked


def test_an_address_that_nobody_has_is_said_beside_its_field(browser, nadia):
    page = browser(nadia)
    sent(page)
    job = ImportJob.objects.get()
    answer = page.post(f"/imports/{job.pk}/lancer/", {f"match:{ALICE}": "x@y.example", "project": ""})
    assert answer.status_code == 422
    assert "Personne ici n’a cette adresse" in answer.content.decode()
    assert 'value="x@y.example"' in answer.content.decode()
    assert ImportJob.objects.get().state == "read"


def test_people_matched(browser, nadia, boards):
    alice = boards.person("Alice Martin")
    page = browser(nadia)
    sent(page)
    job = ImportJob.objects.get()
    page.post(f"/imports/{job.pk}/lancer/", {f"match:{ALICE}": alice.email.upper(), "project": ""})
    assert ImportJob.objects.get().matches == {ALICE: alice.pk}


def test_into_a_project_one_manages_and_no_other(browser, boards):
    actor = boards.member("project manager")
    page = browser(actor)
    sent(page)
    job = ImportJob.objects.get()
    answer = page.post(f"/imports/{job.pk}/lancer/", {"project": str(boards.project.pk)})
    assert answer.status_code == 303
    assert ImportJob.objects.get().project == boards.project


@pytest.mark.parametrize(("role", "status"), [("editor", 403), (None, 404)])
def test_into_a_project_of_others(browser, boards, role, status):
    actor = boards.member(role)
    page = browser(actor)
    sent(page)
    job = ImportJob.objects.get()
    answer = page.post(f"/imports/{job.pk}/lancer/", {"project": str(boards.project.pk)})
    assert answer.status_code == status
    assert ImportJob.objects.get().state == "read"


def test_a_second_time_is_announced(browser, nadia):
    page = browser(nadia)
    for _time in range(2):
        address = sent(page)["Location"]
        job = ImportJob.objects.first()
        before = page.get(address).content.decode()
        page.post(f"/imports/{job.pk}/lancer/", {"project": ""})
        import_file(job.pk)
    assert "a déjà été importé" in before
    assert Board.objects.filter(name="Essai").count() == 1


def test_others_do_not_see_it_but_the_balance_is_kept_for_the_boards_people(browser, nadia, boards):
    page = browser(nadia)
    sent(page)
    job = ImportJob.objects.get()
    other = boards.member(None, name="Yann Dubois")
    assert browser(other).get(f"/imports/{job.pk}/").status_code == 404
    page.post(f"/imports/{job.pk}/lancer/", {"project": ""})
    import_file(job.pk)
    with writes_allowed():
        Membership.objects.create(board=Board.objects.get(name="Essai"), user_id=other.user_id, role="reader")
    assert browser(other).get(f"/imports/{job.pk}/").status_code == 200


def test_hostile_names_stay_text(browser, nadia):
    page = browser(nadia)
    hostile = "<script>alert(1)</script>"
    board = a_board(name=hostile, members=[{"id": ALICE, "fullName": hostile}], cards=[a_card(name=hostile * 90)])
    looked = page.get(sent(page, board)["Location"]).content.decode()
    assert hostile not in looked
    assert "&lt;script&gt;" in looked


@pytest.mark.parametrize("address", ["/imports/", "/imports/1/"])
def test_people_sign_in_first(client, address):
    assert client.get(address).status_code == 303


def test_who_may_nowhere_is_told(browser, boards):
    user = boards.person("Paul Petit", role="board_user")
    said = browser(Actor(user.pk, "web")).get("/imports/").content.decode()
    assert 'name="file"' not in said


def test_nobody_else_sends_files_nor_learns_who_has_an_account(browser, nadia, boards):
    """A guest, or whoever adds nobody anywhere, would be told of each address whether it is known."""
    page = browser(nadia)
    sent(page)
    with writes_allowed():
        User.objects.filter(pk=nadia.user_id).update(role="board_user")
    assert sent(page).status_code == 403
    (job,) = ImportJob.objects.all()
    for email in (boards.person("Alice Martin").email, "x@y.example"):
        answer = page.post(f"/imports/{job.pk}/lancer/", {f"match:{ALICE}": email, "project": ""})
        assert answer.status_code == 403
        assert "Personne ici" not in answer.content.decode()
    assert ImportJob.objects.get().state == "read"


def test_not_imported_after_all(browser, nadia, django_capture_on_commit_callbacks):
    page = browser(nadia)
    sent(page)
    job = ImportJob.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(f"/imports/{job.pk}/abandon/")
    assert (answer.status_code, answer["Location"]) == (303, "/imports/")
    assert not ImportJob.objects.exists()
    assert not default_storage.exists(job.file)
