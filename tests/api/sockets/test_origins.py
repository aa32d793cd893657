"""Pages from elsewhere that the operator allows may use the API and its files; other pages read nothing."""

import pytest
from django.test import Client, RequestFactory

from projets.api.sockets.origins import allowed_origins

ELSEWHERE = "https://planka.example"


@pytest.fixture
def answered(settings):
    """`answered(path, …)`: the headers of the answer that a page from elsewhere gets."""
    settings.ALLOWED_ORIGINS = frozenset({settings.BASE_URL, ELSEWHERE})
    through = allowed_origins(lambda request: Client().get("/healthz"))

    def ask(path, origin=ELSEWHERE, method="GET", **headers):
        request = RequestFactory(headers=headers | ({"Origin": origin} if origin else {})).generic(method, path)
        return through(request)

    return ask


@pytest.mark.parametrize("path", ["/api/bootstrap", "/attachments/1/download/a", "/user-avatars/a", "/favicons/a"])
def test_an_allowed_page_reads_the_answer_with_its_cookies(answered, path, db):
    headers = answered(path).headers
    assert headers["Access-Control-Allow-Origin"] == ELSEWHERE
    assert headers["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in headers["Vary"]


@pytest.mark.parametrize(
    ("path", "origin"), [("/api/bootstrap", "https://foreign.example"), ("/api/bootstrap", None), ("/", ELSEWHERE)]
)
def test_nobody_else_does(answered, path, origin, db):
    assert "Access-Control-Allow-Origin" not in answered(path, origin).headers


def test_what_a_browser_asks_before_is_answered(answered):
    headers = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization"}
    response = answered("/api/cards/1", method="OPTIONS", **headers)
    assert response.status_code == 204
    assert "PATCH" in response.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    assert response.headers["Access-Control-Allow-Origin"] == ELSEWHERE


def test_where_nobody_is_allowed_nothing_is_said(answered, settings, db):
    settings.ALLOWED_ORIGINS = frozenset({settings.BASE_URL})
    headers = answered("/api/bootstrap").headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
