"""What is done once a day, at night: functions without arguments that `@daily` registers; jobs.py calls them."""

import logging

from django.conf import settings

from projets.boards.reviews.actions.reviews import ask_reviews, close_reviews
from projets.boards.reviews.queries import due, waiting_for_nobody
from projets.boards.sharing.actions.guests import end_guest, forget_guest, tell_of_end
from projets.boards.sharing.queries import ending_soon, long_gone, overdue
from projets.operations import retention
from projets.operations.backup import keeping
from projets.usecase.actor import Actor

SYSTEM = Actor(None, "system")
log = logging.getLogger(__name__)

_registered = {}


def daily(function):
    """Call it every night; one that fails is logged and tried again the next night, the others go on."""
    _registered[f"{function.__module__}.{function.__name__}"] = function
    return function


def do_all():
    """Answers the names of those that failed."""
    failed = []
    for name, function in sorted(_registered.items()):
        try:
            function()
        except Exception:
            log.exception("%s failed; it is tried again tomorrow", name)
            failed.append(name)
    return failed


for _rule in retention.RULES.values():
    daily(_rule.apply)


@daily
def ask_who_is_on_the_boards():
    if settings.REVIEW_MONTHS:
        for project in due(settings.REVIEW_MONTHS):  # one by one: each holds its own stream, for a moment
            ask_reviews(SYSTEM, [project])
    for review in waiting_for_nobody():
        close_reviews(SYSTEM, [review])


@daily
def look_after_guests():
    """Sponsors are told a week before; what is over, and was closed at its very end, is put in order."""
    for guest in ending_soon():
        tell_of_end(SYSTEM, guest)
    for guest in overdue():
        end_guest(SYSTEM, guest)
    for guest in long_gone():
        forget_guest(SYSTEM, guest)


@daily
def back_up():
    if settings.BACKUP_NIGHTLY:
        keeping.make_here()
