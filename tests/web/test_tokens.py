"""The page of tokens: made, shown once, listed, revoked."""

import re

from projets.accounts.models import Token
from projets.accounts.tokens import token_behind
from projets.usecase.models import Event

SECRET = re.compile(r'id="token-secret" value="(projets_\w+)"')


def test_made_shown_once_and_revoked(boards, editor, browser):
    me = browser(editor)
    body = {"name": "Export", "scope": "write", "days": "30", "project": str(boards.project.pk)}
    page = me.post("/profil/jetons/", body).content.decode()
    (secret,) = SECRET.findall(page)
    token = token_behind(secret)
    assert (token.user_id, token.scope, token.project_ids) == (editor.user_id, "write", [boards.project.pk])
    assert token.expires_at.astimezone().date()
    listed = me.get("/profil/jetons/").content.decode()
    assert "Export" in listed
    assert secret not in listed
    answer = me.post(f"/profil/jetons/{token.pk}/revocation/", {"next": "/profil/jetons/"})
    assert (answer.status_code, answer["Location"]) == (303, "/profil/jetons/")
    assert token_behind(secret) is None


def test_what_is_wrong_is_said(boards, editor, browser):
    me, before = browser(editor), Event.objects.count()
    for wrong in ({"name": ""}, {"name": "A", "scope": "all"}):
        assert me.post("/profil/jetons/", wrong).status_code == 422
    assert me.post("/profil/jetons/", {"name": "A", "project": "12"}).status_code == 404
    assert (Token.objects.count(), Event.objects.count()) == (0, before)


def test_tokens_of_others_are_not_there(boards, editor, browser):
    browser(editor).post("/profil/jetons/", {"name": "Export"})
    other = browser(boards.member("editor", name="Zoé"))
    answer = other.post(f"/profil/jetons/{Token.objects.get().pk}/revocation/", headers={"accept": "application/json"})
    assert (answer.status_code, Token.objects.get().holds) == (404, True)
