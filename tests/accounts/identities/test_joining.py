"""An unknown sub with a known address (A-07): never merged silently; with proof of the mailbox, and recorded."""

import html
import re

import pytest

from projets.accounts.actions.people import create_user, deactivate_user, set_email
from projets.accounts.identities.models import Identity
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.notifications.mail.models import MailServer
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from projets.web.pages.openid import joining

COMMAND = Actor(None, "command")


@pytest.fixture
def camille(db):
    create_user(COMMAND, instance(), "camille.roussel@sante.example", "Camille (locale)")
    return User.objects.get()


@pytest.fixture
def letters(db, monkeypatch):
    """A mail server, and what it was given."""
    with writes_allowed():
        MailServer.objects.create(pk=MailServer.THE_ONE, host="mail.example")
    sent = []
    monkeypatch.setattr(joining, "send", lambda server, to, subject, text: sent.append((to, text)))
    return sent


def link_in(letters):
    return re.search(r"http://127\.0\.0\.1:8000(/connexion/openid/rattachement/\S+)", letters[-1][1])[1]


def ask(one):
    return one.site.post("/connexion/openid/rattachement/")


def test_known_address_unknown_sub(journey, camille):
    one, events = journey(), Event.objects.count()
    answer = one.sign_in()
    assert (answer.status_code, one.person, Identity.objects.count()) == (409, None, 0)
    assert "existe déjà" in html.unescape(answer.content.decode())
    assert "aide@sante.example" in answer.content.decode()
    assert (Event.objects.count(), User.objects.get().is_sso_user) == (events, False)
    assert ask(one).status_code == 404  # without a mail server nothing is offered, nor done


def test_a_second_identity_provider(journey, provider, letters):
    """The same person by another provider: another sub, and the account stays one."""
    journey().sign_in()
    provider.people["camille"]["sub"] = "another sub"
    one = journey()
    assert one.sign_in(next="/projets/").status_code == 409
    assert ask(one).status_code == 200
    link = link_in(letters)
    assert letters[-1][0] == "camille.roussel@sante.example"
    assert one.site.get(link).status_code == 200
    assert (one.person, Identity.objects.count()) == (None, 1)  # reading the link does nothing
    answer = one.site.post(link)
    assert (answer.status_code, answer["Location"], one.person) == (303, "/projets/", str(User.objects.get().pk))
    fact = Event.objects.filter(kind="identity.linked").last().fact
    assert (fact.after.user_id, fact.after.linked_by) == (User.objects.get().pk, "mailbox")
    again = journey()
    assert again.sign_in().status_code == 303  # known from now on


def test_the_account_keeps_what_it_had(journey, camille, letters):
    one = journey()
    one.sign_in()
    ask(one)
    one.site.post(link_in(letters))
    after = User.objects.get()
    assert (after.pk, after.is_sso_user, one.person) == (camille.pk, True, str(camille.pk))


def refused(one, link):
    assert one.site.post(link).status_code in (404, 409, 410)
    assert (one.person, Identity.objects.count()) == (None, 0)


def test_the_link_serves_in_the_browser_that_asked(journey, camille, letters):
    one, other = journey(), journey()
    one.sign_in()
    ask(one)
    refused(other, link_in(letters))
    other.sign_in()
    refused(other, link_in(letters))


def test_the_link_serves_once(journey, camille, letters):
    one = journey()
    one.sign_in()
    ask(one)
    assert one.site.post(link_in(letters)).status_code == 303
    assert one.site.post(link_in(letters)).status_code == 410


def test_the_link_grows_old(journey, camille, letters):
    one = journey()
    one.sign_in()
    ask(one)
    session = one.site.session
    session[joining.PROOF.name] = session[joining.PROOF.name] | {"until": 0}
    session.save()
    refused(one, link_in(letters))


def test_a_guessed_link(journey, camille, letters):
    one = journey()
    one.sign_in()
    refused(one, "/connexion/openid/rattachement/x/")  # before a letter was asked for, too
    ask(one)
    refused(one, "/connexion/openid/rattachement/x/")


CHANGES = {
    "closed": lambda user: deactivate_user(COMMAND, user),
    "another address": lambda user: set_email(COMMAND, user, "other@sante.example"),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_an_account_that_has_changed_since(journey, camille, letters, changed):
    one = journey()
    one.sign_in()
    ask(one)
    changed(camille)
    refused(one, link_in(letters))


def test_letters_are_counted(journey, camille, letters):
    one = journey()
    one.sign_in()
    assert [ask(one).status_code for _time in range(6)] == [200, 200, 200, 200, 200, 429]
    assert len(letters) == 5


def test_a_mail_server_that_does_not_answer_is_told(journey, camille, letters, monkeypatch):
    def fail(*letter):
        raise OSError

    one = journey()
    one.sign_in()
    monkeypatch.setattr(joining, "send", fail)
    assert ask(one).status_code == 503


def test_a_closed_account_with_this_address(journey, camille, letters):
    deactivate_user(COMMAND, camille)
    one = journey()
    assert one.sign_in().status_code == 403
    assert ask(one).status_code == 404
