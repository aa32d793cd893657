"""Guests by our own API: those who look after them; they have none (E-24, E-25)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Membership, Project
from projets.boards.sharing.models import Guest
from projets.notifications.mail.models import MailServer
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.test_share_links import at
from tests.receiving import mailbox

SOON = (timezone.now() + timedelta(days=20)).replace(microsecond=0)
LATER = SOON + timedelta(days=30)
NEW = {"email": "Iris@Cabinet.example", "ends_at": SOON.isoformat(), "role": "commenter"}


@pytest.fixture
def mail(db, settings):
    settings.OUTGOING_PRIVATE = True
    with mailbox() as server:
        with writes_allowed():
            MailServer.objects.create(pk=MailServer.THE_ONE, host="127.0.0.1", port=server.port)
        yield server


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


@pytest.fixture
def path(boards):
    return f"boards/{boards.board.pk}/guests"


def come(letter):
    """Open the invitation that was mailed."""
    (address,) = re.findall(r"http://127\.0\.0\.1:8000(/invitation/\S+)", letter.get_content())
    assert Client().post(address, {"name": "Iris Ovale"}).status_code == 303


@pytest.mark.parametrize("joined", ["before", "after"])
def test_the_letter_names_who_answers_for_them(boards, manager, mail, asking, path, joined):
    ask, sponsor = asking(manager), boards.member("editor", name="Sam Ponsor")
    if joined == "before":
        sponsor, ask = manager, asking(boards.member("project manager", name="Nina Neuf"))
    ask.post(path, NEW | {"sponsor_id": str(sponsor.user_id)})
    ask.post(f"guests/{Guest.objects.get().pk}/letter")
    name = User.objects.get(pk=sponsor.user_id).name
    assert [letter.get_content().partition(" vous invite")[0] for letter in mail.letters] == [name, name]


def test_invited_by_a_letter_that_lets_them_in(boards, manager, mail, asking, path):
    ask = asking(manager)
    answer = ask.post(path, NEW, idempotency_key="k1")
    invited, guest = answer.json(), Guest.objects.get()
    assert answer.status_code == 201
    assert invited == {
        "etag": invited["etag"],
        "id": str(guest.pk),
        "board_id": str(boards.board.pk),
        "email": "iris@cabinet.example",
        "user_id": None,
        "name": None,
        "role": "commenter",
        "sponsor_id": str(manager.user_id),
        "invited_by_id": str(manager.user_id),
        "invited_at": at(guest.invited_at),
        "accepted_at": None,
        "ends_at": at(SOON),
        "ended_at": None,
        "letter_sent": True,
    }
    again = ask.post(path, NEW, idempotency_key="k1")
    assert (again.status_code, again.json()) == (201, invited | {"letter_sent": None})
    (letter,) = mail.letters
    assert letter["To"] == "iris@cabinet.example"
    come(letter)
    (there,) = ask.get(path).json()["items"]
    user = User.objects.get(email="iris@cabinet.example")
    assert (there["user_id"], there["name"]) == (str(user.pk), "Iris Ovale")
    assert there["accepted_at"] is not None
    assert Membership.objects.get(user=user).role == "commenter"
    assert "cabinet.example" not in str([*Event.objects.values()])


def test_a_letter_that_does_not_leave_is_sent_again(boards, manager, mail, asking, path):
    ask = asking(manager)
    with writes_allowed():
        MailServer.objects.update(port=1)
    invited = ask.post(path, NEW)
    assert (invited.status_code, invited.json()["letter_sent"]) == (201, False)
    guest = f"guests/{invited.json()['id']}"
    with writes_allowed():
        MailServer.objects.update(port=mail.port)
    assert ask.post(f"{guest}/letter").json()["letter_sent"] is True
    assert ask.post(f"{guest}/letter").json()["letter_sent"] is True
    first, second = mail.letters
    (stale,) = re.findall(r"http://127\.0\.0\.1:8000(/invitation/\S+)", first.get_content())
    assert Client().get(stale).status_code == 404
    come(second)
    assert ask.post(f"{guest}/letter").status_code == 409


def test_their_end_is_moved_and_comes(boards, manager, mail, asking, path):
    sponsor = boards.member("editor", name="Sam Ponsor")
    invited = asking(manager).post(path, NEW | {"sponsor_id": str(sponsor.user_id)})
    come(mail.letters[0])
    guest, ask = f"guests/{invited.json()['id']}", asking(sponsor)
    moved = {"ends_at": LATER.isoformat()}
    assert ask.patch(guest, moved, if_match=invited.headers["ETag"]).status_code == 412  # they have come since
    assert Guest.objects.get().ends_at == SOON
    answer = ask.patch(guest, moved)
    assert (answer.status_code, answer.json()["ends_at"], answer.json()["name"]) == (200, at(LATER), "Iris Ovale")
    assert Membership.objects.get(ends_at__isnull=False).ends_at == LATER
    assert ask.delete(guest, if_match=invited.headers["ETag"]).status_code == 412
    assert ask.delete(guest, if_match=answer.headers["ETag"]).status_code == 204
    assert not Membership.objects.filter(ends_at__isnull=False).exists()
    assert asking(manager).get(path).json() == {"items": [], "next": None}


def test_what_is_refused_invites_nobody(boards, manager, editor, mail, asking, path):
    ask, stranger = asking(manager), boards.person("Ève Ailleurs")
    for sent, status, pointer in (
        (NEW | {"email": "iris"}, 422, "#/email"),
        (NEW | {"email": stranger.email}, 422, "#/email"),
        (NEW | {"ends_at": "2020-01-01T00:00:00Z"}, 422, "#/ends_at"),
        (NEW | {"ends_at": "2099-01-01T00:00:00Z"}, 422, "#/ends_at"),
        (NEW | {"role": "editor"}, 422, "#/role"),
        (NEW | {"sponsor_id": str(stranger.pk)}, 422, "#/sponsor_id"),
        (NEW | {"sponsor_id": "12"}, 422, "#/sponsor_id"),
    ):
        answer = ask.post(path, sent)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer), sent
    assert asking(manager, "write").post(path, NEW).status_code == 403
    assert asking(editor).post(path, NEW).status_code == asking(editor).get(path).status_code == 403
    assert (Guest.objects.count(), mail.letters) == (0, [])
    with writes_allowed():
        MailServer.objects.update(host="")
    assert ask.post(path, NEW).status_code == 503
    assert not Guest.objects.exists()


def test_letters_are_counted(boards, manager, mail, asking, path):
    """E-24."""
    ask = asking(manager)
    guest = f"guests/{ask.post(path, NEW).json()['id']}"
    assert [ask.post(f"{guest}/letter").status_code for _turn in range(5)] == [200, 200, 200, 200, 409]
    assert len(mail.letters) == 5


def test_they_are_listed_in_a_fixed_number_of_queries(boards, manager, mail, asking, path, django_assert_num_queries):
    ask, read = asking(manager), asking(manager, "read")
    ask.post(path, NEW)
    read.get(path)
    with django_assert_num_queries(5):
        assert len(read.get(path).json()["items"]) == 1
    for name in "abc":
        ask.post(path, NEW | {"email": f"{name}@cabinet.example"})
    with django_assert_num_queries(5):
        assert len(read.get(path).json()["items"]) == 4
    piece = read.get(f"{path}?limit=3").json()
    assert [one["email"][0] for one in piece["items"]] == ["i", "a", "b"]
    assert [one["email"][0] for one in read.get(f"{path}?cursor={piece['next']}").json()["items"]] == ["c"]


def test_administrators_see_and_end_all_and_of_private_projects_no_name(boards, manager, mail, asking, path):
    asking(manager).post(path, NEW)
    administrator = boards.member("administrator", name="Ada Min")
    ask = asking(administrator)
    (one,) = ask.get("guests").json()["items"]
    assert (one["email"], one["project_name"], one["board_name"]) == (
        "iris@cabinet.example",
        "Portail",
        "Feuille de route",
    )
    with writes_allowed():
        Project.objects.update(is_shared=False)
    (one,) = ask.get("guests").json()["items"]
    assert (one["email"], one["project_name"], one["board_name"], one["board_id"]) == (
        "iris@cabinet.example",
        None,
        None,
        None,
    )
    assert ask.get(path).status_code == 404
    assert ask.patch(f"guests/{one['id']}", {"ends_at": LATER.isoformat()}).status_code == 403
    for refused, status in ((asking(manager), 404), (asking(administrator, "write"), 403)):
        assert refused.get("guests").status_code == status
    for _twice in range(2):
        assert ask.delete(f"guests/{one['id']}", idempotency_key="k1").status_code == 204
    assert Guest.objects.get().ended_at is not None


def test_a_token_for_other_projects_reaches_none(boards, manager, mail, asking, path):
    guest = asking(manager).post(path, NEW).json()["id"]
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        other.managers.create(user_id=manager.user_id)
    bound, moved = asking(manager, projects=[other]), {"ends_at": LATER.isoformat()}
    assert bound.get(path).status_code == bound.post(path, NEW).status_code == 404
    assert bound.patch(f"guests/{guest}", moved).status_code == 404
    assert bound.post(f"guests/{guest}/letter").status_code == bound.delete(f"guests/{guest}").status_code == 404
    administrator = asking(boards.member("administrator", name="Ada Min"), projects=[boards.project])
    assert administrator.get("guests").status_code == 404
    row = Guest.objects.get()
    assert (row.ends_at, row.ended_at, len(mail.letters)) == (SOON, None, 1)
