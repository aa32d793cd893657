"""Who may not is told that before anything else, and a refused request has changed nothing."""

import pytest

from projets.accounts.models import User
from projets.boards.models import CardMember, Favorite, Project, ProjectManager
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka

NOBODY = "9000000000000000000"
ROLES = [("reader", 403), ("project manager", 404), ("administrator", 404)]


@pytest.fixture
def planka(editor):
    return Planka.of(editor)


@pytest.fixture
def manager(boards):
    return Planka.of(boards.member("project manager", name="Zoé Petit"))


@pytest.fixture(params=ROLES, ids=[role for role, _status in ROLES])
def other(request, boards):
    """(somebody who does not edit the board, what they are answered)"""
    role, status = request.param
    return Planka.of(boards.member(role, name="Zoé Petit")), status


@pytest.mark.parametrize(
    "sent",
    [
        {"listId": NOBODY},
        {"boardId": NOBODY},
        {"coverAttachmentId": NOBODY},
        {"listId": "doing"},
        {"listId": "todo"},
        {"position": None},
        {"isSubscribed": True, "listId": "todo"},
    ],
    ids=str,
)
def test_a_card_is_not_theirs(boards, other, sent):
    client, status = other
    named = {name: str(getattr(boards, said).pk) if said in ("todo", "doing") else said for name, said in sent.items()}
    assert client.patch(f"/api/cards/{boards.card('A').pk}", named)[0] == status


def test_nor_are_lists(boards, other):
    client, status = other
    archive, todo = boards.board.archive_list_id, boards.todo.pk
    card = {"type": "project", "name": "Neuve"}
    assert client.post(f"/api/lists/{todo}/cards", card)[0] == status
    assert client.post(f"/api/lists/{todo}/move-cards", {"listId": str(archive)})[0] == status
    assert client.patch(f"/api/lists/{archive}", {"name": "Neuve"})[0] == status
    assert client.post(f"/api/lists/{archive}/sort", {"fieldName": "name"})[0] == status
    assert client.delete(f"/api/lists/{archive}")[0] == status
    assert client.delete(f"/api/cards/{boards.card('A').pk}")[0] == status
    assert client.post(f"/api/cards/{boards.card('A').pk}/card-memberships", {"userId": NOBODY})[0] == status
    assert boards.titles(boards.todo) == "ABC"


def test_a_copy_is_not_a_readers(boards):
    client = Planka.of(boards.member("reader", name="Zoé Petit"))
    assert client.post(f"/api/cards/{boards.card('A').pk}/duplicate", {})[0] == 403


def test_a_card_is_for_members_of_its_board(boards, planka):
    client = boards.member("project manager", name="Zoé Petit")
    sent = {"userId": str(client.user_id)}
    assert planka.post(f"/api/cards/{boards.card('A').pk}/card-memberships", sent) == (
        404,
        {"code": "E_NOT_FOUND", "message": "User not found"},
    )


def test_who_is_on_a_card_is_known_with_the_board(boards, planka):
    """On our pages who manages the project is put on cards too."""
    zoe = boards.member("project manager", name="Zoé Petit")
    card = boards.card("A")
    with writes_allowed():
        CardMember.objects.create(card=card, person_id=zoe.user_id)
    included = planka.get(f"/api/boards/{boards.board.pk}")[1]["included"]
    assert str(zoe.user_id) in {one["userId"] for one in included["cardMemberships"]}
    assert str(zoe.user_id) in {one["id"] for one in included["users"]}


def test_a_board_is_not_renamed_by_a_request_that_is_refused(boards, manager):
    sent = {"name": "Autre", "isSubscribed": True}
    assert manager.patch(f"/api/boards/{boards.board.pk}", sent)[0] == 403
    boards.board.refresh_from_db()
    assert boards.board.name == "Feuille de route"


def test_who_only_looks_into_a_board_does_not_follow_it(boards):
    client = Planka.of(boards.member("administrator"))
    assert client.patch(f"/api/boards/{boards.board.pk}", {"isSubscribed": True})[0] == 404


def test_a_project_is_made_private_with_all_else_that_is_said(boards):
    boards.member("project manager", name="Zoé Petit")
    client = Planka.of(boards.member("administrator"))
    manager = ProjectManager.objects.get().pk
    sent = {"ownerProjectManagerId": str(manager), "isHidden": True, "isFavorite": True}
    status, body = client.patch(f"/api/projects/{boards.project.pk}", sent)
    assert (status, body["item"]["isHidden"], body["item"]["ownerProjectManagerId"]) == (200, True, str(manager))
    assert Favorite.objects.exists()
    address = f"/api/projects/{boards.project.pk}"
    assert [client.patch(address, sent)[0] for sent in ({}, {"isFavorite": True}, {"name": "A"})] == [404, 404, 403]


def test_a_picture_that_is_not_there_is_none_behind_a_gradient_either(boards, manager):
    address = f"/api/projects/{boards.project.pk}"
    assert manager.patch(address, {"backgroundImageId": NOBODY, "name": "Autre"})[0] == 404
    assert Project.objects.get().name == "Portail"


def test_a_user_name_that_is_not_sent_stays(boards):
    client = Planka.of(boards.member("administrator"))
    nadia = boards.person("Nadia Roy", username="nadia")
    address = f"/api/users/{nadia.pk}/username"
    assert client.patch(address, {})[1]["item"]["username"] == "nadia"
    assert client.patch(address, {"username": None})[1]["item"]["username"] is None
    assert User.objects.get(pk=nadia.pk).username is None


def test_a_password_that_is_too_weak_is_called_by_its_name(boards):
    nadia = boards.person("Nadia Roy")
    with writes_allowed():
        nadia.set_password("ancien Mot de passe 1!")
        nadia.save()
    sent = {"password": "court", "currentPassword": "ancien Mot de passe 1!"}
    status, body = Planka.of(Actor(nadia.pk, "api")).patch("/api/users/me/password", sent)
    assert status == 400
    assert body["problems"][0].startswith('Invalid "password"')
