"""What must be true before Projets starts. Each check answers what it found, or raises Misconfigured."""

import os
import socket
import tempfile
from datetime import UTC, datetime
from getpass import getuser

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from projets.accounts.audit import chain
from projets.accounts.legal.shown import shown
from projets.boards import antivirus
from projets.config.environment import Misconfigured
from projets.operations.backup import keeping

DATABASE = "PROJETS_DATABASE_URL"


def data_directory():
    directory = settings.DATA_DIR
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory) as file:
            file.write(b"room for this")
    except OSError as error:
        wrong = f"cannot write in {directory} ({error.strerror})"
        raise Misconfigured("PROJETS_DATA_DIR", wrong, f"Give a directory that {getuser()} may write in") from None
    return str(directory)


def database():
    """Reached, and written without leaving a trace."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("ROLLBACK")
            else:
                cursor.execute("SHOW transaction_read_only")
                if cursor.fetchone() == ("on",):
                    raise Misconfigured(DATABASE, f"{_where()} is read-only", "Give the address of the primary server")
    except DatabaseError as error:
        raise in_words(error) from None
    return _where()


def migrations():
    pending = pending_migrations()
    if pending:
        wrong = f"{_where()} lacks {len(pending)} migrations, from {pending[0]} on"
        raise Misconfigured(DATABASE, wrong, "Run: projets migrate")
    return "complete"


def last_backup():
    """How old the newest one in the data directory is; none is no fault: it may be made elsewhere."""
    found = keeping.last()
    if found is None:
        return "none in the data directory"
    moment, path, size = found
    return f"{path.name}, {(datetime.now(UTC) - moment).days} days old, {size} bytes"


def audit_trail():
    try:
        number, count = chain.verify()
    except chain.Broken as error:
        raise Misconfigured(
            "audit trail", str(error), "Compare it with a backup, and find out who may write there"
        ) from None
    return f"{count} entries hold, up to number {number}"


def ready():
    """For commands that work on a database set up before."""
    database()
    migrations()


def storage():
    if not settings.STORAGES["default"]["BACKEND"].endswith("S3Storage"):
        return str(settings.STORAGES["default"]["OPTIONS"]["location"])
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        default_storage.exists("projets-check")
    except (BotoCoreError, ClientError) as error:
        wrong = f"the bucket does not answer ({type(error).__name__})"
        raise Misconfigured("PROJETS_STORAGE_URL", wrong, "Look at the host, the bucket and its key") from None
    return settings.STORAGES["default"]["OPTIONS"]["bucket_name"]


def virus_scanner():
    if settings.ANTIVIRUS is None:
        return "none"
    try:
        return antivirus.answers()
    except antivirus.NoAnswer as error:
        raise Misconfigured("PROJETS_ANTIVIRUS", str(error), "Start ClamAV’s daemon: uploads are refused") from None


def port():
    """Free to listen on; asked before anything is changed."""
    host = settings.HOST
    try:
        family, *_, address = socket.getaddrinfo(host, settings.PORT, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise Misconfigured(
            "PROJETS_HOST", f"« {host} » is no address", "Give one like 127.0.0.1 or 0.0.0.0"
        ) from None
    except PermissionError:
        wrong = f"{getuser()} may not listen on port {settings.PORT}"
        raise Misconfigured("PORT", wrong, "Give one from 1024 on, with a proxy before it") from None
    except OSError as error:
        name, wrong = "PORT", f"{settings.PORT} of {host} cannot be had ({os.strerror(error.errno).lower()})"
        raise Misconfigured(name, wrong, "Stop the program that holds it, or give another port") from None
    return f"{host}:{settings.PORT}"


def in_words(error):
    """A database's refusal, as a line for whoever runs Projets; never with the password."""
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    for sign, wrong, remedy in _SQLITE_SAYS if connection.vendor == "sqlite" else ():
        if sign in said:
            return Misconfigured(DATABASE, f"{_where()} {wrong}", remedy.format(user=getuser()))
    return Misconfigured(DATABASE, f"{_where()} refuses: {said.rstrip('.')}", "Look at the server and at the address")


_SQLITE_SAYS = [
    ("readonly", "is read-only", "Let {user} write this file and its directory"),
    ("not a database", "is no SQLite database", "Give another path, or put that file elsewhere"),
    ("unable to open", "cannot be opened", "Give the path of a file in a directory that {user} may write in"),
    ("disk is full", "has no room left", "Free some space on its disk"),
    ("locked", "is held by another process", "Wait until it has finished, or stop it"),
    ("no such table", "is not set up", "Run: projets migrate"),
]


def _where():
    about = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return f"SQLite {about['NAME']}"
    return f"PostgreSQL {about.get('HOST') or 'local'}:{about.get('PORT') or 5432}/{about['NAME']}"


def pending_migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def legal_pages():
    """The product works without them, and the law asks for them: said, never a refusal."""
    missing = shown().missing
    where = f"{settings.BASE_URL}{reverse('legal_information')}"
    return f"incomplete, {len(missing)} to fill in at {where}: {', '.join(missing)}" if missing else "complete"


BEFORE_START = {"data directory": data_directory, "port": port, "storage": storage, "database": database}
ALL = {
    "data directory": data_directory,
    "storage": storage,
    "database": database,
    "migrations": migrations,
    "antivirus": virus_scanner,
    "last backup": last_backup,
    "legal pages": legal_pages,
}
AUDIT = {"database": database, "migrations": migrations, "audit trail": audit_trail}
