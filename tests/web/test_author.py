"""A page names the author of what it sends: in a session of somebody else it is not done in their name."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from projets.accounts.models import User
from projets.web.door import signed_in


@signed_in
def view(request):
    return HttpResponse("done")


def answer(user, **headers):
    request = RequestFactory().post("/", headers={"Accept": "application/json", **headers})
    request.user = user
    return view(request)


@pytest.mark.parametrize("headers", [{}, {"X-Projets-Person": "7"}])
def test_the_author_themselves_or_a_page_without_script(headers):
    assert answer(User(pk=7), **headers).content == b"done"


@pytest.mark.parametrize(("user", "person"), [(User(pk=8), "8"), (AnonymousUser(), None)])
def test_somebody_else_or_nobody_is_asked_to_sign_in(user, person):
    refused = answer(user, **{"X-Projets-Person": "7"})
    assert refused.status_code == 401
    assert json.loads(refused.content)["person"] == person
