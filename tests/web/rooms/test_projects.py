"""The list of projects, and a new one."""

import pytest

from projets.accounts.models import User
from projets.boards.actions.projects import archive_project, edit_project, favor_project
from projets.boards.models import Favorite, Project
from projets.usecase.guard import writes_allowed

HERE = "/projets/"


def rows(client, address=HERE):
    return [one.name for one in client.get(address).context["projects"]]


def test_mine_favourites_first(boards, manager, browser, django_assert_num_queries):
    with writes_allowed():
        for name, prefix in (("Écoles", "ECO"), ("Zones", "ZON"), ("D’un autre", "AUT")):
            project = Project.objects.create(name=name, prefix=prefix)
            if name != "D’un autre":
                project.managers.create(user_id=manager.user_id)
    favor_project(manager, Project.objects.get(name="Zones"))
    client = browser(manager)
    assert rows(client) == ["Zones", "Écoles", "Portail"]
    with django_assert_num_queries(8):
        page = client.get(HERE).content.decode()
    assert f'href="/tableaux/{boards.board.pk}/"' in page
    assert 'aria-pressed="true"' in page


def test_found_again_by_a_part_of_a_name(boards, manager, browser):
    client = browser(manager)
    assert rows(client, HERE + "?q=feuille+ROUTE") == ["Portail"]
    assert rows(client, HERE + "?q=port") == ["Portail"]
    assert rows(client, HERE + "?q=absent") == []
    assert "Aucun projet ni tableau ne porte ce nom" in client.get(HERE + "?q=absent").content.decode()


def test_hidden_and_archived_ones_stand_behind_links(boards, manager, browser):
    edit_project(manager, boards.project, is_hidden=True)
    client = browser(manager)
    assert rows(client) == []
    assert "1 projet masqué" in client.get(HERE).content.decode()
    assert rows(client, HERE + "?voir=masques") == ["Portail"]
    archive_project(manager, boards.project)
    assert rows(client, HERE + "?voir=masques") == []
    assert rows(client, HERE + "?voir=archives") == ["Portail"]


def test_nothing_yet(boards, stranger, browser):
    page = browser(stranger).get(HERE).content.decode()
    assert "Vous n’êtes encore dans aucun projet" in page
    assert "Créer un projet" in page


def test_a_star_is_put_on_and_taken_off(boards, editor, send):
    address = f"/projets/{boards.project.pk}/favori/"
    assert send(editor, address, favorite="1").status_code == 200
    assert Favorite.objects.filter(user=editor.user_id).count() == 1
    assert send(editor, address, favorite="0").status_code == 200
    assert Favorite.objects.count() == 0


def test_a_new_project(boards, stranger, send, browser):
    answer = send(
        stranger, "/projets/creation/", name="Gestion des aides", description="Pour tous", prefix="", is_shared="0"
    )
    project = Project.objects.get(name="Gestion des aides")
    assert answer.json()["redirect"] == f"/projets/{project.pk}/"
    assert (project.prefix, project.description, project.is_shared) == ("GEST", "Pour tous", False)
    answer = browser(stranger).post("/projets/creation/", {"name": "Autre", "prefix": "port"})
    assert (answer.status_code, Project.objects.filter(name="Autre").exists()) == (422, False)
    assert "Un autre projet a ce préfixe" in answer.content.decode()


def test_a_prefix_is_suggested(boards, editor, browser):
    client = browser(editor)
    assert client.get("/projets/prefixe/?nom=Portail").json() == {"prefix": "PORTA"}
    assert client.get("/projets/prefixe/?nom=").json() == {"prefix": ""}


@pytest.mark.parametrize(("role", "may"), [("project_owner", True), ("board_user", False)])
def test_who_may_found_one(boards, browser, role, may):
    actor = boards.member("editor")
    with writes_allowed():
        User.objects.filter(pk=actor.user_id).update(role=role)
    page = browser(actor).get("/projets/nouveau/").content.decode()
    assert ('name="prefix"' in page) is may
