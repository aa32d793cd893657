"""What `serve` does before it serves: the tables, an administrator, the demonstration."""

import fcntl
import os
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override

from projets.accounts.actions.people import create_user
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.config.environment import Misconfigured, read
from projets.operations import checks, demo
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid

MIGRATING = 7_270_001  # the advisory lock of whoever migrates, on PostgreSQL


def prepare():
    """Everything that serving needs. Of several servers that start together, one does it and the others wait."""
    _migrate_apart()
    with _alone():
        demonstration()
        administrator()


def migrate():
    """Bring the tables to this version; answers how many steps that took."""
    with _alone():
        pending = len(checks.pending_migrations())
        if pending:
            call_command("migrate", verbosity=0)
        return pending


def demonstration():
    """On the very first start, unless the settings want none; later ones find somebody here and change nothing."""
    if settings.DEMONSTRATION != "none" and demo.is_untouched():
        demo.load(administrated=settings.DEMONSTRATION == "local")


def administrator():
    """The one that the settings name, unless somebody has this address."""
    email = read("PROJETS_ADMIN_EMAIL").lower()
    if not email or User.objects.filter(email=email).exists():
        return
    if not read("PROJETS_ADMIN_PASSWORD"):
        raise Misconfigured(
            "PROJETS_ADMIN_PASSWORD", f"{email} cannot be made without one", "Give 16 characters or more"
        )
    try:
        create_user(
            Actor(None, "command"),
            instance(),
            email,
            read("PROJETS_ADMIN_NAME") or email.partition("@")[0],
            role=User.Role.ADMINISTRATOR,
            username=read("PROJETS_ADMIN_USERNAME") or None,
            password=read("PROJETS_ADMIN_PASSWORD"),
        )
    except Invalid as error:
        with override("en"):
            name = f"PROJETS_ADMIN_{(error.field or 'email').upper()}"
            raise Misconfigured(name, str(error).rstrip("."), "Change it, or leave all of them out") from None


def _migrate_apart():
    """In a process of its own: what it loads would stay with the server for as long as that runs, 22 MB."""
    if checks.pending_migrations():
        ended = subprocess.run([sys.executable, "-m", "projets", "migrate"], stdout=subprocess.DEVNULL, check=False)
        if ended.returncode:  # it has said why
            sys.exit(ended.returncode)


@contextmanager
def _alone():
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


@contextmanager
def only_server():
    """On SQLite one process serves: it alone tells open pages what changed."""
    if connection.vendor != "sqlite":
        yield
        return
    path = f"{settings.DATABASES['default']['NAME']}.serving"
    with open(path, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            wrong = f"another projets serves this database already (process {file.read().strip() or 'unknown'})"
            raise Misconfigured("PROJETS_DATA_DIR", wrong, "Stop it, or give another directory") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextmanager
def openid_demonstration():
    """The provider of invented people beside the server, if the settings want it."""
    if not settings.OIDC_DEMONSTRATION:
        yield
        return
    from projets.operations.openid_demo.serving import Serving

    try:
        provider = Serving(
            settings.BASE_URL, settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET, port=settings.PORT + 1
        )
    except OSError as error:
        wrong = f"port {settings.PORT + 1}, for the provider of invented people, cannot be had ({error.strerror})"
        raise Misconfigured("OIDC_OP_URL", wrong, "Stop the program that holds it, or give another PORT") from None
    with provider:
        yield
