"""Keys that come back once what their act was about has gone for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation
from projets.boards.actions.bin import purge_bin
from projets.boards.models import Board, Comment
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.exchange.trello_files import a_board, as_file


@pytest.fixture
def head_asking(boards, asking):
    """(who administers an organisation and manages a project, its id)."""
    manager = boards.member("project manager")
    with writes_allowed():
        there = Organisation.objects.create(label="Direction")
        Affiliation.objects.create(organisation=there, user_id=manager.user_id, source="manual", role="administrator")
    return asking(manager), f"organisations/{there.pk}"


def test_what_changed_nothing_and_is_gone_is_not_there(boards, head_asking):
    program, there = head_asking
    somebody, reader = str(boards.person("Lou Libre").pk), {"role": "reader"}
    made = {
        "memberships": (f"boards/{boards.board.pk}/members", {"user_id": somebody} | reader, reader),
        "affiliations": (f"{there}/affiliations", {"user_id": somebody}, {"role": "member"}),
        "teams": (f"{there}/teams", {"name": "Données"}, {"name": "Données"}),
        "organisation-services": (f"{there}/services", {"name": "Achats"}, {"name": "Achats"}),
    }
    for noun, (address, new, same) in made.items():
        path = f"{noun}/{program.post(address, new).json()['id']}"
        assert program.patch(path, same, idempotency_key=noun).status_code == 200
        assert program.delete(path).status_code == 204
        assert program.patch(path, same, idempotency_key=noun).status_code == 404, noun


def test_a_comment_that_has_left_the_bin(boards, editor_asking):
    def say():
        return editor_asking.post("cards/PORT-1/comments", {"text": "Lu"}, idempotency_key="k")

    said = say()
    assert said.json() == say().json()
    editor_asking.delete(f"comments/{said.json()['id']}")
    purge_bin(Actor(None, "system"), boards.project, list(Board.objects.all()), timezone.now() + timedelta(days=1))
    assert not Comment.objects.exists()
    assert say().status_code == 404


def test_an_import_that_was_dropped(boards, editor_asking):
    headers = {"authorization": f"Bearer {editor_asking.secret}", "idempotency-key": "k"}

    def send():
        return editor_asking.client.post("/api/v1/imports", {"file": as_file(a_board())}, headers=headers)

    sent = send()
    assert (sent.status_code, send().status_code) == (201, 201)
    assert editor_asking.delete(f"imports/{sent.json()['id']}").status_code == 204
    assert send().status_code == 404


def test_a_project_of_no_possible_id_is_not_handed_over(boards, asking):
    manager, left = boards.member("project manager"), boards.person("Lou Part")
    with writes_allowed():
        User.objects.filter(pk=manager.user_id).update(role="administrator")
    program = asking(manager)
    departure = program.post("departures", {"user_id": str(left.pk)}).json()["id"]
    for project in ("12", "9" * 19):
        wanted = {"project_id": project, "successor_id": str(manager.user_id)}
        assert program.post(f"departures/{departure}/hand-over-project", wanted).status_code == 404
