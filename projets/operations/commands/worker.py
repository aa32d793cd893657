"""Jobs beside the server, on PostgreSQL."""

import signal

from projets.config.environment import Misconfigured
from projets.operations.console import say

NAME = "worker"
HELP = "do the jobs, for servers started with --no-worker (PostgreSQL)"
UNTIL = {signal.SIGTERM, signal.SIGINT}


def add_arguments(parser):
    pass


def run(options):
    from django.db import connection

    from projets.operations import checks
    from projets.operations.jobs import Worker

    checks.ready()
    if connection.vendor != "postgresql":
        wrong = "on SQLite `serve` does the jobs itself"
        raise Misconfigured("PROJETS_DATABASE_URL", wrong, "Give the address of a PostgreSQL server")
    signal.pthread_sigmask(signal.SIG_BLOCK, UNTIL)  # before any thread starts: this one alone waits for them
    worker = Worker()
    worker.start()
    say("Projets does the jobs. Stop with Ctrl-C.")
    signal.sigwait(UNTIL)
    worker.stop()
