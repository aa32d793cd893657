"""The audit trail by our own API: searched, taken out, verified (E-09)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from projets.accounts.audit.models import Entry
from projets.boards.actions.cards import bin_cards
from projets.boards.actions.memberships import add_member
from projets.exchange.exporters import counting
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.alike import left_by


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


@pytest.fixture
def trail(boards, manager, editor):
    """Three entries."""
    bin_cards(editor, [boards.card("A")])
    add_member(manager, boards.board, boards.person("Awa Diop"), "reader")  # told to the board and to her
    dispatch()
    assert Entry.objects.count() == 3


def test_it_is_searched_by_pieces(boards, administrator, manager, editor, trail, asking, django_assert_num_queries):
    ask = asking(administrator)
    ask.get("me")
    with django_assert_num_queries(4):  # two for the token, who asks, the entries
        first = ask.get("audit?limit=2").json()
    assert [(one["number"], one["kind"], one["author_id"], one["via"]) for one in first["items"]] == [
        (3, "membership.added", str(manager.user_id), "web"),
        (2, "membership.added", str(manager.user_id), "web"),
    ]
    rest = ask.get(f"audit?limit=2&cursor={first['next']}").json()
    ((one,), end) = rest["items"], rest["next"]
    assert (one["kind"], one["nature"], one["row_id"], end) == (
        "card.binned",
        "deletion",
        str(boards.card("A").pk),
        None,
    )
    assert one["digest"] == Entry.objects.get(number=1).digest
    today, day = timezone.localdate(), timedelta(days=1)
    found = {
        f"person_id={editor.user_id}": [1],
        "person_id=12": [],
        "person_id=9999999999999999999": [],
        "nature=rights": [3, 2],
        f"nature=rights&person_id={editor.user_id}": [],
        f"since={today}": [3, 2, 1],
        f"since={today + day}": [],
        f"until={today - day}": [],
        "since=0001-01-01&until=9999-12-31": [3, 2, 1],
    }
    assert {asked: [one["number"] for one in ask.get(f"audit?{asked}").json()["items"]] for asked in found} == found
    assert ask.get("audit?nature=gossip").status_code == 422
    assert ask.get("audit?since=yesterday").status_code == 422


def test_it_is_taken_out_as_by_the_page_and_that_is_an_entry(administrator, manager, editor, trail, asking, browser):
    ask, page = asking(administrator), browser(administrator)
    dispatch()
    form, body = {"nature": "deletion"}, {"nature": "deletion"}
    answers = []
    by_page = left_by(lambda: answers.append(page.post("/administration/audit/export/", form)), "web")
    by_api = left_by(lambda: answers.append(ask.post("audit/export", body, accept_language="fr")), "api")
    assert by_page == by_api
    assert (by_api[0][0][0], by_api[1]) == ("audit.exported", [("export", "audit.exported")])
    shown, sent = answers
    assert (sent.status_code, sent.content) == (200, shown.content)
    assert sent.headers["Content-Disposition"] == shown.headers["Content-Disposition"]
    assert sent.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert [line.split(";")[0] for line in sent.content.decode().splitlines()] == ["\ufeffN°", "1"]
    told = Event.objects.filter(kind="audit.exported").order_by("-pk").first()
    assert (told.columns["after"], str(told.act_id)) == ({"id": 1, "entries": 1}, sent.headers["Projets-Act"])


def test_that_nothing_was_there_to_leave_is_told_as_well(administrator, asking):
    ask = asking(administrator)
    act = ask.post("audit/export", {"person_id": "12"}).headers["Projets-Act"]
    (told,) = ask.get(f"acts/{act}").json()["events"]
    assert (told["row_id"], told["after"]) == ("0", {"id": "0", "entries": 0})
    dispatch()
    assert "0" in {one["row_id"] for one in ask.get("audit").json()["items"]}


def test_nothing_leaves_unnoted_by_a_key_that_served(administrator, trail, asking):
    ask = asking(administrator)
    assert ask.post("audit/export", {}, idempotency_key="k").status_code == 200
    again = ask.post("audit/export", {}, idempotency_key="k")
    assert (again.status_code, "another key" in again.json()["detail"]) == (409, True)
    assert ask.post("audit/export", {"nature": "change"}, idempotency_key="k").status_code == 422
    assert Event.objects.filter(kind="audit.exported").count() == 1


def test_as_often_as_one_may_by_page_and_program_together(administrator, trail, asking, browser, settings):
    settings.EXPORTS_PER_HOUR = 2
    counting.limiter.cache_clear()
    counting.limiter().clock = lambda: 10 * counting.HOUR
    try:
        ask, page = asking(administrator), browser(administrator)
        assert page.get("/administration/revues/export/").status_code == 200
        assert ask.post("audit/export", {}).status_code == 200
        refused = ask.post("audit/export", {}, idempotency_key="k")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
        assert refused.json()["detail"].startswith("You have exported 2 times within an hour")
        assert ask.get("reviews/export").status_code == 429
        assert page.get("/administration/revues/export/").status_code == 429
        assert Event.objects.filter(kind="audit.exported").count() == 1
    finally:
        counting.limiter.cache_clear()


def test_the_chain_is_verified(administrator, trail, asking):
    ask = asking(administrator)
    dispatch()
    count = Entry.objects.count()
    assert ask.get("audit/chain").json() == {"holds": True, "number": count, "entries": count, "said": None}
    with writes_allowed(), connection.cursor() as cursor:
        _let_change(cursor)
        cursor.execute("UPDATE audit_entry SET kind = 'card.moved' WHERE number = 2")
    assert ask.get("audit/chain").json() == {
        "holds": False,
        "number": None,
        "entries": None,
        "said": "entry 2 is not as it was written",
    }


def _let_change(cursor):
    """The database refuses it; somebody who owns the database takes the refusal out."""
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        return
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def test_who_may_not(boards, administrator, manager, trail, asking):
    bound = asking(administrator, projects=[boards.project])
    for ask, status in ((asking(manager), 404), (bound, 404), (asking(administrator, "write"), 403)):
        answers = [ask.get("audit"), ask.get("audit/chain"), ask.post("audit/export", {})]
        assert [one.status_code for one in answers] == [status] * 3
    assert not Event.objects.filter(kind="audit.exported").exists()
