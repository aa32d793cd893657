"""Tokens: what they open, what they do not, and how they end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projets.accounts import tokens
from projets.accounts.actions.tokens import MOST, make_token, revoke_token
from projets.accounts.models import Token, TokenUse, User
from projets.accounts.tokens import Secret, token_behind
from projets.api.v1 import shapes
from projets.boards.actions.labels import edit_label
from projets.boards.models import Board, Card, Label, Project
from projets.boards.queries import seen
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.client import Asking


@pytest.fixture
def other_project(boards):
    """One that the project's manager does not see."""
    with writes_allowed():
        return Project.objects.create(name="Autre", prefix="AUTR")


def test_a_secret_is_kept_nowhere(boards, editor, asking):
    secret = asking(editor).secret
    token = Token.objects.get()
    assert secret.startswith("projets_")
    assert token.prefix == secret[:14]
    kept = str([list(rows.values()) for rows in (Token.objects.all(), Event.objects.all())])
    assert secret not in kept
    assert secret[14:] not in kept


def test_made_shown_once_listed_and_revoked_by_the_api(boards, editor, asking):
    admin = asking(editor, "admin")
    ends = timezone.now() + timedelta(days=3)
    wanted = {"name": "Export", "scope": "write", "expires_at": ends.isoformat()}
    answer = admin.post("tokens", wanted, idempotency_key="k1")
    made = answer.json()
    assert (answer.status_code, made["scope"], made["name"]) == (201, "write", "Export")
    again = admin.post("tokens", wanted, idempotency_key="k1")
    assert again.status_code == 201
    assert again.json() == made | {"secret": None}
    program = Asking(made["secret"])
    listed = program.get("tokens").json()["tokens"]
    assert [one["name"] for one in listed] == ["Export", "essai"]
    assert "secret" not in listed[0]
    assert admin.delete(f"tokens/{made['id']}").status_code == 204
    refused = program.get("me")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_what_a_scope_does_not_open(boards, editor, asking):
    reading, writing = asking(editor, "read"), asking(editor, "write")
    assert reading.put(f"projects/{boards.project.pk}/favorite", {"favorite": True}).status_code == 403
    assert writing.put(f"projects/{boards.project.pk}/favorite", {"favorite": True}).status_code == 204
    assert writing.post("tokens", {"name": "Plus"}).status_code == 403
    assert Token.objects.count() == 2


def test_one_made_for_some_projects_sees_and_touches_nothing_else(boards, asking, other_project):
    manager = boards.member("project manager")
    with writes_allowed():
        other_project.managers.create(user_id=manager.user_id)
    bound = asking(manager, "admin", projects=[other_project])
    assert [one["name"] for one in bound.get("projects").json()["projects"]] == ["Autre"]
    assert bound.get(f"boards/{boards.board.pk}").status_code == 404
    assert bound.patch(f"projects/{boards.project.pk}", {"name": "Pris"}).status_code == 404
    assert bound.patch(f"projects/{other_project.pk}", {"name": "Mien"}).json()["name"] == "Mien"
    assert bound.post("projects", {"name": "Neuf"}).status_code == 403
    assert bound.post("tokens", {"name": "Plus"}).status_code == 403
    asking(manager, "admin")
    assert len(bound.get("tokens").json()["tokens"]) == 1  # itself
    actor = Actor(manager.user_id, "api", projects=frozenset([other_project.pk]))
    for model in (Board, Card, Label):
        assert not model.objects.visible_to(actor).exists()
    with pytest.raises(NotFound):
        seen(actor, Label, boards.urgent.pk)
    with pytest.raises(Refused):
        edit_label(actor, boards.urgent, name="Pris")


def test_it_is_made_for_projects_that_one_sees(boards, editor, other_project):
    me = User.objects.get(pk=editor.user_id)
    with pytest.raises(Refused):
        make_token(editor, me, "essai", Secret.made(), "read", [other_project])
    assert not Token.objects.exists()


def test_nobody_makes_or_revokes_those_of_others(boards, editor, asking):
    asking(editor)
    other = boards.member("editor", name="Zoé")
    with pytest.raises(Refused):
        make_token(other, User.objects.get(pk=editor.user_id), "essai", Secret.made())
    with pytest.raises(Refused):
        revoke_token(other, Token.objects.get())
    assert Token.objects.get().holds


def test_what_a_token_cannot_be(boards, editor):
    me = User.objects.get(pk=editor.user_id)
    for wrong in ({"name": ""}, {"scope": "all"}, {"projects": []}, {"expires_at": timezone.now()}):
        with pytest.raises(Invalid):
            make_token(editor, me, **{"name": "essai", "secret": Secret.made()} | wrong)
    for _one in range(MOST):
        make_token(editor, me, "essai", Secret.made())
    with pytest.raises(Invalid):
        make_token(editor, me, "essai", Secret.made())


