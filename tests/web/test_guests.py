"""How guests come in, by letters that a real mail server was given (E-24, E-25)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Membership
from projets.boards.sharing.models import Guest
from projets.notifications.mail.jobs import tell_of_end_of_guest
from projets.notifications.mail.models import MailServer
from projets.operations.daily import look_after_guests
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from projets.web.pages.guests.jobs import send_link_to_guest
from tests.receiving import mailbox

IRIS = "iris@cabinet.example"


@pytest.fixture
def mail(db, settings):
    settings.OUTGOING_PRIVATE = True
    with mailbox() as server:
        with writes_allowed():
            MailServer.objects.create(pk=MailServer.THE_ONE, host="127.0.0.1", port=server.port)
        yield server


@pytest.fixture
def jobs(monkeypatch):
    """Jobs are done at once."""
    for job in (send_link_to_guest, tell_of_end_of_guest):
        monkeypatch.setattr(type(job), "enqueue", lambda self, *args: self.func(*args))


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def invite(client, board, email=IRIS, **more):
    given = {"email": email, "role": "commenter", "until": day(20), "next": f"/tableaux/{board.pk}/partage/"}
    return client.post(f"/tableaux/{board.pk}/invites/", given | more)


def links_in(letter):
    return re.findall(r"http://127\.0\.0\.1:8000(/(?:invitation|connexion|tableaux)/\S+)", letter.get_content())


def test_from_the_invitation_to_the_board(boards, manager, mail, browser):
    assert invite(browser(manager), boards.board).status_code == 303
    [letter] = mail.letters
    assert (letter["To"], "Max Imum" in letter.get_content(), "Feuille de route" in letter.get_content()) == (
        IRIS,
        True,
        True,
    )
    [link] = links_in(letter)
    guest, page = Client(), f"/tableaux/{boards.board.pk}/"
    asked = guest.get(link)
    assert (asked.status_code, User.objects.filter(email=IRIS).exists()) == (200, False)  # a mail program looks, too
    assert asked["Referrer-Policy"] == "same-origin"
    assert guest.post(link, {"name": ""}).status_code == 422
    came = guest.post(link, {"name": "Iris Ovale"})
    assert (came.status_code, came["Location"]) == (303, page)
    shown = guest.get(page)
    assert (shown.status_code, "partage/" in shown.content.decode()) == (200, False)
    assert guest.get(f"/tableaux/{boards.elsewhere.board.pk}/").status_code == 404
    assert guest.get("/personnes/?q=max").status_code == 403
    assert Client().get(link).status_code == 404  # once
    assert "Invité" in browser(manager).get(f"/tableaux/{boards.board.pk}/membres/").content.decode()


def test_then_by_a_link_each_time(boards, manager, mail, browser, jobs):
    invite(browser(manager), boards.board)
    Client().post(links_in(mail.letters[0])[0], {"name": "Iris Ovale"})
    guest = Client()
    assert guest.post("/connexion/invite/", {"email": IRIS.upper()}).status_code == 200
    [link] = links_in(mail.letters[1])
    assert Client().post(link).status_code == 404  # in another browser
    assert guest.get(link).status_code == 200
    assert guest.get(f"/tableaux/{boards.board.pk}/").status_code == 303
    assert guest.post(link)["Location"] == "/"
    assert guest.get(f"/tableaux/{boards.board.pk}/").status_code == 200
    assert guest.post(link).status_code == 404  # once


def test_nobody_learns_who_is_a_guest(boards, manager, mail, browser, jobs):
    invite(browser(manager), boards.board)
    Client().post(links_in(mail.letters[0])[0], {"name": "Iris Ovale"})
    with writes_allowed():
        Membership.objects.filter(user__email=IRIS).update(ends_at=timezone.now() - timedelta(seconds=1))
    agent = boards.person("Awa Diop")
    said = set()
    for email in (IRIS, agent.email, "personne@nulle-part.example", "pas une adresse"):
        answer = Client().post("/connexion/invite/", {"email": email})
        text = re.sub(r'value="[\w-]{64}"', "", answer.content.decode())
        said.add((answer.status_code, text.replace(email, "X")))
    assert len(said) == 1
    assert len(mail.letters) == 1


def test_asking_too_often_waits_whoever_asks(boards, mail):
    answers = [Client().post("/connexion/invite/", {"email": "x@y.example"}).status_code for _again in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_letters_are_counted(boards, manager, mail, browser):
    client = browser(manager)
    invite(client, boards.board)
    guest = Guest.objects.get()
    answers = [client.post(f"/invites/{guest.pk}/lettre/").status_code for _again in range(6)]
    assert answers == [303] * 4 + [409] * 2
    assert len(mail.letters) == 5
    assert Client().get(links_in(mail.letters[0])[0]).status_code == 404
    assert Client().get(links_in(mail.letters[4])[0]).status_code == 200
    cache.clear()


def test_a_letter_that_does_not_leave_can_be_sent_again(boards, manager, mail, browser, settings):
    settings.OUTGOING_PRIVATE = False
    assert invite(browser(manager), boards.board).status_code == 503
    settings.OUTGOING_PRIVATE = True
    browser(manager).post(f"/invites/{Guest.objects.get().pk}/lettre/")
    assert Client().get(links_in(mail.letters[0])[0]).status_code == 200


def test_without_mail_nobody_is_invited(boards, manager, browser):
    assert invite(browser(manager), boards.board).status_code == 503
    assert not Guest.objects.exists()
    assert Client().get("/connexion/invite/").status_code == 404


def test_the_end_is_moved_and_comes(boards, manager, mail, browser):
    client = browser(manager)
    invite(client, boards.board)
    guest = Client()
    guest.post(links_in(mail.letters[0])[0], {"name": "Iris Ovale"})
    row, page = Guest.objects.get(), f"/tableaux/{boards.board.pk}/"
    assert client.post(f"/invites/{row.pk}/fin/", {"until": day(40)}).status_code == 303
    assert Membership.objects.get().ends_at.date().isoformat() == day(40)
    assert guest.get(page).status_code == 200
    with writes_allowed():
        Membership.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert guest.get(page).status_code == 404
    assert guest.get("/cartes/PORT-1/").status_code == 404
    assert "Feuille de route" not in guest.get("/projets/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_sponsor_is_written_to_a_week_before(boards, manager, mail, browser, jobs):
    invite(browser(manager), boards.board, until=day(5))
    Client().post(links_in(mail.letters[0])[0], {"name": "Iris Ovale"})
    look_after_guests()
    dispatch()
    look_after_guests()
    dispatch()
    assert len(mail.letters) == 2
    told = mail.letters[1]
    assert told["To"] == User.objects.get(pk=manager.user_id).email
    assert links_in(told) == [f"/tableaux/{boards.board.pk}/partage/"]
    with writes_allowed():
        Guest.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    look_after_guests()
    assert not Membership.objects.exists()


def test_administrators_end_any_access(boards, manager, mail, browser):
    invite(browser(manager), boards.board)
    administrator, row = browser(boards.member("administrator", name="Ada Min")), Guest.objects.get()
    assert IRIS in administrator.get("/administration/invites-et-liens/").content.decode()
    administrator.post(f"/invites/{row.pk}/retrait/")
    assert Client().get(links_in(mail.letters[0])[0]).status_code == 404
    assert IRIS not in administrator.get("/administration/invites-et-liens/").content.decode()
