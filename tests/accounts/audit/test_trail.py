"""E-09: author, moment, nature and reference of each business act; a chain that shows what was changed."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from projets.accounts.actions.people import create_user, set_role
from projets.accounts.audit import chain
from projets.accounts.audit.models import Checkpoint, Entry
from projets.accounts.audit.natures import NATURES, nature_of
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.actions.boards import bin_board
from projets.boards.actions.cards import bin_cards, move_cards
from projets.boards.actions.memberships import add_member
from projets.operations import checks
from projets.operations.retention import cut_the_audit_trail
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.facts import Fact
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside

SYSTEM = Actor(None, "system")


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


@pytest.fixture
def acts(boards, manager, editor):
    """Some that are in the trail, one that is not; then the trail is written."""
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    bin_cards(editor, [boards.card("B")])
    add_member(manager, boards.board, boards.person("Awa Diop", role="project_owner"), "reader")
    dispatch()
    return Entry.objects.order_by("number")


def told(entries):
    return [(one.number, one.author_id, one.nature, one.kind) for one in entries]


def test_each_act_that_counts_has_its_entry_and_a_move_has_none(boards, manager, editor, acts):
    assert sorted((nature, kind, author) for _number, author, nature, kind in told(acts)) == [
        ("deletion", "card.binned", editor.user_id),
        *[("rights", "membership.added", manager.user_id)] * 2,  # on the board's stream and on the person's
    ]
    assert [one.number for one in acts] == [1, 2, 3]
    first = acts.get(kind="card.binned")
    assert (first.row_id, first.stream) == (boards.card("B").pk, boards.todo.stream)
    assert chain.verify() == (3, 3)


def test_no_name_address_or_content(acts):
    columns = [str(list(Entry.objects.values_list())), str(list(Checkpoint.objects.values_list()))]
    assert not re.search("Awa|Diop|ministere|Feuille", "".join(columns))


def test_every_committed_fact_has_one_entry_whatever_stops_the_writer(boards, editor, monkeypatch):
    """Stopped in the middle, started again, told twice: each fact once, and the chain holds."""
    real, calls = chain.add, []

    def dies(event, nature):
        calls.append(event.pk)
        if len(calls) == 2:
            raise RuntimeError("the power went off")
        return real(event, nature)

    monkeypatch.setattr("projets.accounts.audit.subscribers.add", dies)
    for title in "ABC":
        bin_cards(editor, [boards.card(title)])
    dispatch()
    assert (Entry.objects.count(), SetAside.objects.filter(subscriber="write_audit_trail").count()) == (2, 1)
    with writes_allowed():
        SetAside.objects.update(next_try=timezone.now())
    dispatch()
    wanted = {event.pk for event in Event.objects.all() if nature_of(event.kind)}
    assert set(Entry.objects.values_list("event_id", flat=True)) == wanted
    event = Event.objects.select_related("act").filter(kind="card.binned").first()
    with transaction.atomic(), writes_allowed():
        real(event, "deletion")
    assert chain.verify() == (len(wanted), len(wanted))


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET author_id = 1", "DELETE FROM audit_entry WHERE number = 2"]
)
def test_the_database_refuses_to_change_it(acts, change):
    refused = pytest.raises(DatabaseError, match="only appended to")
    with refused, transaction.atomic(), writes_allowed(), connection.cursor() as cursor:
        cursor.execute(change)
    assert chain.verify() == (3, 3)


def without_triggers(statement):
    """As somebody would who owns the database."""
    drop, again = {
        "sqlite": (["DROP TRIGGER audit_entry_unchanged", "DROP TRIGGER audit_entry_kept"], None),
        "postgresql": (
            ["ALTER TABLE audit_entry DISABLE TRIGGER USER"],
            "ALTER TABLE audit_entry ENABLE TRIGGER USER",
        ),
    }[connection.vendor]
    with writes_allowed(), connection.cursor() as cursor:
        for one in [*drop, statement, *([again] if again else [])]:
            cursor.execute(one)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE audit_entry SET author_id = 1 WHERE number = 2", "entry 2 is not as it was written"),
        ("UPDATE audit_entry SET nature = 'change' WHERE number = 1", "entry 1 is not as it was written"),
        ("DELETE FROM audit_entry WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM audit_entry WHERE number = 1", "entry 1 is missing"),
    ],
)
def test_what_was_changed_all_the_same_shows(acts, change, said):
    assert acts.count() == 3
    without_triggers(change)
    with pytest.raises(chain.Broken, match=said):
        chain.verify()


def test_what_is_over_leaves_it_and_the_chain_holds(boards, manager, acts):
    cut_the_audit_trail()
    assert Entry.objects.count() == 3
    with override_settings(AUDIT_MONTHS=1):
        soon = timezone.now() + timedelta(seconds=1)
        with transaction.atomic(), writes_allowed():
            assert chain.cut(soon) == 3
    assert chain.verify() == (3, 0)
    bin_board(manager, boards.board)
    dispatch()
    number, count = chain.verify()
    assert (number, count) == (3 + count, Entry.objects.count())
    assert Entry.objects.order_by("number").first().number == 4
    with writes_allowed():
        Checkpoint.objects.update(signature="0" * 64)
    with pytest.raises(chain.Broken, match="not signed here"):
        chain.verify()


def test_every_kind_of_fact_has_a_nature_or_none():
    kinds = set(Fact._kinds)  # noqa: SLF001 (all there are)
    assert {nature_of(kind) for kind in kinds} - {None} <= set(NATURES)
    assert {"user.role_set", "token.made", "board.binned", "membership.removed"} <= {
        one for one in kinds if nature_of(one)
    }
    assert not nature_of("card.moved")
    assert not nature_of("comment.written")


def test_the_page_and_its_export(boards, acts, browser):
    ada = create_user(SYSTEM, instance(), "ada@ministere.example", "Ada Min").facts[0].after.id
    set_role(SYSTEM, User.objects.get(pk=ada), "administrator")
    client = browser(Actor(ada, "web"))
    page = client.get("/administration/audit/").content.decode()
    assert all(said in page for said in ("card.binned", "Max Imum", "Suppression"))
    only = client.get("/administration/audit/?nature=deletion").content.decode()
    assert ("card.binned" in only, "membership.added" in only) == (True, False)
    assert client.get("/administration/audit/?qui=personne").status_code == 422
    assert "card.binned" not in client.get("/administration/audit/?qui=Max+Imum").content.decode()
    assert "Rien à afficher" in client.get("/administration/audit/?au=2020-01-01").content.decode()
    told = client.post("/administration/audit/export/", {"nature": "deletion"}).content.decode("utf-8-sig")
    assert len(told.splitlines()) == 2
    dispatch()
    last = Entry.objects.get(kind="audit.exported")
    assert (last.kind, last.nature, last.author_id) == ("audit.exported", "export", ada)
    assert browser(boards.member("editor", name="Zoé")).get("/administration/audit/").status_code == 404


def test_check_audit(acts):
    assert "3 entries hold" in checks.audit_trail()
    without_triggers("DELETE FROM audit_entry WHERE number = 2")
    with pytest.raises(checks.Misconfigured, match="entry 2 is missing"):
        checks.audit_trail()
