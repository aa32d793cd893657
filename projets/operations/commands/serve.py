"""The whole product in one process."""

from functools import partial

from projets.config.environment import Misconfigured
from projets.operations.console import say

NAME = "serve"
HELP = "set up what is missing, then serve until SIGTERM"
SETTINGS = (
    "PORT",
    "PROJETS_HOST",
    "PROJETS_DEMO",
    "PROJETS_ADMIN_EMAIL",
    "PROJETS_ADMIN_NAME",
    "PROJETS_ADMIN_USERNAME",
    "PROJETS_TRUSTED_PROXIES",
    "PROJETS_REQUEST_THREADS",
    "OIDC_OP_URL",
)


def add_arguments(parser):
    parser.add_argument("--no-worker", action="store_true", help="`projets worker` does the jobs (PostgreSQL)")


def run(options):
    from django.conf import settings
    from django.db import connection

    from projets.config import server
    from projets.operations import checks, start
    from projets.operations.jobs import Worker

    for check in checks.BEFORE_START.values():
        check()
    if options.no_worker and connection.vendor == "sqlite":
        raise Misconfigured("--no-worker", "on SQLite one process does everything", "Leave it out, or use PostgreSQL")
    with start.only_server(), start.openid_demonstration():
        start.prepare()
        welcome = partial(say, _welcome())
        connection.close()
        worker = None if options.no_worker else Worker(beside_pages=True)
        if worker:
            worker.start()
        server.run(settings.HOST, settings.PORT, trusted_proxies=settings.TRUSTED_PROXIES, started=welcome)
        if worker:
            worker.stop()


def _welcome():
    from django.conf import settings

    from projets.accounts.models import User

    welcome = f"Projets: {settings.BASE_URL} (data in {settings.DATA_DIR}; stop with Ctrl-C)"
    if settings.DEMONSTRATION != "none" and User.objects.filter(is_demo=True, is_active=True).exists():
        return f"{welcome}\nDemonstration: choose whom to be at {settings.BASE_URL}/connexion/"
    return welcome
