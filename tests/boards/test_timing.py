from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from projets.boards.actions.editing import edit_card
from projets.boards.actions.timing import MOST, pause_timing, spent, start_timing, time_card
from projets.boards.models import Card
from projets.usecase.errors import Invalid, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act

SINCE = datetime(2027, 3, 12, 16, tzinfo=UTC)


def time_of(card):
    card = Card.objects.get(pk=card.pk)
    return card.time_spent, card.timed_since


def test_started_paused_and_started_again(boards, editor):
    card, before = boards.card("A"), timezone.now()
    act = start_timing(editor, [card, boards.card("B")])
    assert [fact.kind for fact in act.facts] == ["card.timed", "card.timed"]
    total, since = time_of(card)
    assert (total, before <= since <= timezone.now()) == (0, True)
    with writes_allowed():
        Card.objects.filter(pk=card.pk).update(timed_since=timezone.now() - timedelta(seconds=90))
    pause_timing(editor, [card])
    assert time_of(card) in {(90, None), (91, None)}
    start_timing(editor, [card])
    assert time_of(card)[0] in {90, 91}
    assert time_of(card)[1] is not None


def test_what_runs_goes_on_and_what_stands_stays(boards, editor):
    card = boards.card("A")
    time_card(editor, card, 60, SINCE)
    assert start_timing(editor, [card]).facts == []
    assert time_of(card) == (60, SINCE)
    assert pause_timing(editor, [boards.card("B")]).facts == []
    assert time_of(boards.card("B")) == (None, None)


def test_corrected_and_cleared(boards, editor):
    card = boards.card("A")
    version = card.version
    edit_card(editor, card, title="Autre", time_spent=7500)
    assert time_of(card) == (7500, None)
    act = time_card(editor, card, None, SINCE)
    assert (time_of(card), act.facts[0].changed) == ((None, None), {"time_spent", "version"})
    assert Card.objects.get(pk=card.pk).version == version + 3


def test_one_that_runs_goes_on_from_what_was_corrected(boards, editor):
    card, before = boards.card("A"), timezone.now()
    time_card(editor, card, 60, SINCE)
    time_card(editor, card, 30)
    total, since = time_of(card)
    assert (total, before <= since <= timezone.now()) == (30, True)
    time_card(editor, card, 30, None)
    assert time_of(card) == (30, None)


def test_clocks_that_go_back_take_no_time_away(boards, editor):
    card = boards.card("A")
    time_card(editor, card, 60, timezone.now() + timedelta(hours=1))
    pause_timing(editor, [card])
    assert time_of(card) == (60, None)
    card.time_spent, card.timed_since = MOST, SINCE
    assert spent(card, timezone.now()) == MOST


@pytest.mark.parametrize(
    ("seconds", "since"),
    [
        (-1, None),
        (float("nan"), None),
        (float("inf"), None),
        ("60", None),
        (2**41, None),
        (1, "hier"),
        (1, SINCE.replace(tzinfo=None)),
    ],
)
def test_what_is_no_time_is_refused(boards, editor, seconds, since):
    before = Act.objects.count()
    with pytest.raises(Invalid):
        time_card(editor, boards.card("A"), seconds, since)
    assert (Act.objects.count(), time_of(boards.card("A"))) == (before, (None, None))


@pytest.mark.parametrize("role", ["commenter", "reader", "project manager", "administrator", None])
@pytest.mark.parametrize("do", [start_timing, pause_timing, lambda actor, cards: time_card(actor, cards[0], 60)])
def test_not_for_everybody(boards, role, do):
    with pytest.raises(Refused):
        do(boards.member(role), [boards.card("A")])
    assert time_of(boards.card("A")) == (None, None)
