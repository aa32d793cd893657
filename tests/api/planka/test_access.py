"""Signing in as Planka's clients do: tokens, the cookie beside them, terms of use."""

from datetime import timedelta

import jwt
import pytest
from django.test import Client
from django.utils import timezone

from projets.accounts.actions.people import deactivate_user, set_password
from projets.accounts.actions.users import change_password
from projets.accounts.models import ApiSession, User
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from tests.api.planka.client import Planka

PASSWORD = "Passe-muraille"  # noqa: S105 (of an invented person)
SYSTEM = Actor(None, "system")
EXPIRED = {"code": "E_UNAUTHORIZED", "message": "Access token is missing, invalid or expired"}


@pytest.fixture
def nadia(boards):
    user = boards.person("Nadia Benali", username="nadia")
    user.set_password(PASSWORD)
    with writes_allowed():
        user.save()
    return user


@pytest.fixture
def terms(settings, tmp_path):
    (tmp_path / "de-DE.md").write_text("Bedingungen", "utf-8")
    (tmp_path / "en-US.md").write_text("Terms", "utf-8")
    settings.TERMS_DIR = tmp_path


def sign_in(name="NADIA", password=PASSWORD, **more):
    return Planka().post("/api/access-tokens", {"emailOrUsername": name, "password": password, **more})


@pytest.mark.parametrize("name", ["NADIA", "nadia", "EMAIL"])
def test_by_user_name_or_address_whatever_the_case(nadia, name):
    status, body = sign_in(nadia.email.upper() if name == "EMAIL" else name)
    assert (status, list(body)) == (200, ["item"])
    assert jwt.decode(body["item"], options={"verify_signature": False})["sub"] == str(nadia.pk)
    assert Planka(body["item"]).delete("/api/access-tokens/me") == (200, body)
    assert Planka(body["item"]).delete("/api/access-tokens/me") == (401, EXPIRED)


@pytest.mark.parametrize(("name", "password"), [("nadia", "wrong"), ("nobody", PASSWORD)])
def test_which_accounts_exist_is_not_told(nadia, name, password):
    assert sign_in(name, password) == (401, {"code": "E_UNAUTHORIZED", "message": "Invalid credentials"})
    assert not ApiSession.objects.exists()


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({}, 2),
        ({"emailOrUsername": "ab", "password": "x"}, 1),
        ({"emailOrUsername": "not an@email", "password": "x"}, 1),
        ({"emailOrUsername": 5, "password": {"a": 1}}, 2),
        ({"emailOrUsername": "nadia", "password": None}, 1),
        ({"emailOrUsername": "nadia", "password": "x\0"}, 1),
        ({"emailOrUsername": "nadia", "password": "x" * 257}, 1),
    ],
)
def test_what_is_wrong_is_counted(db, sent, problems):
    status, body = Planka().post("/api/access-tokens", sent)
    assert (status, body["code"], len(body["problems"])) == (400, "E_MISSING_OR_INVALID_PARAMS", problems)


def test_a_token_with_a_cookie_opens_nothing_without_it(nadia):
    browser = Client()
    sent = {"emailOrUsername": "nadia", "password": PASSWORD, "withHttpOnlyToken": True}
    answer = browser.post("/api/access-tokens", sent, content_type="application/json")
    cookie = answer.cookies["httpOnlyToken"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    token = answer.json()["item"]
    assert Planka(token).delete("/api/access-tokens/me") == (401, EXPIRED)
    kept = browser.delete("/api/access-tokens/me", headers={"Authorization": f"Bearer {token}"})
    assert kept.status_code == 200


def test_a_token_ends_with_its_days(nadia):
    token = sign_in()[1]["item"]
    with writes_allowed():
        ApiSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Planka(token).delete("/api/access-tokens/me") == (401, EXPIRED)


@pytest.mark.parametrize(
    "end",
    [
        lambda user: set_password(SYSTEM, user, "Autre-muraille-haute"),
        lambda user: change_password(Actor(user.pk, "web"), user, PASSWORD, "Autre-muraille-haute"),
        lambda user: deactivate_user(SYSTEM, user),
    ],
    ids=["set", "changed", "deactivated"],
)
def test_tokens_end_with_the_password_and_with_the_account(nadia, end):
    token = sign_in()[1]["item"]
    end(nadia)
    assert Planka(token).delete("/api/access-tokens/me") == (401, EXPIRED)
    assert not ApiSession.objects.exists()


def test_only_digests_are_kept(nadia):
    token = sign_in()[1]["item"]
    kept = ApiSession.objects.get()
    assert token not in (kept.digest, kept.cookie_digest)
    assert len(kept.digest) == 64


def test_terms_are_accepted_first(nadia, terms):
    with writes_allowed():
        User.objects.update(role="administrator")
    status, body = sign_in()
    assert (status, body["code"], body["step"]) == (403, "E_FORBIDDEN", "accept-terms")
    pending = body["pendingToken"]
    assert Planka(pending).delete("/api/access-tokens/me") == (401, EXPIRED)
    signature = Planka().get("/api/terms?language=de-DE")[1]["item"]["signature"]
    accept = "/api/access-tokens/accept-terms"
    assert Planka().post(accept, {"pendingToken": pending, "signature": "a" * 64})[0] == 403
    sent = {"pendingToken": pending, "signature": signature, "initialLanguage": "de-DE"}
    status, body = Planka().post(accept, sent)
    assert status == 200
    assert Planka().post(accept, sent) == (401, {"code": "E_UNAUTHORIZED", "message": "Invalid pending token"})
    assert sign_in()[0] == 200  # they are not asked again
    nadia.refresh_from_db()
    assert (nadia.terms_signature, nadia.language) == (signature, "de-DE")


def test_nobody_gets_in_before_an_administrator_has_accepted(nadia, terms):
    status, body = sign_in()
    assert (status, body["message"]) == (403, "Admin login required to initialize instance")


def test_a_pending_token_can_be_given_back(nadia, terms):
    with writes_allowed():
        User.objects.update(role="administrator")
    pending = sign_in()[1]["pendingToken"]
    revoke = "/api/access-tokens/revoke-pending-token"
    assert Planka().post(revoke, {"pendingToken": pending}) == (200, {"item": None})
    assert Planka().post(revoke, {"pendingToken": pending})[0] == 404


def test_without_terms_there_are_none(db):
    assert Planka().get("/api/terms")[0] == 404
    item = Planka().get("/api/bootstrap")[1]["item"]
    assert item == {"oidc": None, "termsLanguages": [], "version": "2.1.1"}
