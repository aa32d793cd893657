"""`projets import trello`: what it prints, its exit codes, and in whose name it acts."""

import json

import pytest
from django.utils import translation

from projets.accounts.models import User
from projets.boards.models import Board, Card, Project, ProjectManager
from projets.operations import checks, start
from projets.operations.cli import main
from tests.exchange.trello_files import ALICE, a_board, a_card


@pytest.fixture(autouse=True)
def _nothing_to_set_up(monkeypatch):
    """The tests' database is there, and looking at it would end their transaction."""
    monkeypatch.setattr(start, "migrate", lambda: 0)
    monkeypatch.setattr(checks, "database", lambda: "")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tableau.json"
    path.write_text(json.dumps(a_board(cards=[a_card(idMembers=[ALICE])])), encoding="utf-8")
    return path


def test_the_balance_as_json_and_nothing_else(db, file, capsys):
    assert main(["import", "trello", str(file), "--json"]) == 0
    printed = capsys.readouterr()
    balance = json.loads(printed.out)
    assert balance["board"] == "Essai"
    assert balance["found"] == balance["imported"]
    assert (balance["found"]["cards"], balance["left_out"], balance["announced"]) == (1, [], [])
    assert printed.err == ""


def test_the_balance_in_words(db, file, capsys):
    assert main(["import", "trello", str(file)]) == 0
    assert capsys.readouterr().out == (
        f"{file}:\n  Board: Essai\n  Lists: 1 of 1\n  Cards: 1 of 1\n  Members: 1 of 1\n"
    )


def test_a_project_of_the_boards_name_for_the_first_administrator(boards, file):
    admin = boards.person("Zoé Petit", role="administrator")
    boards.person("Yann Petit", role="administrator")
    main(["import", "trello", str(file)])
    board = Board.objects.get(name="Essai")
    assert board.project.name == "Essai"
    assert [one.user_id for one in board.project.managers.all()] == [admin.pk]


@pytest.mark.parametrize("name", ["Portail", "portail", "PORT"])
def test_into_a_project_by_name_or_prefix(boards, file, name):
    assert main(["import", "trello", str(file), "--project", name]) == 0
    assert Board.objects.get(name="Essai").project == boards.project


def test_a_project_that_is_not_there_is_made(boards, file):
    assert main(["import", "trello", str(file), "--project", "Neuf"]) == 0
    assert Board.objects.get(name="Essai").project.name == "Neuf"


def test_a_name_of_two_projects_is_refused(boards, file, capsys):
    from projets.usecase.guard import writes_allowed

    with writes_allowed():
        Project.objects.create(name="portail", prefix="AUTRE")
    assert main(["import", "trello", str(file), "--project", "Portail"]) == 1
    assert "AUTRE" in capsys.readouterr().err
    assert not Board.objects.filter(name="Essai").exists()


def test_in_somebodys_name(boards, file):
    user = boards.person("Nadia Thomas")
    assert main(["import", "trello", str(file), "--as", user.email.upper()]) == 0
    assert ProjectManager.objects.get(project__name="Essai").user_id == user.pk


def test_somebodys_rights_are_theirs(boards, file, capsys):
    user = boards.person("Nadia Thomas")
    assert main(["import", "trello", str(file), "--as", user.email, "--project", "PORT"]) == 1
    assert not Board.objects.filter(name="Essai").exists()


def test_nobody_of_that_address(db, file, capsys):
    assert main(["import", "trello", str(file), "--as", "x@y.example"]) == 1
    assert "x@y.example" in capsys.readouterr().err


def test_people_matched(boards, file):
    alice = boards.person("Alice Martin")
    assert main(["import", "trello", str(file), "--match", f"@AliceM={alice.email}"]) == 0
    assert Card.objects.get(title="Écrire").card_members.get().person_id == alice.pk
    assert User.objects.count() == 1


def test_a_match_that_is_none(db, file):
    with pytest.raises(SystemExit) as end:
        main(["import", "trello", str(file), "--match", "alice"])
    assert end.value.code == 2


def test_a_refused_file_keeps_the_others_from_nothing(db, file, tmp_path, capsys):
    wrong = tmp_path / "cartes.json"
    wrong.write_text("[]")
    assert main(["import", "trello", str(wrong), str(file), "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["board"] == "Essai"
    assert printed.err.startswith(f"projets: {wrong}: The file is an answer of Trello's API")


def test_in_french(db, file, capsys):
    with translation.override("fr"):
        main(["import", "trello", str(file)])
    assert "Cartes\u00a0: 1 sur 1" in capsys.readouterr().out
