from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from projets.boards.actions.cards import create_cards, move_cards
from projets.boards.models import Project
from projets.usecase import dispatch as dispatching
from projets.usecase.dispatch import dispatch, has_caught_up, subscribe
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event, SetAside

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(monkeypatch):
    """What each subscriber was told, as titles; `search` fails on « B » until told otherwise."""
    monkeypatch.setattr(dispatching, "_subscribers", {})
    told = {"search": [], "webhooks": [], "broken": True}

    @subscribe
    def search(event):
        seen = event.fact.after.title
        Project.objects.create(name=f"seen {seen}", prefix=f"SEEN{Project.objects.count()}")
        if event.fact.after.title == "B" and told["broken"]:
            raise ValueError("no such index")
        told["search"].append(event.fact.after.title)

    @subscribe
    def webhooks(event):
        told["webhooks"].append(event.fact.after.title)

    return told


@pytest.fixture
def moved(boards, editor, heard):
    for title in "ABC":
        move_cards(editor, [boards.card(title)], boards.doing, 0)


def test_each_event_once_to_each_in_order(heard, moved):
    heard["broken"] = False
    dispatch()
    dispatch()
    assert (heard["search"], heard["webhooks"]) == (["A", "B", "C"], ["A", "B", "C"])


def test_one_that_fails_is_set_aside_and_the_rest_go_on(heard, moved):
    dispatch()
    assert (heard["search"], heard["webhooks"]) == (["A", "C"], ["A", "B", "C"])
    kept = SetAside.objects.get()
    assert (kept.subscriber, kept.event.fact.after.title, kept.reason) == ("search", "B", "ValueError: no such index")
    assert kept.next_try > timezone.now()
    assert sorted(Project.objects.filter(name__startswith="seen").values_list("name", flat=True)) == [
        "seen A",
        "seen C",
    ]


def test_tried_again_when_its_time_has_come(heard, moved):
    dispatch()
    dispatch()
    assert SetAside.objects.get().tries == 1
    come_of_age()
    dispatch()
    assert (SetAside.objects.get().tries, heard["search"]) == (2, ["A", "C"])
    heard["broken"] = False
    come_of_age()
    dispatch()
    assert (heard["search"], SetAside.objects.exists()) == (["A", "C", "B"], False)
    dispatch()
    assert heard["search"] == ["A", "C", "B"]


def test_waits_longer_and_longer(heard, moved):
    waits = []
    for _ in range(3):
        dispatch()
        waits.append(round((SetAside.objects.get().next_try - timezone.now()) / timedelta(seconds=10)))
        come_of_age()
    assert waits == [1, 2, 4]


def test_a_crash_between_reacting_and_noting_is_told_again(heard, moved, monkeypatch):
    """At least once: the reaction and the note of it are one transaction."""
    heard["broken"] = False
    saving = dispatching.Progress.save

    def crash(self, **kwargs):
        if "update_fields" in kwargs:
            raise SystemExit
        saving(self, **kwargs)

    monkeypatch.setattr(dispatching.Progress, "save", crash)
    with pytest.raises(SystemExit):
        dispatch()
    assert not Project.objects.filter(name="seen A").exists()
    monkeypatch.setattr(dispatching.Progress, "save", saving)
    dispatch()
    assert Project.objects.filter(name="seen A").count() == 1


def test_a_reaction_may_act(boards, editor, heard):
    @subscribe
    def follow_up(event):
        if event.fact.after.title == "A":
            create_cards(editor, boards.todo, ["suite"])

    move_cards(editor, [boards.card("A")], boards.doing, 0)
    dispatch()
    assert Event.objects.filter(kind="card.created", act__user_id=editor.user_id).count() == 1


def come_of_age():
    with transaction.atomic(), writes_allowed():
        SetAside.objects.update(next_try=timezone.now() - timedelta(seconds=1))


def test_what_concerns_nobody_is_passed_over_at_once(heard, boards, editor, django_assert_num_queries):
    looked, told = [], []

    @subscribe(concerned=lambda events: looked.append(len(events)) or [])
    def never(event):
        told.append(event)

    heard["broken"] = False
    for title in "ABC":
        move_cards(editor, [boards.card(title)], boards.doing, 0)
    dispatch()
    dispatch()
    assert (looked, told) == ([Event.objects.count()], [])
    revision = Event.objects.order_by("-revision").values_list("revision", flat=True).first()
    assert has_caught_up("never", {boards.board.stream: revision})
    assert not has_caught_up("never", {boards.board.stream: revision + 1})


def test_only_what_concerns_it_reaches_it(heard, boards, editor):
    told = []

    @subscribe(concerned=lambda events: [one for one in events if one.fact.after.title == "B"])
    def picky(event):
        told.append(event.fact.after.title)

    heard["broken"] = False
    for title in "ABC":
        move_cards(editor, [boards.card(title)], boards.doing, 0)
    dispatch()
    assert told == ["B"]


def test_one_that_cannot_tell_reacts_to_all(heard, boards, editor, caplog):
    told = []

    @subscribe(concerned=lambda events: 1 / 0)
    def confused(event):
        told.append(event.fact.after.title)

    heard["broken"] = False
    move_cards(editor, [boards.card("A")], boards.doing, 0)
    dispatch()
    assert told == ["A"]
    assert "confused cannot tell which events concern it" in caplog.text


def test_one_that_has_fallen_behind_misses_nothing(heard, boards, editor, monkeypatch):
    """Events are read together for all, a few at once here."""
    monkeypatch.setattr(dispatching, "AT_ONCE", 2)
    heard["broken"] = False
    for title in "ABC":
        move_cards(editor, [boards.card(title)], boards.doing, 0)
    with monkeypatch.context() as alone:
        alone.setattr(dispatching, "_subscribers", {"webhooks": dispatching._subscribers["webhooks"]})  # noqa: SLF001
        dispatch()
    move_cards(editor, [boards.card("D")], boards.todo, 0)
    dispatch()
    assert heard["webhooks"] == heard["search"] == ["A", "B", "C", "D"]
    moved = Event.objects.filter(stream=boards.board.stream).order_by("revision").last()
    assert has_caught_up("search", {boards.board.stream: moved.revision})
