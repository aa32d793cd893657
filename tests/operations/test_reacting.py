"""Reactions follow the commit at once, whoever commits, and nothing stops them."""

import threading

import pytest

from projets.boards.actions.cards import rename_card
from projets.operations.reacting import POLL, Reactions
from projets.usecase import dispatch as dispatching
from projets.usecase.dispatch import subscribe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(monkeypatch):
    """Titles that the subscriber was told, and when there was one."""
    monkeypatch.setattr(dispatching, "_subscribers", {})
    told, new = [], threading.Event()

    @subscribe
    def react(event):
        told.append(event.fact.after.title)
        new.set()

    return told, new


@pytest.fixture
def reactions(heard):
    running = Reactions()
    running.start()
    yield running
    running.stop()


def wait_for(new):
    assert new.wait(15)
    new.clear()


def test_they_are_woken_by_the_commit(reactions, heard, boards, editor, monkeypatch):
    monkeypatch.setattr("projets.operations.reacting.POLL", 3600)
    told, new = heard
    rename_card(editor, boards.card("A"), "first")
    wait_for(new)
    rename_card(editor, boards.card("B"), "second")
    wait_for(new)
    assert told == ["first", "second"]


def test_they_look_by_themselves(reactions, heard, boards, editor, monkeypatch):
    """What another process commits on SQLite wakes nobody here."""
    monkeypatch.setattr("projets.usecase.wakeup._listeners", [])
    told, new = heard
    rename_card(editor, boards.card("A"), "first")
    wait_for(new)
    assert told == ["first"]
    assert POLL <= 1


def test_a_failure_of_theirs_is_not_the_end(reactions, heard, boards, editor, monkeypatch):
    told, new = heard
    fails = threading.Event()

    def fail():
        fails.set()
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr("projets.operations.reacting.dispatch", fail)
        rename_card(editor, boards.card("A"), "first")
        assert fails.wait(15)
    wait_for(new)
    assert told == ["first"]
