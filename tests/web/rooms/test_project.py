"""A project's page, its settings, its bin."""

import datetime

import pytest

from projets.boards.actions.boards import archive_board, bin_board
from projets.boards.actions.details import assign_cards, finish_cards, schedule_cards
from projets.boards.actions.fields import bin_field, create_field
from projets.boards.models import Board, Field, FormerPrefix, Membership, Project, ProjectManager


@pytest.fixture
def here(boards):
    return f"/projets/{boards.project.pk}/"


def field(name):
    return Field.objects.get(name=name)


def test_boards_with_how_they_stand(boards, both_roles, here, browser, django_assert_num_queries):
    finish_cards(both_roles, [boards.card("A")])
    assign_cards(both_roles, [boards.card("B")], add=[both_roles.user_id])
    schedule_cards(both_roles, [boards.card("C")], due_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    client = browser(both_roles)
    told = {board.name: board.figures for board in client.get(here).context["boards"]}
    assert [(one.open, one.mine, one.late) for one in told.values()] == [(5, 1, 1), (0, 0, 0)]
    assert (told["Feuille de route"].active_at is None, told["Ailleurs"].active_at) == (False, None)
    with django_assert_num_queries(14):
        client.get(here)


def test_who_sees_it(boards, editor, manager, stranger, here, browser):
    assert browser(stranger).get(here).status_code == 404
    assert [one.name for one in browser(editor).get(here).context["boards"]] == ["Feuille de route"]
    assert len(browser(manager).get(here).context["boards"]) == 2
    assert "Nouveau tableau" not in browser(editor).get(here).content.decode()
    assert browser(editor).get(here + "reglages/").status_code == 403
    assert browser(editor).get(here + "corbeille/").status_code == 403
    assert browser(stranger).get(here + "reglages/").status_code == 404
    assert browser(manager).get(here + "reglages/").status_code == 200


def test_an_administrator_sees_who_manages_and_may_add_one(boards, here, browser, send):
    administrator = boards.member("administrator", name="Ada Min")
    page = browser(administrator).get(here + "reglages/").content.decode()
    assert ("Ajouter un responsable" in page, "Préfixe" in page) == (True, False)
    user = boards.person("Awa Diop")
    assert send(administrator, here + "responsables/", who=user.email).status_code == 200
    assert list(ProjectManager.objects.values_list("user", flat=True)) == [user.pk]


def test_parts_are_fetched_again(boards, both_roles, here, browser):
    client = browser(both_roles)
    for address, parts in {
        here: ("project-head", "project-boards", "members"),
        here + "reglages/": ("project-head", "members", "fields", "away"),
        here + "corbeille/": ("bin",),
    }.items():
        for part in parts:
            answer = client.get(address, headers={"x-fragment": part})
            assert (answer.status_code, "<html" in answer.content.decode()) == (200, False)


def test_a_new_board_with_its_first_lists(boards, manager, here, send):
    answer = send(manager, here + "tableaux/", name="Nouveau", lists="À faire\n\n Fini \n")
    board = Board.objects.get(name="Nouveau")
    assert answer.json()["redirect"] == f"/tableaux/{board.pk}/"
    assert list(board.lists.values_list("name", flat=True)) == ["À faire", "Fini"]
    assert Membership.objects.get(board=board).user_id == manager.user_id


def test_boards_go_up_and_down(boards, manager, here, send, browser):
    first, second = browser(manager).get(here).context["boards"]
    assert (first.up, second.down) == (None, None)
    assert send(manager, f"/tableaux/{second.pk}/place/", position=second.up).status_code == 200
    assert [one.name for one in browser(manager).get(here).context["boards"]] == ["Ailleurs", "Feuille de route"]
    first, second = browser(manager).get(here).context["boards"]
    send(manager, f"/tableaux/{first.pk}/place/", position=first.down)
    assert [one.name for one in browser(manager).get(here).context["boards"]] == ["Feuille de route", "Ailleurs"]


def test_archived_boards_stand_apart(boards, manager, here, browser, send):
    archive_board(manager, boards.board)
    context = browser(manager).get(here).context
    assert [[one.name for one in context[name]] for name in ("boards", "archived")] == [
        ["Ailleurs"],
        ["Feuille de route"],
    ]
    assert send(manager, f"/tableaux/{boards.board.pk}/retour/").status_code == 200
    assert browser(manager).get(here).context["archived"] == []


def test_settings_change_what_the_form_holds(boards, manager, here, send):
    answer = send(
        manager,
        here + "modification/",
        name="Autre",
        description="d",
        prefix="neuf",
        boxes=["is_shared", "is_hidden"],
        is_shared="1",
    )
    project = Project.objects.get()
    assert answer.status_code == 200
    assert (project.name, project.prefix, project.is_shared, project.is_hidden) == ("Autre", "NEUF", True, False)
    assert FormerPrefix.objects.get().prefix == "PORT"
    answer = send(manager, here + "modification/", prefix="X1")
    assert (answer.status_code, answer.json()["field"], Project.objects.get().prefix) == (422, "prefix", "NEUF")


def test_managers_come_and_go(boards, manager, here, send):
    user = boards.person("Awa Diop")
    assert send(manager, here + "responsables/", who="awa diop").status_code == 200
    answer = send(manager, here + "responsables/", who="Personne")
    assert (answer.status_code, answer.json()["field"]) == (422, "who")
    row = ProjectManager.objects.get(user=user)
    assert send(manager, f"/responsables/{row.pk}/retrait/").status_code == 200
    last = ProjectManager.objects.get()
    assert (send(manager, f"/responsables/{last.pk}/retrait/").status_code, ProjectManager.objects.count()) == (409, 1)


def test_fields_of_every_kind(boards, manager, here, send):
    address = here + "champs/"
    assert send(manager, address, name="Coût", kind="euros", unit="", options="").status_code == 200
    assert send(manager, address, name="Poids", kind="number", unit="kg", options="x", on_front="1").status_code == 200
    assert (
        send(manager, address, name="Phase", kind="one_of", unit="kg", options="Cadrage\nRecette\n").status_code == 200
    )
    assert [(one.name, one.unit, one.on_front, len(one.options)) for one in Field.objects.all()] == [
        ("Coût", "", False, 0),
        ("Poids", "kg", True, 0),
        ("Phase", "", False, 2),
    ]


def test_a_choice_renamed_is_the_same_one(boards, manager, send):
    create_field(manager, boards.project, "Phase", "one_of", options=["Cadrage", "Recette"])
    first, second = field("Phase").options
    form = {f"option-{first['id']}": "Conception", f"option-{second['id']}": "", "options": "Clos"}
    assert send(manager, f"/champs/{field('Phase').pk}/", name="Étape", kind="one_of", **form).status_code == 200
    assert [(one["name"], one["id"] == first["id"]) for one in field("Étape").options] == [
        ("Conception", True),
        ("Clos", False),
    ]
    assert send(manager, f"/champs/{field('Étape').pk}/", name="Étape", kind="text").status_code == 200
    assert (field("Étape").kind, field("Étape").options) == ("text", [])


def test_fields_are_moved_binned_and_restored(boards, manager, here, send, browser):
    for name in ("un", "deux"):
        create_field(manager, boards.project, name, "text")
    second = browser(manager).get(here + "reglages/").context["fields"][1]
    assert send(manager, f"/champs/{second.pk}/place/", position=second.up).status_code == 200
    assert [one.name for one in browser(manager).get(here + "reglages/").context["fields"]] == ["deux", "un"]
    assert send(manager, f"/champs/{second.pk}/corbeille/").status_code == 200
    assert [one.name for one in browser(manager).get(here + "corbeille/").context["told"]["field"]] == ["deux"]
    assert send(manager, f"/champs/{second.pk}/restauration/").status_code == 200
    assert browser(manager).get(here + "corbeille/").context["told"] == {}


def test_the_bin_says_who_when_and_how_long(boards, manager, here, browser, send, django_assert_num_queries):
    create_field(manager, boards.project, "Coût", "euros")
    bin_field(manager, field("Coût"))
    bin_board(manager, boards.board)
    client = browser(manager)
    with django_assert_num_queries(14):
        told = client.get(here + "corbeille/").context["told"]
    (lying,) = told["board"]
    assert (lying.name, lying.who.name, lying.days_left) == ("Feuille de route", "Nadia Benali", 29)
    assert send(manager, f"/tableaux/{boards.board.pk}/restauration/").status_code == 200
    assert Board.objects.standing().count() == 2


def test_archived_binned_and_restored(boards, manager, editor, here, send, browser):
    assert send(manager, here + "archive/").status_code == 200
    assert Project.objects.get().archived_at is not None
    assert send(manager, here + "retour/").status_code == 200
    assert Project.objects.get().archived_at is None
    assert send(editor, here + "suppression/").status_code == 403
    assert send(manager, here + "suppression/").json()["redirect"] == "/projets/"
    assert browser(manager).get(here).status_code == 404
    assert [one.name for one in browser(manager).get("/corbeille/").context["told"]["project"]] == ["Portail"]
    assert browser(editor).get("/corbeille/").context["told"] == {}
    assert send(editor, here + "restauration/").status_code == 403
    assert send(manager, here + "restauration/").status_code == 200
    assert browser(manager).get(here).status_code == 200
