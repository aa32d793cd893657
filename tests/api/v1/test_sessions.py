"""Where people are signed in, how it ends, and how often signing in fails (E-22, E-24)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from projets.accounts.factors.actions.sessions import tell_of_lock_out
from projets.accounts.factors.models import OpenSession, Tries
from projets.accounts.models import ApiSession, User
from projets.api.planka.authentication import open_session
from projets.live.access import digest_of
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.alike import left_alike

HOUR = timedelta(hours=1)


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


@pytest.fixture
def signed_in():
    """`signed_in(actor, "key", age)`: a browser of theirs, seen so long ago; its digest."""

    def make(actor, key, age=HOUR):
        now = timezone.now()
        with writes_allowed():
            session = Session.objects.create(session_key=key, session_data="", expire_date=now + HOUR)
            seen = {"opened_at": now - 2 * age, "seen_at": now - age}
            OpenSession.objects.create(
                session=session, user_id=actor.user_id, browser="Firefox, Linux", address="192.0.2.x", **seen
            )
        return digest_of(key)

    return make


def test_ones_own_are_listed_and_end(boards, editor, asking, signed_in):
    here, other = signed_in(editor, "here"), signed_in(editor, "other", 2 * HOUR)
    open_session(User.objects.get(pk=editor.user_id))
    signed_in(boards.member("editor", name="Zoé Autre"), "zoe")
    ask = asking(editor)
    listed = ask.get("sessions").json()
    assert [(one["id"], one["name"], one["browser"], one["address"]) for one in listed["sessions"]] == [
        (digest, "Camille Martin", "Firefox, Linux", "192.0.2.x") for digest in (here, other)
    ]
    assert [one["id"] for one in listed["clients"]] == [str(ApiSession.objects.get().pk)]
    for _time in range(2):
        assert ask.delete(f"sessions/{here}", idempotency_key="k").status_code == 204
    assert ask.delete(f"sessions/{here}").status_code == 404
    assert ask.delete(f"client-sessions/{listed['clients'][0]['id']}").status_code == 204
    assert (OpenSession.objects.count(), ApiSession.objects.count()) == (2, 0)
    assert [one["id"] for one in ask.get("sessions").json()["sessions"]] == [other]


def test_all_of_ones_own_end_at_once(boards, editor, asking, signed_in):
    signed_in(editor, "here")
    signed_in(editor, "other")
    open_session(User.objects.get(pk=editor.user_id))
    signed_in(boards.member("editor", name="Zoé Autre"), "zoe")
    ask = asking(editor)
    for _time in range(2):
        assert ask.post("sessions/end", idempotency_key="k").status_code == 204
    assert (OpenSession.objects.get().pk, ApiSession.objects.count()) == ("zoe", 0)
    assert Event.objects.get(kind="security.sessions_revoked").columns["after"]["sessions"] == 3


def test_administrators_see_everybodys_by_pieces_and_end_one(
    boards, administrator, editor, asking, signed_in, django_assert_num_queries
):
    digests = [signed_in(editor, f"key{hours}", hours * HOUR) for hours in range(1, 4)]
    signed_in(administrator, "mine", 9 * HOUR)
    ask = asking(administrator)
    ask.get("me")
    with django_assert_num_queries(4):  # two for the token, who asks, the sessions with their people
        first = ask.get("sessions/all?limit=2").json()
    assert [one["id"] for one in first["items"]] == digests[:2]
    rest = ask.get(f"sessions/all?limit=2&cursor={first['next']}").json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([digests[2], digest_of("mine")], None)
    assert len(ask.get(f"sessions/all?person_id={editor.user_id}").json()["items"]) == 3
    assert ask.get("sessions/all?person_id=12").status_code == 404
    assert ask.get("sessions/all?cursor=aTkyMjMzNzIwMzY4NTQ3NzU4MDc").status_code == 200  # the last there can be
    for _time in range(2):
        assert ask.delete(f"sessions/{digests[0]}", idempotency_key="k").status_code == 204
    assert ask.delete(f"sessions/{'0' * 64}").status_code == 404
    assert OpenSession.objects.filter(user=editor.user_id).count() == 2


def test_administrators_see_failures_without_who_tried(administrator, editor, asking):
    tell_of_lock_out(Actor(None, "system"), User.objects.get(pk=editor.user_id), 5)
    dispatch()
    now = timezone.now()
    with writes_allowed():
        Tries.objects.create(key="a", failed=4, last_at=now, shut_until=now + HOUR)
        Tries.objects.create(key="b", failed=9, last_at=now - 2 * HOUR)
    told = asking(administrator).get("sessions/failures").json()
    assert (told["failed"], told["shut"]) == (4, 1)
    assert [(one["user_id"], one["name"]) for one in told["lock_outs"]] == [(str(editor.user_id), "Camille Martin")]


def test_who_may_not(boards, administrator, editor, asking, signed_in):
    theirs, mine = signed_in(boards.member("editor", name="Zoé Autre"), "zoe"), signed_in(editor, "mine")
    ask, writes = asking(editor), asking(editor, "write")
    bound = asking(administrator, projects=[boards.project])
    bound_editor = asking(editor, projects=[boards.project])
    for one in (ask, bound):
        assert one.get("sessions/all").status_code == 404
        assert one.get("sessions/failures").status_code == 404
        assert one.delete(f"sessions/{theirs}").status_code == 404
    assert [bound.get("sessions").status_code, bound.post("sessions/end").status_code] == [403, 403]
    assert bound_editor.delete(f"sessions/{mine}").status_code == 403
    assert [writes.delete(f"sessions/{mine}").status_code, writes.post("sessions/end").status_code] == [403, 403]
    assert ask.delete("sessions/zoe").status_code == 422
    assert not Event.objects.filter(kind="security.sessions_revoked").exists()
    assert OpenSession.objects.count() == 2


def test_a_page_and_a_program_leave_the_same(administrator, editor, browser, asking, signed_in):
    first, second = signed_in(editor, "first"), signed_in(editor, "second")
    page, ask = browser(administrator), asking(administrator)
    facts, trail = left_alike(
        lambda: page.post(f"/administration/sessions/{editor.user_id}/fin/", {"session": first}),
        lambda: ask.delete(f"sessions/{second}"),
    )
    assert ([kind for kind, *_rest in facts], trail) == (
        ["security.sessions_revoked"],
        [("sign-in", "security.sessions_revoked")],
    )
    assert not OpenSession.objects.filter(user=editor.user_id).exists()
