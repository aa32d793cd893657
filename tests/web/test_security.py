"""Coming in with two proofs, the page « Sécurité », and acts that ask again (A-18, A-20, E-22, E-23, E-24)."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from projets.accounts.factors import numbers, opened
from projets.accounts.factors.actions.factors import add_authenticator, add_passkey
from projets.accounts.factors.actions.rescue import make_rescue
from projets.accounts.factors.models import Authenticator, OpenSession, Passkey, RecoveryCode, Rescue
from projets.accounts.factors.passkeys import Verified
from projets.accounts.models import ApiSession, Token, User
from projets.accounts.queries import instance
from projets.accounts.sign_in import TRIES_HERE
from projets.api.planka.authentication import digest_of, open_session
from projets.notifications.mail import jobs, subscribers
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event

PASSWORD = "Vingt-quatre colombes"  # noqa: S105
JSON = {"Accept": "application/json"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def account(name="Nadia Benali", **given):
    user = User(name=name, email=f"{name.split()[0].lower()}@ministere.example", **given)
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


@pytest.fixture
def nadia(db):
    return account()


@pytest.fixture
def protected(nadia):
    """(the secret of her application, her recovery codes)."""
    secret, codes = numbers.new_secret(), numbers.new_codes()
    add_authenticator(Actor(nadia.pk, "web"), nadia, secret, shown(secret, -1), codes)
    return secret, codes


def shown(secret, away=0):
    return numbers.number(secret, int(time.time()) // numbers.STEP + away)


def here(client):
    return client.get("/connexion/jeton/").json()["person"]


def give(client, name="nadia@ministere.example", password=PASSWORD, **more):
    return client.post("/connexion/", {"name": name, "password": password} | more)


def later(client, seconds=601):
    """So long after whoever sits there proved who they are."""
    session = client.session
    session[opened.CONFIRMED] -= seconds
    session.save()


def test_the_password_alone_does_not_open(client, nadia, protected):
    answer = give(client, next="/aide/")
    assert (answer.status_code, answer["Location"], here(client)) == (303, "/connexion/second-facteur/", None)
    wrong = client.post("/connexion/second-facteur/", {"code": "000000"})
    assert (wrong.status_code, here(client)) == (422, None)
    answer = client.post("/connexion/second-facteur/", {"code": shown(protected[0])})
    assert (answer.status_code, answer["Location"], here(client)) == (303, "/aide/", str(nadia.pk))


def test_a_recovery_code_opens_once(client, nadia, protected):
    for expected in (303, 422):
        fresh = Client()
        give(fresh)
        answer = fresh.post("/connexion/second-facteur/", {"code": protected[1][0]})
        assert answer.status_code == expected
    assert RecoveryCode.objects.filter(used_at=None).count() == numbers.CODES - 1


def test_codes_are_not_guessed_without_end(nadia, protected):
    """E-24: wherever from, and in as many sessions as one likes."""
    for _again in range(TRIES_HERE):
        fresh = Client()
        give(fresh)
        assert fresh.post("/connexion/second-facteur/", {"code": "000000"}).status_code == 422
    fresh = Client()
    give(fresh)
    answer = fresh.post("/connexion/second-facteur/", {"code": shown(protected[0])})
    assert (answer.status_code, here(fresh)) == (429, None)


def test_the_second_page_is_for_who_has_given_the_password_lately(client, nadia, protected):
    assert client.get("/connexion/second-facteur/")["Location"] == "/connexion/"
    give(client)
    session = client.session
    session["halfway"] = session["halfway"] | {"since": int(time.time()) - 601}
    session.save()
    assert client.post("/connexion/second-facteur/", {"code": shown(protected[0])})["Location"] == "/connexion/"
    assert here(client) is None


def test_a_dialog_asks_for_the_second_factor_in_its_place(client, nadia, protected):
    data = {"name": "nadia@ministere.example", "password": PASSWORD}
    asked = client.post("/connexion/?fragment=1", data, headers=JSON).json()
    assert "person" not in asked
    assert 'action="/connexion/second-facteur/?fragment=1"' in asked["form"]
    answer = client.post("/connexion/second-facteur/?fragment=1", {"code": shown(protected[0])}, headers=JSON)
    assert answer.json()["person"] == str(nadia.pk)


def test_unknown_accounts_and_wrong_passwords_are_answered_alike(client, nadia, protected):
    """E-24: status, body and, after too many, the wait. Accounts with a second factor too."""
    answers = []
    for name in ("nadia@ministere.example", "nobody@ministere.example"):
        fresh, said = Client(), []
        for _again in range(TRIES_HERE + 1):
            answer = give(fresh, name, "wrong")
            page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
            said.append((answer.status_code, page.replace(name, "…")))
        api = [
            fresh.post(
                "/api/access-tokens", {"emailOrUsername": name, "password": "x"}, content_type="application/json"
            )
        ]
        answers.append((said, [(one.status_code, one.json()) for one in api]))
        with writes_allowed():
            opened_before = OpenSession.objects.count()
        assert opened_before == 0
    assert answers[0] == answers[1]
    assert [status for status, _page in answers[0][0]] == [422] * TRIES_HERE + [429]


def test_a_key_from_before_is_worth_nothing_after(client, nadia, protected):
    """E-22: whoever planted a session's key, or saw one on the way, has none that is signed in."""
    client.post("/connexion/cle/defi/")
    keys = [client.session.session_key]
    give(client)
    keys.append(client.session.session_key)
    client.post("/connexion/second-facteur/", {"code": shown(protected[0])})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    for key in keys[:2]:
        thief = Client()
        thief.cookies["projets"] = key
        assert here(thief) is None
    assert Session.objects.filter(pk__in=keys).count() == 1


