"""The worker: does queued jobs, and every night what is due.

A thread of `serve`, or `projets worker` beside it on PostgreSQL. It is woken by what this process queues and looks by
itself once a second for what another one did. Those who react to facts have a thread of their own, see reacting.py. So
have jobs that call other people's machines: nobody waits for a receiver that does not answer.
"""

import logging
import secrets
import threading
import time
from datetime import datetime, timedelta
from datetime import time as clock
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker as Runner
from django_tasks_db.models import DBTaskResult

from projets.exchange.jobs import given_up
from projets.notifications.webhooks.jobs import wake_lanes
from projets.operations import daily
from projets.operations.reacting import Reactions
from projets.usecase.outgoing import QUEUE as OUTGOING

log = logging.getLogger(__name__)
POLL = 1  # seconds
HANDS = 4  # jobs that call others, at once
TRIES = 3  # a job that took the process down with it so often has failed
NIGHT = clock(3, 0)
WORKERS = 7_270_002  # the class of advisory locks that say which worker lives, on PostgreSQL


class Worker(threading.Thread):
    def __init__(self, beside_pages=False):
        """`beside_pages`: in the process that serves them, which hears of commits by itself."""
        super().__init__(name="worker", daemon=True)
        self.id = secrets.token_hex(8)
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._batch = None
        self._line = None  # the connection that holds the lock which says that it lives
        self._reactions = Reactions(beside_pages)
        self._hands = []

    def start(self):
        self._reactions.start()
        super().start()

    def run(self):
        task_enqueued.connect(self._when_enqueued)
        unset, away = True, False
        while not self._stopping.is_set():
            try:
                if unset:
                    self._take_up()
                self._round()
                unset, away = connection.connection is not self._line, False
            except (OperationalError, InterfaceError) as error:
                if not away:
                    log.warning("the worker lost the database, and goes on when it is back: %s", error)
                unset = away = True
                connection.close()
            self._wake.wait(POLL)
            self._wake.clear()
        task_enqueued.disconnect(self._when_enqueued)
        connection.close()

    def stop(self, patience=5):
        """Finish the job in hand, if that takes no longer than `patience` seconds; it is taken up again otherwise."""
        self._stopping.set()
        if self._batch:
            self._batch.running = False
        self._wake.set()
        self.join(patience)
        self._reactions.stop(patience)
        for hand in self._hands:
            hand.stop(patience)

    def _take_up(self):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [WORKERS, self.id])
        rescue(self.id)
        wake_lanes()
        plan_night()
        self._line = connection.connection

    def _round(self):
        ready = DBTaskResult.objects.ready().order_by()
        self._lend_hands(ready.filter(queue_name=OUTGOING)[:HANDS].count())
        if ready.exclude(queue_name=OUTGOING).exists():
            self._batch = batch(self.id, excluded=[OUTGOING])
            self._batch.run()
            self._batch = None

    def _lend_hands(self, wanted):
        self._hands = [hand for hand in self._hands if hand.is_alive()]
        for _hand in range(min(wanted, HANDS - len(self._hands))):
            self._hands.append(Hand(self.id))
            self._hands[-1].start()

    def _when_enqueued(self, **kwargs):
        transaction.on_commit(self._wake.set)


class Hand(threading.Thread):
    """Does the jobs that call others until none waits; it may be cut short, for they are done again."""

    def __init__(self, worker_id):
        super().__init__(name="hand", daemon=True)
        self._batch = batch(worker_id, [OUTGOING])

    def run(self):
        try:
            self._batch.run()
        except (OperationalError, InterfaceError) as error:
            log.warning("a job was left when the database went away: %s", error)
        finally:
            connection.close()

    def stop(self, patience):
        self._batch.running = False
        self.join(patience)


class Batch(Runner):
    """The library's, for which a database that goes away is no failure of a job."""

    def run_task(self, job):
        """What came of it is noted once the database is back; one that could not end without it waits again."""
        done, failed = job.set_successful, job.set_failed

        def cut_short(error):
            lost = isinstance(error, (OperationalError, InterfaceError))
            if lost and len(job.worker_ids) < TRIES:
                log.warning("a job that the database cut short is done again: %s", error)
                self._patiently(_wait_again, job)
                return
            self._patiently(failed, error)
            if lost:
                self._patiently(given_up, job.task_path, job.args_kwargs["args"])

        job.set_successful, job.set_failed = partial(self._patiently, done), cut_short
        super().run_task(job)

    def _patiently(self, write, *arguments):
        while True:
            try:
                write(*arguments)
            except (OperationalError, InterfaceError) as error:
                if not self.running:
                    raise
                log.warning("what came of a job is noted when the database is back: %s", error)
                connection.close()
                time.sleep(POLL)
            else:
                return


def batch(worker_id, queues=("*",), excluded=()):
    """`.run()` does every waiting job and returns."""
    return Batch(
        queue_names=[*queues],
        excluded_queue_names=[*excluded],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
    )


def rescue(worker_id):
    """Jobs whose worker died with them wait again: whoever writes a job makes sure that twice is as good as once."""
    for job in DBTaskResult.objects.running().order_by("started_at"):
        if lives(job.worker_ids[-1], worker_id):
            continue
        if len(job.worker_ids) < TRIES:
            _wait_again(job)
        else:
            job.set_failed(RuntimeError(f"the process ended during each of {TRIES} tries"))
            given_up(job.task_path, job.args_kwargs["args"])


def _wait_again(job):
    job.status = TaskResultStatus.READY
    job.save(update_fields=["status"])


def lives(worker_id, mine):
    """On SQLite there is one worker; on PostgreSQL each holds a lock as long as its connection lasts."""
    if worker_id == mine or connection.vendor != "postgresql":
        return worker_id == mine
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [WORKERS, worker_id])
        free = cursor.fetchone()[0]
        if free:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [WORKERS, worker_id])
    return not free


@task()
def nightly():
    plan_night()  # first: a night that fails is not the last one
    failed = daily.do_all()
    if failed:
        raise RuntimeError(f"failed: {', '.join(failed)}")


def plan_night():
    """One is waiting, always; of two that workers plan at once the second finds nothing left to do."""
    waiting = DBTaskResult.objects.filter(task_path=nightly.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        nightly.using(run_after=next_night(timezone.localtime())).enqueue()


def next_night(now):
    night = datetime.combine(now.date(), NIGHT, now.tzinfo)
    return night if night > now else datetime.combine(now.date() + timedelta(days=1), NIGHT, now.tzinfo)
