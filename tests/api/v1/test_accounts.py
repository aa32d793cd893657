"""All accounts by our own API, for administrators of the instance (A-18, E-23, E-28)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from projets.accounts.factors.models import OpenSession
from projets.accounts.models import User
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.accounts.organisations.world import make_world
from tests.api.v1.alike import left_alike


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


def test_they_are_read_by_pieces_in_order_of_names(boards, administrator, asking, django_assert_num_queries):
    world, now = make_world(), timezone.now()
    agent = world.user(place="member")
    with writes_allowed():
        User.objects.exclude(pk__in=[agent.pk, administrator.user_id]).delete()
        User.objects.filter(pk=agent.pk).update(name="Émile Zed", role="board_user")
        User.objects.create(email="parti@ministere.example", name="Bo Part", is_active=False)
        session = Session.objects.create(session_key="a", session_data="", expire_date=now + timedelta(hours=1))
        OpenSession.objects.create(session=session, user=agent, opened_at=now, seen_at=now)
    ask = asking(administrator)
    ask.get("me")
    with django_assert_num_queries(8):
        first = ask.get("accounts?limit=2").json()
    assert [(one["name"], one["is_active"]) for one in first["items"]] == [("Ada Min", True), ("Bo Part", False)]
    rest = ask.get(f"accounts?limit=2&cursor={first['next']}").json()
    (one,), end = rest["items"], rest["next"]
    assert (one["id"], one["role"], one["sessions"], end) == (str(agent.pk), "board_user", 1, None)
    assert one["came_at"] == now.isoformat().replace("+00:00", "Z")
    assert one["places"] == [
        {
            "organisation_id": str(world.organisation.pk),
            "organisation_name": "DINUM",
            "service_id": None,
            "service_name": None,
            "role": "member",
        }
    ]
    with django_assert_num_queries(8):  # as many for all as for two
        assert len(ask.get("accounts").json()["items"]) == 3
    found = {
        "is_active=false": ["Bo Part"],
        "search=emile": ["Émile Zed"],
        "search=nobody": [],
        "search=emile&is_active=false": [],
    }
    assert {asked: [one["name"] for one in ask.get(f"accounts?{asked}").json()["items"]] for asked in found} == found


def test_a_role_is_set_once(administrator, editor, asking):
    ask, path = asking(administrator), f"accounts/{editor.user_id}/role"
    for _time in range(2):
        assert ask.put(path, {"role": "board_user"}, idempotency_key="k").status_code == 204
    assert User.objects.get(pk=editor.user_id).role == "board_user"
    assert Event.objects.filter(kind="user.role_set").count() == 1
    assert ask.put(path, {"role": "chief"}).status_code == 422
    assert ask.put("accounts/12/role", {"role": "board_user"}).status_code == 404
    assert ask.put(f"accounts/{administrator.user_id}/role", {"role": "board_user"}).status_code == 409  # the last one
    assert User.objects.get(pk=administrator.user_id).role == "administrator"


def test_who_may_not(boards, administrator, editor, asking):
    path, body = f"accounts/{editor.user_id}/role", {"role": "administrator"}
    bound = asking(administrator, projects=[boards.project])
    manager = asking(boards.member("project manager", name="Max Imum"))
    for ask, status in ((manager, 404), (bound, 404), (asking(editor), 404), (asking(administrator, "write"), 403)):
        assert [ask.get("accounts").status_code, ask.put(path, body).status_code] == [status, status]
    assert User.objects.get(pk=editor.user_id).role == "project_owner"


def test_a_page_and_a_program_leave_the_same(boards, administrator, browser, asking):
    page, ask = browser(administrator), asking(administrator)
    one, other = boards.person("Awa Diop", role="board_user"), boards.person("Bo Dia", role="board_user")
    _facts, trail = left_alike(
        lambda: page.post(f"/administration/personnes/{one.pk}/role/", {"role": "project_owner"}),
        lambda: ask.put(f"accounts/{other.pk}/role", {"role": "project_owner"}),
    )
    assert trail == [("rights", "user.role_set")]
