"""Planka's clients where there are organisations are told what these refuse; elsewhere all is as ever (A-09)."""

import pytest

from projets.boards.actions.boards import create_board
from projets.boards.actions.projects import create_project
from projets.boards.models import Board, Membership, Project
from tests.accounts.organisations.world import acts, make_world
from tests.api.planka.client import Planka

NEW = {"type": "shared", "name": "Portail"}


@pytest.fixture
def world(db):
    return make_world()


def test_who_may_not_create_projects_is_told_so(world):
    member = world.user(place="member")
    world.let(project_creators="administrators")
    status, body = Planka.of(acts(member)).post("/api/projects", NEW)
    assert (status, "celles qui l’administrent" in str(body)) == (422, True)
    assert not Project.objects.exists()
    world.let(project_creators="everybody")
    status, body = Planka.of(acts(member)).post("/api/projects", NEW)
    assert status == 200
    assert not {name for name in body["item"] if "organi" in name.lower() or "service" in name.lower()}
    assert Project.objects.get().organisation == world.organisation


def test_people_of_elsewhere_are_kept_out(world):
    member, outsider = world.user(place="member"), world.user()
    create_project(acts(member), member, "Portail")
    create_board(acts(member), Project.objects.get(), "Tableau")
    world.let(inviting_outside="forbidden")
    path = f"/api/boards/{Board.objects.get().pk}/board-memberships"
    status, body = Planka.of(acts(member)).post(path, {"userId": str(outsider.pk), "role": "editor"})
    assert (status, "propres agents" in str(body)) == (422, True)
    assert not Membership.objects.filter(user=outsider).exists()
