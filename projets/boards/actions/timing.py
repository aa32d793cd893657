"""The time that people spend on cards: a stopwatch on each, started, paused, corrected, cleared."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projets.boards import events
from projets.boards.actions.details import KEEP
from projets.boards.actions.saving import save, states
from projets.usecase.action import action
from projets.usecase.errors import Invalid
from projets.usecase.years import require_near

MOST = 2**40  # seconds; as many as anybody can mean


@action("cards")
def start_timing(actor, cards):
    """Let the stopwatches of cards run from now on; those that run go on."""
    were, now = states(cards), timezone.now()
    for card in cards:
        card.time_spent = card.time_spent or 0
        card.timed_since = card.timed_since or now
    save(events.CardTimed, were)


@action("cards")
def pause_timing(actor, cards):
    """Stop the stopwatches of cards, in whole seconds; those that stand go on standing."""
    were, now = states(cards), timezone.now()
    for card in cards:
        card.time_spent, card.timed_since = spent(card, now), None
    save(events.CardTimed, were)


@action("card")
def time_card(actor, card, time_spent, timed_since=KEEP):
    """Say how many seconds were spent on a card, and since when (None: it stands) its stopwatch runs besides.

    One that runs goes on, from now, unless told otherwise. `time_spent` None takes the stopwatch off the card.
    """
    were = states([card])
    set_time(card, time_spent, timed_since)
    save(events.CardTimed, were)


def set_time(card, time_spent, timed_since=None):
    """As `time_card`; save nothing."""
    card.time_spent = time_spent if time_spent is None else _seconds(time_spent)
    if timed_since is KEEP:
        timed_since = card.timed_since and timezone.now()
    card.timed_since = None if time_spent is None else _start(timed_since)


def spent(card, now):
    """Seconds spent on a card, or on its state, up to this moment; None if nobody counts them."""
    if card.timed_since is None:
        return card.time_spent
    return min(MOST, card.time_spent + max(0, int((now - card.timed_since).total_seconds())))


def _seconds(number):
    whole = int(number) if isinstance(number, int | float) and 0 <= number <= MOST else -1
    if whole < 0:
        raise Invalid(_("This is not a time that can be spent: type hours and minutes, from 0."), field="hours")
    return whole


def _start(moment):
    if moment is None:
        return None
    if not isinstance(moment, datetime) or timezone.is_naive(moment):
        raise Invalid(_("This is not a moment when a stopwatch can have started."), field="timed_since")
    require_near(moment, "timed_since")
    return moment
