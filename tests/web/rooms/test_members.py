"""Members of a board."""

import pytest

from projets.boards.models import Membership, Unclaimed
from projets.usecase.guard import writes_allowed


@pytest.fixture
def here(boards):
    return f"/tableaux/{boards.board.pk}/membres/"


def test_who_is_there(boards, editor, manager, stranger, here, browser, django_assert_num_queries):
    with writes_allowed():
        Unclaimed.objects.create(board=boards.board, name="Léa Import")
    client = browser(editor)
    with django_assert_num_queries(15):
        answer = client.get(here)
    page = answer.content.decode()
    assert [(person.name, row.role) for row, person, _email, _role in answer.context["members"]] == [
        ("Camille Martin", "editor")
    ]
    assert [one.name for one in answer.context["managers"]] == ["Nadia Benali"]
    assert ("Léa Import" in page, "members__address" in page, "Ajouter quelqu’un" in page) == (True, False, False)
    assert "members__address" in browser(manager).get(here).content.decode()
    assert browser(stranger).get(here).status_code == 404


def test_a_manager_adds_changes_and_removes(boards, manager, here, send):
    user = boards.person("Awa Diop")
    assert send(manager, here, who="awa diop", role="reader").status_code == 200
    row = Membership.objects.get(user=user)
    assert row.role == "reader"
    assert send(manager, f"/membres/{row.pk}/role/", role="contributor").status_code == 200
    assert Membership.objects.get(user=user).role == "contributor"
    assert send(manager, here, who=user.email, role="reader").status_code == 409
    assert send(manager, f"/membres/{row.pk}/retrait/").status_code == 200
    assert not Membership.objects.filter(user=user).exists()


def test_others_do_not(boards, editor, manager, here, send):
    other = boards.member("reader", name="Awa Diop")
    row = Membership.objects.get(user=other.user_id)
    assert send(editor, here, who="nadia benali", role="reader").status_code == 403
    assert send(editor, f"/membres/{row.pk}/role/", role="editor").status_code == 403
    assert send(editor, f"/membres/{row.pk}/retrait/").status_code == 403
    assert Membership.objects.get(pk=row.pk).role == "reader"


def test_one_leaves_by_oneself(boards, editor, send, browser):
    mine = Membership.objects.get(user=editor.user_id)
    answer = send(editor, f"/tableaux/{boards.board.pk}/depart/", mine=mine.pk)
    assert answer.json()["redirect"] == "/projets/"
    assert browser(editor).get(f"/tableaux/{boards.board.pk}/").status_code == 404


def test_names_that_several_bear(boards, manager, here, send):
    boards.person("Awa Diop")
    boards.person("awa diop")
    answer = send(manager, here, who="Awa Diop", role="reader")
    assert (answer.status_code, answer.json()["field"]) == (422, "who")
    assert Membership.objects.count() == 0


def test_colleagues_are_found_by_a_part_of_their_name(boards, browser):
    boards.person("Élodie Fabre")
    boards.person("Élodie Partie", is_active=False)
    manager = boards.member("project manager", name="Max Autre")
    found = browser(manager).get("/personnes/?q=elo+fa").json()["people"]
    assert [one["name"] for one in found] == ["Élodie Fabre"]
    assert [one["name"] for one in browser(manager).get("/personnes/?q=elodie").json()["people"]] == ["Élodie Fabre"]
    assert browser(manager).get("/personnes/?q=").json() == {"people": []}
