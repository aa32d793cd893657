"""Organisations by our own API: those one works in, whose a project is, teams on boards (A-09)."""

import pytest

from projets.accounts.models import User
from projets.boards.models import Membership, TeamOnBoard
from projets.usecase.actor import Actor
from tests.accounts.organisations.world import make_world


@pytest.fixture
def world(boards):
    return make_world()


@pytest.fixture
def manager(boards, world):
    actor = boards.member("project manager")
    world.affiliate(User.objects.get(pk=actor.user_id), world.organisation)
    return actor


def test_those_one_works_in(world, manager, asking):
    (one,) = asking(manager, "read").get("organisations").json()["organisations"]
    assert (one["id"], one["name"], one["siret"]) == (str(world.organisation.pk), "DINUM", "13002526500013")
    assert [unit["name"] for unit in one["services"]] == ["Opérateur de produits"]
    assert [team["name"] for team in one["teams"]] == ["Produit"]
    stranger = Actor(world.user().pk, "web")
    assert asking(stranger, "read").get("organisations").json() == {"organisations": [], "next": None}


def test_a_project_is_given_to_a_service(boards, world, manager, asking):
    ask, path = asking(manager), f"projects/{boards.project.pk}"
    none = ask.get(f"{path}/belonging").json()
    assert (none["organisation_id"], none["service_name"], none["teams"]) == (None, None, [])
    assert none["allowed"] == {"guests": True, "links": True, "inviting_outside": "allowed"}
    place = {"organisation_id": str(world.organisation.pk), "service_id": str(world.service.pk)}
    given = ask.put(f"{path}/service", place)
    assert (given.status_code, given.json()["service_id"]) == (200, place["service_id"])
    world.let(allows_links=False)
    now = ask.get(f"{path}/belonging").json()
    assert (now["organisation_name"], now["service_name"]) == ("DINUM", "Opérateur de produits")
    assert now["allowed"]["links"] is False
    elsewhere = {"organisation_id": str(world.elsewhere.pk)}
    assert ask.put(f"{path}/service", elsewhere).status_code == 404


def test_a_team_is_put_on_a_board_and_taken_off(boards, world, manager, asking):
    colleague, ask = world.user(place="member"), asking(manager)
    world.join(colleague)
    path, body = f"boards/{boards.board.pk}/teams", {"team_id": str(world.team.pk), "role": "reader"}
    put = ask.post(path, body)
    assert (put.status_code, put.json()["role"]) == (201, "reader")
    assert Membership.objects.get(user=colleague).by_hand is False
    again = ask.post(path, body | {"role": "editor"})
    assert (again.status_code, again.json()["role"], again.json()["id"]) == (201, "editor", put.json()["id"])
    same = ask.post(path, body | {"role": "editor"})
    assert (same.status_code, same.json()) == (201, again.json())
    assert [one["id"] for one in ask.get(f"projects/{boards.project.pk}/belonging").json()["teams"]] == [
        put.json()["id"]
    ]
    memberships = ask.get(f"boards/{boards.board.pk}").json()["memberships"]
    assert [(one["role"], one["by_hand"]) for one in memberships] == [("editor", False)]
    assert ask.delete(f"board-teams/{put.json()['id']}").status_code == 204
    assert not TeamOnBoard.objects.exists()
    assert not Membership.objects.filter(user=colleague).exists()
