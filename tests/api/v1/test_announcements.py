"""What administrators have the instance say: announcements, and the texts of the legal pages (B-04, E-02)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from projets.accounts.legal.models import Announcement, legal_information
from projets.usecase.models import Act, Event
from tests.api.v1.alike import left_alike
from tests.api.v1.client import Asking

DAY = timedelta(days=1)


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


def body(begins=-DAY, ends=DAY, **more):
    now = timezone.now()
    return {
        "text": "Coupure ce soir",
        "level": "warning",
        "begins_at": (now + begins).isoformat(),
        "ends_at": (now + ends).isoformat(),
    } | more


def test_said_to_everybody_until_it_is_removed(boards, administrator, editor, asking):
    ask, reads = asking(administrator), asking(editor, "read")
    sent = body()
    made = ask.post("announcements", sent, idempotency_key="a")
    assert (made.status_code, made.json()["text"], made.json()["level"]) == (201, "Coupure ce soir", "warning")
    assert reads.get("announcements").json() == {"announcements": [made.json()]}
    assert ask.delete(f"announcements/{made.json()['id']}", idempotency_key="b").status_code == 204
    assert ask.delete(f"announcements/{made.json()['id']}", idempotency_key="b").status_code == 204
    assert ask.delete(f"announcements/{made.json()['id']}").status_code == 404
    cache.clear()  # as its commit does
    assert reads.get("announcements").json() == {"announcements": []}
    assert ask.post("announcements", sent, idempotency_key="a").status_code == 404  # it is no more
    assert not Announcement.objects.exists()


def test_sent_twice_it_is_said_once(administrator, asking):
    ask, sent = asking(administrator), body()
    first, again = (ask.post("announcements", sent, idempotency_key="k") for _time in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert first.headers["Projets-Act"] == again.headers["Projets-Act"]
    assert ask.post("announcements", sent | {"text": "Autre"}, idempotency_key="k").status_code == 422
    assert Announcement.objects.count() == 1


def test_administrators_read_them_all_by_pieces(administrator, asking, django_assert_num_queries):
    ask = asking(administrator)
    for days in (-3, 0, 3):
        ask.post("announcements", body(days * DAY, (days + 4) * DAY, text=f"Dit {days}"))
    assert [one["text"] for one in ask.get("announcements").json()["announcements"]] == ["Dit -3", "Dit 0"]
    with django_assert_num_queries(4):  # two for the token, who asks, the announcements
        first = ask.get("announcements/all?limit=2").json()
    assert [one["text"] for one in first["items"]] == ["Dit 3", "Dit 0"]
    rest = ask.get(f"announcements/all?limit=2&cursor={first['next']}").json()
    assert ([one["text"] for one in rest["items"]], rest["next"]) == (["Dit -3"], None)


REFUSED = {
    "no words": ({"text": " "}, "#/text"),
    "too long": ({"text": "a" * 301}, "#/text"),
    "no such level": ({"level": "panic"}, "#/level"),
    "no zone": ({"begins_at": "2027-01-01T08:00"}, "#/begins_at"),
    "it ends before it begins": ({"ends_at": "2020-01-01T08:00:00Z"}, "#/ends_at"),
}


@pytest.mark.parametrize(("wrong", "pointer"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_announced(administrator, asking, wrong, pointer):
    refused = asking(administrator).post("announcements", body() | wrong)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not Announcement.objects.exists()


def test_others_say_nothing_and_learn_of_nothing(boards, administrator, editor, asking):
    made = asking(administrator).post("announcements", body(DAY, 2 * DAY)).json()
    bound = asking(administrator, projects=[boards.project])
    acts = Act.objects.count()
    for ask in (asking(boards.member("project manager")), asking(editor), bound):
        acts += 1  # its token was made
        assert ask.get("announcements/all").status_code == 404
        assert ask.post("announcements", body()).status_code == 404
        assert ask.delete(f"announcements/{made['id']}").status_code == 404
        assert ask.put("legal-information", {"host": "Nous"}).status_code == 404
    writes = asking(administrator, "write")
    assert [
        writes.get("announcements/all").status_code,
        writes.post("announcements", body()).status_code,
        writes.delete(f"announcements/{made['id']}").status_code,
        writes.put("legal-information", {"host": "Nous"}).status_code,
    ] == [403] * 4
    assert Asking().get("legal-information").status_code == 401
    assert [str(one.pk) for one in Announcement.objects.all()] == [made["id"]]
    assert legal_information().texts == {}


def test_a_page_and_a_program_leave_the_same(administrator, browser, asking):
    page, ask = browser(administrator), asking(administrator)
    form = {"text": "Coupure", "level": "info", "begins_at": "2027-01-01T08:00", "ends_at": "2099-01-01T08:00"}
    sent = form | {"begins_at": "2027-01-01T07:00:00Z", "ends_at": "2099-01-01T07:00:00Z"}
    facts, trail = left_alike(
        lambda: page.post("/administration/annonces/", form), lambda: ask.post("announcements", sent)
    )
    assert (len(facts), trail) == (1, [("administration", "announcement.made")])
    old, new = Announcement.objects.order_by("pk")
    _facts, trail = left_alike(
        lambda: page.post(f"/administration/annonces/{old.pk}/retrait/"),
        lambda: ask.delete(f"announcements/{new.pk}"),
    )
    assert trail == [("administration", "announcement.removed")]


def test_legal_texts_are_read_by_all_and_filled_in_by_name(administrator, editor, asking, django_assert_num_queries):
    ask, reads = asking(administrator), asking(editor, "read")
    reads.get("me")  # the first use of a token is noted
    with django_assert_num_queries(3):  # two for the token, the texts
        none = reads.get("legal-information").json()
    assert (none["texts"], none["conformity"], none["version"], none["updated_at"]) == ({}, "not", 0, None)
    assert "host" in none["missing"]
    texts = {"host": "Nous", "audited_on": "2026-11-01", "auditor": "Cabinet", "rate": "72,50 %"}
    put = ask.put("legal-information", texts, idempotency_key="k")
    assert (put.status_code, put.json()["texts"]) == (200, texts | {"rate": "72.5"})
    assert (put.json()["conformity"], put.json()["version"], "host" in put.json()["missing"]) == (
        "partially",
        1,
        False,
    )
    assert ask.put("legal-information", texts, idempotency_key="k").json() == put.json()
    assert ask.put("legal-information", {"auditor": ""}).json()["conformity"] == "not"
    left = {"host": "Nous", "audited_on": "2026-11-01", "rate": "72.5"}
    assert reads.get("legal-information").json()["texts"] == left


def test_legal_texts_that_are_none(administrator, asking):
    ask = asking(administrator)
    refused = ask.put("legal-information", {"host": "Nous", "rate": "beaucoup"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/rate")
    assert ask.put("legal-information", {"hosts": "Nous"}).status_code == 422
    assert ask.put("legal-information", {"host": None}).status_code == 422
    assert not Event.objects.filter(kind="legal_information.set").exists()
    assert legal_information().texts == {}


def test_a_page_and_a_program_fill_them_in_alike(administrator, browser, asking):
    page, ask = browser(administrator), asking(administrator)
    page.post("/administration/informations-legales/", {"host": "Nous"})
    ask.put("legal-information", {"host": "Eux"})
    first, second = Event.objects.filter(kind="legal_information.set").select_related("act").order_by("pk")
    assert [(one.stream_id, one.columns["after"]["filled"], one.act.via) for one in (first, second)] == [
        ("instance", ["host"], "web"),
        ("instance", ["host"], "api"),
    ]
    assert legal_information().texts == {"host": "Eux"}
