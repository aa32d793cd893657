"""What is done once a day, at night: functions without arguments that `@daily` registers; jobs.py calls them."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.audit.actions.trail import cut_audit
from projets.accounts.factors import throttling
from projets.accounts.queries import instance
from projets.boards import storage
from projets.boards.actions import bin
from projets.boards.queries import blobs_in_use
from projets.boards.reviews.actions.reviews import ask_reviews
from projets.boards.reviews.queries import due
from projets.boards.sharing.actions.guests import end_guest, forget_guest, tell_of_end
from projets.boards.sharing.queries import ending_soon, long_gone, overdue
from projets.exchange.importing import drop_abandoned
from projets.notifications.webhooks import journal
from projets.operations.backup import keeping
from projets.usecase.actor import Actor

SYSTEM = Actor(None, "system")
log = logging.getLogger(__name__)
KEPT = timedelta(days=14)  # how long one can still look up what became of a job

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


@daily
def forget_ended_sessions():
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@daily
def forget_finished_jobs():
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()


@daily
def empty_the_bin():
    before = timezone.now() - bin.KEPT
    for project, boards in bin.overdue(before):
        bin.purge_bin(SYSTEM, project, boards, before)


@daily
def ask_who_is_on_the_boards():
    if settings.REVIEW_MONTHS:
        for project in due(settings.REVIEW_MONTHS):  # one by one: each holds its own stream, for a moment
            ask_reviews(SYSTEM, [project])


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
def forget_old_tries():
    throttling.forget_old()


@daily
def forget_abandoned_imports():
    drop_abandoned()


@daily
def forget_old_deliveries():
    journal.forget_old()


@daily
def cut_the_audit_trail():
    before = timezone.now() - timedelta(days=settings.AUDIT_MONTHS * 365.25 / 12)
    cut_audit(SYSTEM, instance(), before)


@daily
def back_up():
    if settings.BACKUP_NIGHTLY:
        keeping.make_here()
    keeping.expire()


@daily
def forget_files():
    """Those that nothing names any more: what held them has left the bin, or was never attached."""
    storage.purge(blobs_in_use())