def test_it_ends_with_its_time_and_with_the_account(boards, editor, asking):
    secret = asking(editor).secret
    assert token_behind(secret)
    with writes_allowed():
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert token_behind(secret) is None
    with writes_allowed():
        Token.objects.update(expires_at=None)
        User.objects.update(is_active=False)
    assert token_behind(secret) is None


@pytest.mark.parametrize("shown", ["", "projets_", "projets_" + "a" * 43, "autre", "projets_é" + "\udcff" * 42])
def test_what_opens_nothing(db, shown):
    assert token_behind(shown) is None


def test_its_use_is_noted_now_and_then(boards, editor, asking, django_assert_num_queries):
    program = asking(editor)
    program.get("me")
    first = TokenUse.objects.get().used_at
    program.get("me")
    assert TokenUse.objects.get().used_at == first
    before = first - 2 * tokens.USE_IS_NOTED_EVERY
    with writes_allowed():
        TokenUse.objects.update(used_at=before)
    tokens._noted[Token.objects.get().pk] = before  # noqa: SLF001 (an hour has gone by)
    assert program.get("me").json()["token"]["used_at"] != before.isoformat()
    assert TokenUse.objects.get().used_at > first


def test_one_that_has_just_been_revoked_is_listed_for_a_month(boards, editor, asking):
    asking(editor)
    revoke_token(editor, Token.objects.get())
    me = User.objects.get(pk=editor.user_id)
    assert [token.holds for token in tokens.tokens_of(me)] == [False]
    with writes_allowed():
        Token.objects.update(revoked_at=timezone.now() - timedelta(days=31))
    assert not tokens.tokens_of(me)


def test_what_a_token_makes_may_no_more_than_itself(boards, editor, asking):
    ends = timezone.now() + timedelta(days=1)
    admin = asking(editor, "admin", expires_at=ends)
    parent = Token.objects.get()
    made = admin.post("tokens", {"name": "Suite", "scope": "admin", "expires_at": None}).json()
    assert (made["expires_at"], made["parent_id"]) == (shapes.moment(ends), str(parent.pk))
    assert admin.post("tokens", {"name": "Suite"}).json()["expires_at"] == shapes.moment(ends)
    sooner = (ends - timedelta(hours=1)).isoformat()
    assert admin.post("tokens", {"name": "Suite", "expires_at": sooner}).json()["expires_at"] < made["expires_at"]
    later = (ends + timedelta(seconds=1)).isoformat()
    before = Token.objects.count()
    refused = admin.post("tokens", {"name": "Suite", "expires_at": later})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/expires_at")
    reading = Token.objects.filter(scope="read").first()
    me = User.objects.get(pk=editor.user_id)
    for scope in ("write", "admin"):
        with pytest.raises(Invalid):
            make_token(Actor(editor.user_id, "api", token=reading.pk), me, "Suite", Secret.made(), scope)
    assert Token.objects.count() == before


def test_what_a_token_made_ends_with_it(boards, editor, asking):
    admin = asking(editor, "admin")
    other = asking(editor, "admin")
    child = admin.post("tokens", {"name": "Suite", "scope": "admin"}).json()
    grandchild = Asking(child["secret"]).post("tokens", {"name": "Fin", "scope": "write"}).json()
    parent = Token.objects.get(pk=child["parent_id"])
    assert other.delete(f"tokens/{parent.pk}").status_code == 204
    for secret in (admin.secret, child["secret"], grandchild["secret"]):
        assert Asking(secret).get("me").status_code == 401
    assert other.get("me").status_code == 200
    revoked = Event.objects.filter(kind="token.revoked").order_by("pk")
    assert [event.row_id for event in revoked] == [parent.pk, int(child["id"]), int(grandchild["id"])]
    assert len({event.act_id for event in revoked}) == 1
    with pytest.raises(Invalid):
        make_token(
            Actor(editor.user_id, "api", token=parent.pk), User.objects.get(pk=editor.user_id), "X", Secret.made()
        )


@pytest.mark.parametrize("scope", ["read", "write", "admin"])
@pytest.mark.parametrize("bound", [False, True])
def test_one_that_leaked_ends_itself_and_no_other(boards, editor, asking, scope, bound):
    leaked = asking(editor, scope, projects=[boards.project] if bound else None)
    other = asking(editor, "read")
    other_id = other.get("me").json()["token"]["id"]
    may = (scope, bound) == ("admin", False)
    assert leaked.delete(f"tokens/{other_id}").status_code == (204 if may else 404 if scope == "admin" else 403)
    assert other.get("me").status_code == (401 if may else 200)
    answer = leaked.delete("tokens/current")
    assert (answer.status_code, bool(answer["Projets-Act"])) == (204, True)
    assert leaked.get("me").status_code == leaked.delete("tokens/current").status_code == 401
