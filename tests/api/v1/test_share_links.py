"""Read-only links by our own API (E-25)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from projets.accounts.organisations.models import Organisation
from projets.boards.models import Project
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Link, LinkUse
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

SOON = (timezone.now() + timedelta(days=20)).replace(microsecond=0)
NEW = {"name": "Cabinet", "expires_at": SOON.isoformat(), "password": "saperlipopette", "hides_names": True}


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


@pytest.fixture
def path(boards):
    return f"boards/{boards.board.pk}/share-links"


def at(moment):
    return moment.isoformat().replace("+00:00", "Z")


def linked(actor, board, name="Presse", letter="s"):
    make_link(actor, board, letter * 43, name, SOON)
    return Link.objects.get(name=name)


def test_its_address_is_told_once_and_opens_the_board(boards, manager, asking, path):
    ask = asking(manager)
    answer = ask.post(path, NEW, idempotency_key="k1")
    made = answer.json()
    link = Link.objects.get()
    assert answer.status_code == 201
    assert made | {"address": ""} == {
        "etag": made["etag"],
        "id": str(link.pk),
        "board_id": str(boards.board.pk),
        "name": "Cabinet",
        "has_password": True,
        "hides_names": True,
        "hides_comments": False,
        "hides_files": False,
        "made_by_id": str(manager.user_id),
        "made_at": at(link.made_at),
        "expires_at": at(SOON),
        "revoked_at": None,
        "opened_at": None,
        "times_opened": 0,
        "address": "",
    }
    opened = Client().get(made["address"].removeprefix("http://127.0.0.1:8000"))
    assert (opened.status_code, 'name="password"' in opened.content.decode()) == (200, True)
    assert Client().get("/partage/inconnu/").status_code == 404
    again = ask.post(path, NEW, idempotency_key="k1")
    assert (again.status_code, again.json()) == (201, made | {"address": None})
    assert Link.objects.count() == 1
    secret = made["address"].split("/")[-2]
    assert secret not in str([*Link.objects.values(), *Event.objects.values()])


def test_they_are_listed_a_piece_at_a_time_in_a_fixed_number_of_queries(
    boards, manager, asking, path, django_assert_num_queries
):
    ask = asking(manager, "read")
    first, second = linked(manager, boards.board, "Un"), linked(manager, boards.board, "Deux", "t")
    with writes_allowed():
        LinkUse.objects.create(link=second, used_at=SOON, times=3)
    ask.get(path)
    with django_assert_num_queries(5):
        piece = ask.get(f"{path}?limit=1").json()
    assert [one["name"] for one in piece["items"]] == ["Un"]
    rest = ask.get(f"{path}?limit=1&cursor={piece['next']}").json()
    assert [(one["name"], one["times_opened"], one["opened_at"]) for one in rest["items"]] == [("Deux", 3, at(SOON))]
    assert rest["next"] is None
    for number in range(3):
        linked(manager, boards.board, f"L{number}", f"{number}")
    with django_assert_num_queries(5):
        assert len(ask.get(path).json()["items"]) == 5
    assert first.name not in ask.get(f"boards/{boards.elsewhere.board.pk}/share-links").content.decode()


def test_it_is_revoked_if_it_is_as_it_was_read(boards, manager, asking, path):
    ask = asking(manager)
    made = ask.post(path, NEW)
    link = f"share-links/{made.json()['id']}"
    assert ask.delete(link, if_match='"otherwise"').status_code == 412
    assert Link.objects.get().revoked_at is None
    assert ask.delete(link, if_match=made.headers["ETag"]).status_code == 204
    assert Link.objects.get().revoked_at is not None
    assert ask.get(path).json() == {"items": [], "next": None}


def test_what_is_refused_makes_none(boards, manager, editor, asking, path):
    ask = asking(manager)
    for sent, pointer in (
        (NEW | {"name": ""}, "#/name"),
        (NEW | {"password": "court"}, "#/password"),
        (NEW | {"expires_at": "2020-01-01T00:00:00Z"}, "#/expires_at"),
        (NEW | {"expires_at": "2099-01-01T00:00:00Z"}, "#/expires_at"),
        (NEW | {"secret": "s" * 43}, "#/secret"),
    ):
        answer = ask.post(path, sent)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    with writes_allowed():
        Project.objects.update(organisation=Organisation.objects.create(label="DINUM", allows_links=False))
    assert ask.post(path, NEW).status_code == 409
    assert asking(manager, "write").post(path, NEW).status_code == 403
    assert asking(editor).post(path, NEW).status_code == 403
    assert asking(editor).get(path).status_code == 403
    assert not Link.objects.exists()


def test_administrators_see_and_revoke_all_and_of_private_projects_no_name(boards, manager, editor, asking):
    link = linked(manager, boards.board)
    administrator = boards.member("administrator", name="Ada Min")
    ask = asking(administrator)
    (one,) = ask.get("share-links").json()["items"]
    assert (one["project_name"], one["board_name"], one["board_id"]) == (
        "Portail",
        "Feuille de route",
        str(boards.board.pk),
    )
    assert "name" not in one  # the words of who made it
    with writes_allowed():
        Project.objects.update(is_shared=False)
    (one,) = ask.get("share-links").json()["items"]
    assert (one["project_name"], one["board_name"], one["board_id"], one["id"]) == (None, None, None, str(link.pk))
    for refused, status in ((asking(manager), 404), (asking(administrator, "write"), 403), (asking(editor), 404)):
        assert refused.get("share-links").status_code == status
    for _twice in range(2):
        assert ask.delete(f"share-links/{link.pk}", idempotency_key="k1").status_code == 204
    assert Link.objects.get().revoked_at is not None


def test_a_token_for_other_projects_reaches_none(boards, asking):
    """Nor does one of an administrator, made for some projects, reach what is of the whole instance."""
    manager = boards.member("project manager")
    link = linked(manager, boards.board)
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        other.managers.create(user_id=manager.user_id)
    bound, path = asking(manager, projects=[other]), f"boards/{boards.board.pk}/share-links"
    assert bound.get(path).status_code == bound.post(path, NEW).status_code == 404
    assert bound.delete(f"share-links/{link.pk}").status_code == 404
    administrator = asking(boards.member("administrator", name="Ada Min"), projects=[other])
    assert administrator.get("share-links").status_code == 404
    assert administrator.delete(f"share-links/{link.pk}").status_code == 404
    assert Link.objects.get().revoked_at is None
    assert asking(manager, projects=[boards.project]).delete(f"share-links/{link.pk}").status_code == 204
