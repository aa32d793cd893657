"""An unknown sub with a known address (A-07): never merged silently; with proof of the mailbox, and recorded."""

import html
import re

import pytest

from projets.accounts.actions.people import create_user, deactivate_user, set_email, set_password
from projets.accounts.actions.users import change_email
from projets.accounts.identities.models import Identity
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.accounts.sign_in import NotRecognised, recognise
from projets.api.planka.authentication import open_session
from projets.notifications.mail.models import MailServer
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from projets.web.pages.openid import joining
from tests.accounts.factors.test_factors import shown, with_authenticator
from tests.api.planka.client import Planka

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


def test_the_password_of_before_opens_nothing_any_more(journey, camille, letters, browser):
    """It would let in whom the provider no longer does, and administrators without their second factor."""
    set_password(COMMAND, camille, "Passe-muraille-2031")
    elsewhere, token = browser(Actor(camille.pk, "web")), open_session(camille).token
    one = journey()
    one.sign_in()
    ask(one)
    assert one.site.post(link_in(letters)).status_code == 303
    with pytest.raises(NotRecognised):
        recognise(camille.email, "Passe-muraille-2031", "192.0.2.7")
    assert elsewhere.get("/connexion/jeton/").json()["person"] is None
    assert Planka(token).get("/api/users/me")[0] == 401
    assert one.site.get("/connexion/jeton/").json()["person"] == str(camille.pk)
    assert Event.objects.filter(kind="user.password_changed").count() == 2


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


def test_an_address_that_its_holder_only_typed_joins_nobody(journey, letters):
    """Somebody waits, with a password, in an account that has the address of somebody else."""
    create_user(COMMAND, instance(), "mallory@sante.example", "Mallory", password="Passe-muraille-2031")
    mallory = User.objects.get()
    change_email(Actor(mallory.pk, "web"), mallory, "camille.roussel@sante.example", "Passe-muraille-2031")
    one = journey()
    answer = one.sign_in()
    assert answer.status_code == 409
    assert "/connexion/openid/rattachement/" not in answer.content.decode()
    ask(one)
    refused(one, link_in(letters))
    set_email(COMMAND, mallory, "mallory@sante.example")
    set_email(COMMAND, mallory, "camille.roussel@sante.example")  # who runs the site knows whose account it is
    two = journey()
    two.sign_in()
    ask(two)
    assert two.site.post(link_in(letters)).status_code == 303


def test_a_mailbox_alone_is_no_way_around_a_second_factor(journey, camille, letters):
    secret, codes = with_authenticator(camille)
    one = journey()
    one.sign_in()
    ask(one)
    link = link_in(letters)
    assert 'name="code"' in one.site.get(link).content.decode()
    for typed in ("", "000000", "x"):
        answer = one.site.post(link, {"code": typed})
        assert (answer.status_code, one.person, Identity.objects.count()) == (422, None, 0)
        assert "join-code-error" in answer.content.decode()
    assert one.site.post(link, {"code": shown(secret)}).status_code == 303
    assert (one.person, Identity.objects.count()) == (str(camille.pk), 1)
    assert one.site.post(link, {"code": codes[0]}).status_code == 410


def test_who_guesses_the_second_factor_of_an_account_to_join_waits(journey, camille, letters):
    _secret, codes = with_authenticator(camille)
    one = journey()
    one.sign_in()
    ask(one)
    link = link_in(letters)
    answers = [one.site.post(link, {"code": "000000"}).status_code for _time in range(6)]
    assert (answers[0], answers[-1]) == (422, 429)
    assert one.site.post(link, {"code": codes[0]}).status_code == 429
    assert (one.person, Identity.objects.count()) == (None, 0)


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
