"""Who ends their token by a socket has the answer, and goes on; their other clients are signed out."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from projets.accounts.models import User
from projets.api.planka.authentication import open_session
from projets.boards.actions.labels import edit_label
from projets.usecase.guard import writes_allowed

PASSWORD, NEXT = "Passe-muraille", "Autre-muraille-2-haute"


@pytest.fixture
def user(editor):
    user = User.objects.get(pk=editor.user_id)
    user.password = Argon2PasswordHasher().encode(PASSWORD, "a" * 16)  # as the server's settings have it
    with writes_allowed():
        user.save()
    return user


def follow(who, board):
    assert (who.greet(), who.open(board)) == (200, 200)


def test_a_new_password_leaves_its_own_socket_where_it_is(server, listener, boards, editor, user):
    asking, other = listener(server, editor), listener(server, editor)
    for who in (asking, other):
        follow(who, boards.board)
    sent = {"password": NEXT, "currentPassword": PASSWORD}
    status, body = asking.ask("patch", f"/api/users/{user.pk}/password", sent)
    assert (status, asking.greet()) == (200, 401)
    assert other.hear_until("logout")[-1] == ("logout",)
    asking.token = body["included"]["accessToken"]
    assert asking.ask("get", "/api/users/me")[0] == 200
    edit_label(editor, boards.urgent, name="Encore là")
    assert asking.hear()[0] == "labelUpdate"
    assert asking.ask("patch", "/api/users/me", {"phone": "1"})[0] == 200
    assert asking.ask("delete", "/api/access-tokens/me", token=asking.token)[0] == 200


def test_a_wrong_password_changes_nothing_of_what_is_followed(server, listener, boards, editor, user):
    asking = listener(server, editor)
    follow(asking, boards.board)
    sent = {"password": NEXT, "currentPassword": "wrong"}
    assert asking.ask("patch", "/api/users/me/password", sent)[0] == 403
    edit_label(editor, boards.urgent, name="Encore là")
    assert asking.hear()[0] == "labelUpdate"


def test_the_cookie_of_the_token_before_comes_with_the_new_one(server, listener, boards, editor, user):
    opened = open_session(user, with_cookie=True)
    cookie = {"Cookie": f"httpOnlyToken={opened.cookie}"}
    asking = listener(server, editor, opened.token, headers=cookie)
    sent = {"password": NEXT, "currentPassword": PASSWORD}
    status, body = asking.ask("patch", "/api/users/me/password", sent)
    assert status == 200
    asking.token = body["included"]["accessToken"]
    assert asking.greet() == 200
    assert listener(server, editor, asking.token).greet() == 401


def test_signing_out_by_a_socket_is_quiet_there(server, listener, boards, editor):
    asking = listener(server, editor)
    other, stays = listener(server, editor, asking.token), listener(server, editor)
    for who in (asking, other, stays):
        follow(who, boards.board)
    assert asking.ask("delete", "/api/access-tokens/me")[0] == 200
    assert other.hear() == ("logout",)
    edit_label(editor, boards.urgent, name="Sans eux")
    assert stays.hear()[0] == "labelUpdate"
    assert asking.heard.empty()
    assert asking.greet() == 401
