"""What is over goes, at night or by the command line: a rule for each kind of `accounts/legal/retention.py`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.audit.actions.trail import cut_audit
from projets.accounts.audit.models import Entry
from projets.accounts.erasing import empty_the_write_ahead_log
from projets.accounts.factors import throttling
from projets.accounts.legal import retention
from projets.accounts.queries import instance
from projets.boards import storage
from projets.boards.actions import bin
from projets.boards.departures import silence
from projets.boards.departures.actions.departures import open_departure
from projets.boards.departures.actions.erasing import erase_person
from projets.boards.departures.actions.silence import warn_of_silence
from projets.boards.departures.models import Departure
from projets.boards.models import Project
from projets.boards.queries import blobs_in_use
from projets.exchange.importing import abandoned, drop_abandoned
from projets.notifications.actions.telling import forget_notifications
from projets.notifications.mail.models import mail_server
from projets.notifications.models import Notification
from projets.notifications.webhooks import journal
from projets.operations.backup import keeping
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict
from projets.usecase.ids import first_of

SYSTEM = Actor(None, "system")
MONTH = silence.MONTH
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    name: str
    due: Callable  # how many rows (files, people, …) would go now
    apply: Callable


RULES = {}


def rule(name, due):
    """The function below makes what is over go; `due` counts it and changes nothing."""

    def declare(apply):
        RULES[name] = Rule(name, due, apply)
        return apply

    return declare


def _before(delay):
    return timezone.now() - delay


def _in_bins():
    before = _before(timedelta(days=retention.BIN_DAYS))
    return sum(model.objects.filter(binned_at__lt=before).count() for model in bin.PURGED)


@rule("bin", _in_bins)
def empty_the_bin():
    before = _before(timedelta(days=retention.BIN_DAYS))
    for project, boards in bin.overdue(before):
        bin.purge_bin(SYSTEM, project, boards, before)


def _old_notifications():
    return Notification.objects.filter(pk__lt=first_of(_before(settings.NOTIFICATION_MONTHS * MONTH)))


@rule("notifications", lambda: _old_notifications().count())
def forget_old_notifications():
    forget_notifications(SYSTEM, instance(), first_of(_before(settings.NOTIFICATION_MONTHS * MONTH)))


@rule("imports", lambda: abandoned().count())
def forget_abandoned_imports():
    drop_abandoned()


@rule("deliveries", lambda: journal.old().count())
def forget_old_deliveries():
    journal.forget_old()


def _old_jobs():
    return DBTaskResult.objects.finished().filter(finished_at__lt=_before(timedelta(days=retention.JOB_DAYS)))


@rule("jobs", lambda: _old_jobs().count())
def forget_finished_jobs():
    _old_jobs().delete()


@rule("files", lambda: storage.purge(blobs_in_use(), dry=True)[0])
def forget_files():
    """Those that nothing names any more: what held them has left the bin, or was never attached."""
    storage.purge(blobs_in_use())


def _ended_sessions():
    return Session.objects.filter(expire_date__lt=timezone.now())


@rule("sessions", lambda: _ended_sessions().count())
def forget_ended_sessions():
    _ended_sessions().delete()


@rule("tries", lambda: throttling.old().count())
def forget_old_tries():
    throttling.old().delete()


@rule("audit", lambda: Entry.objects.filter(at__lt=_before(settings.AUDIT_MONTHS * MONTH)).count())
def cut_the_audit_trail():
    cut_audit(SYSTEM, instance(), _before(settings.AUDIT_MONTHS * MONTH))


@rule("backups", lambda: len(keeping.old()))
def forget_old_backups():
    keeping.expire()


def _inactive():
    """[(what is done, to whom)] tonight; without a mail server nobody can be warned, so nobody is closed out."""
    now, by_mail = timezone.now(), bool(mail_server().host)
    for one in silence.silent(now):
        if one.is_over(now):
            yield "closed", one
        elif by_mail and one.next_warning(now):
            yield "warned", one


@rule("inactive", lambda: len(list(_inactive())))
def see_to_the_inactive():
    now = timezone.now()
    for what, one in list(_inactive()):
        try:
            if what == "closed":
                open_departure(SYSTEM, one.user, Departure.Reason.SILENCE)
            else:
                days = one.next_warning(now)
                warn_of_silence(SYSTEM, one.user, days, max(one.closes_at, now + timedelta(days=days)))
        except Conflict as error:  # the last administrator
            log.warning("account %s stays open: %s", one.user.pk, error)


@rule("departed", lambda: len(silence.to_erase(timezone.now())))
def erase_who_left():
    for user in silence.to_erase(timezone.now()):
        erase_person(SYSTEM, user)
    empty_the_write_ahead_log()


def archived_long_ago():
    """Nothing is done by itself: whoever answers for the archives decides."""
    if not settings.ARCHIVED_MONTHS:
        return Project.objects.none()
    limit = _before(settings.ARCHIVED_MONTHS * MONTH)
    return Project.objects.filter(binned_at=None, archived_at__lt=limit).order_by("archived_at", "pk")


@rule("projects", lambda: archived_long_ago().count())
def signal_archived_projects():
    if count := archived_long_ago().count():
        log.info("%s archived projects are over: projets retention --dry-run", count)


def due():
    """(kind of `legal/retention.py`, how much of it would go now), each counted when its turn comes; None where
    nothing is the product's to remove."""
    for kind in retention.kinds():
        yield kind, RULES[kind.name].due() if kind.name in RULES else None