def test_the_door_of_the_api_refuses_who_has_a_second_factor(client, nadia, protected):
    sent = {"emailOrUsername": "nadia@ministere.example", "password": PASSWORD}
    answer = client.post("/api/access-tokens", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "E_FORBIDDEN")
    assert "clé d’API" in answer.json()["message"]
    assert not ApiSession.objects.exists()


def test_an_application_is_set_up_by_its_code(client, nadia):
    client.force_login(nadia)
    page = client.post("/profil/securite/application/").content.decode()
    secret = re.search(r'security__secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert "<svg" in page
    assert client.post("/profil/securite/application/", {"code": "1"}).status_code == 422
    assert not Authenticator.objects.exists()
    page = client.post("/profil/securite/application/", {"code": shown(secret)}).content.decode()
    codes = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", page)
    assert len(codes) == numbers.CODES
    again = client.get("/profil/securite/").content.decode()
    assert not [code for code in codes if code in again]
    assert secret not in str(dict(client.session))


def test_administrators_add_one_before_anything_else(client, db, settings):
    """E-23, where the instance asks it of them."""
    awa = account("Awa Diop", role="administrator")
    client.force_login(awa)
    assert client.get("/aide/").status_code == 200
    settings.ADMIN_SECOND_FACTOR = True
    assert client.get("/aide/")["Location"] == "/profil/securite/"
    assert client.post("/profil/identite/", {"name": "X"}, headers=JSON).status_code == 403
    assert User.objects.get().name == "Awa Diop"
    sent = {"emailOrUsername": "awa@ministere.example", "password": PASSWORD}
    assert client.post("/api/access-tokens", sent, content_type="application/json").status_code == 403
    page = client.post("/profil/securite/application/").content.decode()
    secret = re.search(r'security__secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    client.post("/profil/securite/application/", {"code": shown(secret)})
    assert client.get("/aide/").status_code == 200
    client.post("/profil/securite/application/retrait/")
    assert client.get("/aide/")["Location"] == "/profil/securite/"


def test_others_are_not_made_to(client, nadia, settings):
    settings.ADMIN_SECOND_FACTOR = True
    client.force_login(nadia)
    assert client.get("/aide/").status_code == 200


def test_sessions_are_seen_and_ended(nadia, monkeypatch):
    """E-22: what one recognises them by, and a live page of an ended one is cut."""
    from projets.web.pages.security import views

    cut = []
    monkeypatch.setattr(views, "session_ended", cut.append)
    monkeypatch.setattr(views, "session_ended_of", cut.append)
    home, office, phone = Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.77"), Client(), Client()
    for one in (home, office, phone):
        give(one)
    token = open_session(nadia)
    page = home.get("/profil/securite/").content.decode()
    assert "Firefox, Linux" in page
    assert "192.0.2.x" in page
    assert "192.0.2.77" not in page
    keys = {one: one.session.session_key for one in (home, office, phone)}
    assert not [key for key in keys.values() if key in page]
    ended = re.findall(r'name="session" value="(\w+)"', page)
    assert len(ended) == 2
    home.post("/profil/securite/sessions/", {"session": ended[0]})
    assert sorted(here(one) is not None for one in (office, phone)) == [False, True]
    home.post("/profil/securite/sessions/", {"others": "1"})
    assert [here(one) for one in (home, office, phone)] == [str(nadia.pk), None, None]
    assert not ApiSession.objects.exists()
    assert sorted(cut) == sorted([keys[office], keys[phone], digest_of(token.token)])
    told = [event.fact.after.sessions for event in Event.objects.filter(kind="security.sessions_revoked")]
    assert told == [1, 2]


def test_nobody_ends_the_sessions_of_others(nadia):
    paul, hers = Client(), Client()
    hers.force_login(nadia)
    paul.force_login(account("Paul Roy"))
    theirs = OpenSession.objects.get(user=nadia)
    token = open_session(nadia)
    for sent in ({"session": digest_of(theirs.pk)}, {"client": ApiSession.objects.get().pk}, {"others": "1"}):
        paul.post("/profil/securite/sessions/", sent)
    assert (here(hers), ApiSession.objects.filter(digest=digest_of(token.token)).exists()) == (str(nadia.pk), True)


def test_a_new_password_keeps_this_session_and_since_when(client, nadia):
    give(client)
    since = OpenSession.objects.get().opened_at
    client.post("/profil/mot-de-passe/", {"password": PASSWORD, "new": "Neuf colombes et demie"})
    assert (here(client), OpenSession.objects.get().opened_at) == (str(nadia.pk), since)


NEW_TOKEN = {"name": "Un <robot> & moi", "scope": "read", "days": "30"}


def test_a_sensitive_act_asks_again_and_loses_nothing(client, nadia):
    """A-18: a token is made ten minutes after the sign-in only by who proves again who they are."""
    give(client)
    later(client)
    page = client.post("/profil/jetons/", NEW_TOKEN)
    assert (page.status_code, Token.objects.count()) == (403, 0)
    held = dict(re.findall(r'<input type="hidden" name="(name|scope|days)" value="([^"]*)"', page.content.decode()))
    assert held == {"name": "Un &lt;robot&gt; &amp; moi", "scope": "read", "days": "30"}
    wrong = client.post("/profil/jetons/", NEW_TOKEN | {"confirm_password": "wrong"})
    assert (wrong.status_code, Token.objects.count()) == (422, 0)
    assert client.post("/profil/jetons/", NEW_TOKEN | {"confirm_password": PASSWORD}).status_code == 200
    assert Token.objects.get().name == NEW_TOKEN["name"]
    assert client.post("/profil/jetons/", NEW_TOKEN).status_code == 200


@pytest.mark.parametrize(
    "address", ["/profil/securite/application/", "/profil/securite/application/retrait/", "/profil/securite/codes/"]
)
def test_factors_are_changed_by_who_proves_who_they_are(client, nadia, protected, address):
    client.force_login(nadia)
    later(client)
    before = Authenticator.objects.get(), set(RecoveryCode.objects.values_list("digest", flat=True))
    assert client.post(address).status_code == 403
    assert (Authenticator.objects.get(), set(RecoveryCode.objects.values_list("digest", flat=True))) == before
    assert client.post(address, {"confirm_code": shown(protected[0])}).status_code in (200, 303)


def test_proofs_are_not_guessed_without_end(client, nadia):
    client.force_login(nadia)
    later(client)
    for _again in range(TRIES_HERE):
        client.post("/profil/jetons/", NEW_TOKEN | {"confirm_password": "wrong"})
    client.post("/profil/jetons/", NEW_TOKEN | {"confirm_password": PASSWORD})
    assert not Token.objects.exists()


def test_a_script_is_told_where_to_prove_it(client, nadia):
    client.force_login(nadia)
    later(client)
    answer = client.post("/profil/jetons/", NEW_TOKEN, headers=JSON)
    assert (answer.status_code, answer.json()["confirm"]) == (403, "/profil/confirmation/")
    client.post("/profil/confirmation/", {"confirm_password": PASSWORD})
    assert client.post("/profil/jetons/", NEW_TOKEN).status_code == 200


def test_who_has_nothing_to_prove_it_with_signs_in_again(client, db):
    paul = account("Paul Roy", is_sso_user=True)
    with writes_allowed():
        paul.set_unusable_password()
        paul.save()
    client.force_login(paul)
    later(client)
    assert client.post("/profil/jetons/", NEW_TOKEN).status_code == 403
    assert not Token.objects.exists()


def test_local_sign_in_is_off_but_for_the_rescue_account(client, nadia, settings):
    """A-20: with a provider connected nobody comes in by a password."""
    settings.LOCAL_SIGN_IN = False
    page = client.get("/connexion/").content.decode()
    assert 'type="password"' not in page
    assert "/connexion/secours/" not in page
    assert (give(client).status_code, here(client)) == (403, None)
    sent = {"emailOrUsername": "nadia@ministere.example", "password": PASSWORD}
    answer = client.post("/api/access-tokens", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["message"]) == (403, "Use single sign-on")
    assert not ApiSession.objects.exists()
    awa = account("Awa Diop", role="administrator")
    make_rescue(Actor(None, "command"), instance(), awa, digest_of("a long secret"))
    assert client.post("/connexion/secours/", {"secret": "another"}).status_code == 422
    assert client.post("/connexion/secours/", {"secret": "a long secret"}).status_code == 303
    assert here(client) == str(awa.pk)
    assert "compte de secours" in client.get("/profil/securite/").content.decode()
    fresh = Client()
    assert (fresh.post("/connexion/secours/", {"secret": "a long secret"}).status_code, here(fresh)) == (422, None)


def test_every_administrator_is_told_of_the_rescue_by_mail(client, db, monkeypatch):
    awa, paul = account("Awa Diop", role="administrator"), account("Paul Roy", role="administrator")
    account("Nadia Benali")
    make_rescue(Actor(None, "command"), instance(), awa, digest_of("a long secret"))
    client.post("/connexion/secours/", {"secret": "a long secret"})
    used = Event.objects.filter(kind="rescue.used", stream="instance")
    assert subscribers._uses(list(Event.objects.all())) == list(used)  # noqa: SLF001 (what wakes it)
    sent = []
    monkeypatch.setattr(jobs, "send", lambda server, to, subject, text: sent.append((to, text)))
    jobs.tell_of_rescue.call(str(Rescue.objects.get().pk))
    assert sent == []
    monkeypatch.setattr(jobs, "mail_server", lambda: type("Server", (), {"host": "mail.example"}))
    jobs.tell_of_rescue.call(str(Rescue.objects.get().pk))
    assert [to for to, _text in sent] == [awa.email, paul.email]
    assert all("127.0.0.1" in text for _to, text in sent)


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(client, nadia):
    add_passkey(Actor(nadia.pk, "web"), nadia, "Bureau", Verified("abc", b"key", 0, []), numbers.new_codes())
    key = Passkey.objects.get()
    paul = Client()
    paul.force_login(account("Paul Roy"))
    for act, sent in (("nom", {"name": "X"}), ("retrait", {})):
        assert paul.post(f"/profil/securite/cles/{key.pk}/{act}/", sent).status_code == 404
    assert Passkey.objects.get().name == "Bureau"
    client.force_login(nadia)
    client.post(f"/profil/securite/cles/{key.pk}/nom/", {"name": "Ordinateur"})
    assert Passkey.objects.get().name == "Ordinateur"
    client.post(f"/profil/securite/cles/{key.pk}/retrait/")
    assert (Passkey.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_passkeys_do_not_go_around_the_provider(client, nadia, settings, monkeypatch):
    """A-20: neither where local sign-in is off, nor for who signs in elsewhere."""
    from projets.web.pages.security import entering

    add_passkey(Actor(nadia.pk, "web"), nadia, "Bureau", Verified("abc", b"key", 0, []), numbers.new_codes())
    monkeypatch.setattr(entering, "key_that_signed", lambda *_given: (Passkey.objects.get(), 1))
    settings.LOCAL_SIGN_IN = False
    assert client.post("/connexion/cle/defi/").status_code == 403
    assert (client.post("/connexion/cle/").status_code, here(client)) == (403, None)
    settings.LOCAL_SIGN_IN = True
    with writes_allowed():
        User.objects.update(is_sso_user=True)
    assert (client.post("/connexion/cle/").status_code, here(client)) == (422, None)
    with writes_allowed():
        User.objects.update(is_sso_user=False)
    assert (client.post("/connexion/cle/").status_code, here(client)) == (303, str(nadia.pk))


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 5}', '{"id": "abc", "rawId": "abc"}', "\0"])
def test_what_no_passkey_has_signed_opens_nothing(client, nadia, credential):
    add_passkey(Actor(nadia.pk, "web"), nadia, "Bureau", Verified("abc", b"key", 0, []), numbers.new_codes())
    client.post("/connexion/cle/defi/")
    answer = client.post("/connexion/cle/", {"credential": credential})
    assert (answer.status_code, here(client)) == (422, None)
    client.force_login(nadia)
    client.post("/profil/securite/cles/defi/")
    assert client.post("/profil/securite/cles/", {"credential": credential, "name": "X"}).status_code == 422
    assert Passkey.objects.count() == 1
