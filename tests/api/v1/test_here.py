"""The command line of the machine acts without a token: by an object in this process, which no request brings."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from projets.accounts.here import Here
from projets.accounts.models import User
from projets.api.v1.door import limiter
from projets.boards.models import Card
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act

NO_TOKEN = 401


def ask(here, method="get", path="/api/v1/me", **sent):
    request = getattr(RequestFactory(), method)(path, content_type="application/json", **sent)
    request.here = here
    view, _args, ids = resolve(path)
    return view(request, **ids)


def test_who_is_here_needs_no_token(boards, editor):
    user = User.objects.get(pk=editor.user_id)
    assert ask(Here(user)).status_code == 200
    card = boards.card("A")
    answer = ask(Here(user), "patch", f"/api/v1/cards/{card.pk}", data={"done": True})
    assert answer.status_code == 200
    assert list(Act.objects.values_list("user_id", "via")) == [(user.pk, "cli")]


def test_and_is_not_counted(boards, editor, monkeypatch):
    def count(*_about):
        raise AssertionError

    monkeypatch.setattr(type(limiter()), "count", count)
    assert ask(Here(User.objects.get(pk=editor.user_id))).status_code == 200


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_guest": True}])
def test_only_who_could_have_a_token(boards, editor, state):
    with writes_allowed():
        User.objects.filter(pk=editor.user_id).update(**state)
    assert ask(Here(User.objects.get(pk=editor.user_id))).status_code == NO_TOKEN


@pytest.mark.parametrize("sham", [True, "camille@ministere.example", {"user": 1}, Here])
def test_nothing_else_is_taken_for_it(boards, sham):
    assert ask(sham).status_code == NO_TOKEN


def test_no_request_brings_it(boards, editor, client):
    """Headers and parameters become other things: no name of theirs is an attribute of the request."""
    id = str(editor.user_id)
    names = ("here", "Here", "X-Here", "Projets-Here", "Projets-As", "REMOTE_USER", "X-Projets-As")
    card = boards.card("A")
    for name in names:
        for way in ({"headers": {name: id}}, {name: id}, {f"HTTP_{name.upper()}": id}):
            sent = client.patch(f"/api/v1/cards/{card.pk}", {"done": True}, "application/json", **way)
            assert sent.status_code == NO_TOKEN, (name, way)
    client.cookies["here"] = id
    assert client.get("/api/v1/me").status_code == NO_TOKEN
    assert client.get("/api/v1/me?here=" + id).status_code in (NO_TOKEN, 422)
    assert (Card.objects.get(pk=card.pk).done_at, Act.objects.count()) == (None, 0)
