"""How the service stands: versions, checks, backups, room, jobs."""

import platform
import re
import shutil
from importlib.metadata import version

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from projets.boards.models import Attachment, BackgroundImage, Project
from projets.config.environment import Misconfigured
from projets.usecase import standing
from projets.usecase.models import SetAside

LARGEST = 20  # projects listed
LATEST = 20  # failed jobs listed
CHECKS = {
    "data directory": _("Data directory"),
    "storage": _("Files"),
    "database": _("Database"),
    "migrations": _("Migrations"),
    "antivirus": _("Antivirus"),
    "last backup": _("Last backup"),
    "legal pages": _("Legal pages"),
    "audit trail": _("Audit trail"),
}
WORDS = {
    "complete": _("Complete"),
    "none": _("Not set"),
    "none in the data directory": _("None in the data directory"),
}


def versions():
    return [
        ("Projets", version("projets")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, _database_version()),
        (platform.system(), platform.release()),
    ]


def _database_version():
    connection.ensure_connection()
    return ".".join(map(str, connection.get_database_version()))


def checks(names=None):
    """[(title, whether it holds, what it says)], as `projets check` asks; None: nothing is refused, and it is said."""
    return [
        (CHECKS.get(name, name), *_held(check))
        for name, check in standing.checks.items()
        if names is None or name in names
    ]


def _held(check):
    try:
        said = check()
    except Misconfigured as error:
        return False, str(error)
    is_news = said.startswith(("none", "incomplete"))
    return None if is_news else True, _for_people(said)


def _for_people(said):
    """Checks speak English, to who runs commands; the page, its reader's language."""
    if found := re.match(r"incomplete, (\d+) to fill in", said):
        missing = int(found[1])
        words = ngettext("%(missing)s information to complete", "%(missing)s information to complete", missing)
        return words % {"missing": missing}
    if found := re.fullmatch(r"(\S+), (\d+) days old, \d+ bytes", said):
        name, days = found[1], int(found[2])
        words = ngettext("%(name)s, %(days)s day old", "%(name)s, %(days)s days old", days)
        return words % {"name": name, "days": days}
    return WORDS.get(said, said)


def backups():
    """[(moment, name of the file, bytes)] in the data directory, the newest first."""
    return [(moment, path.name, path.stat().st_size) for moment, path in standing.readings["backups"]()]


def room():
    """Bytes: of the database, of the files that cards and boards name, and free where the data lie."""
    attachments = Attachment.objects.exclude(key="").order_by().values("key").distinct().aggregate(sum=Sum("size"))
    backgrounds = BackgroundImage.objects.order_by().aggregate(sum=Sum("size"))
    return {
        "database": _database_size(),
        "files": (attachments["sum"] or 0) + (backgrounds["sum"] or 0),
        "free": shutil.disk_usage(settings.DATA_DIR).free,
    }


def _database_size():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return cursor.fetchone()[0]


def largest(actor):
    """[(project, or None for one that the actor does not see, files, bytes)], the largest first."""
    files = Attachment.objects.exclude(key="").order_by().values("card__board__project")
    files = files.annotate(files=Count("pk"), bytes=Sum("size")).order_by("-bytes")[:LARGEST]
    found = list(files)
    seen = {one.pk: one for one in Project.objects.visible_to(actor).filter(pk__in=[_project(one) for one in found])}
    return [(seen.get(_project(one)), one["files"], one["bytes"]) for one in found]


def _project(one):
    return one["card__board__project"]


def jobs():
    """How many there are of each state, and those that failed last."""
    counts = dict(DBTaskResult.objects.order_by().values_list("status").annotate(count=Count("pk")))
    failed = DBTaskResult.objects.failed().order_by("-finished_at")[:LATEST]
    return {
        "waiting": counts.get(TaskResultStatus.READY, 0),
        "running": counts.get(TaskResultStatus.RUNNING, 0),
        "done": counts.get(TaskResultStatus.SUCCESSFUL, 0),
        "failed": counts.get(TaskResultStatus.FAILED, 0),
        "failures": [
            (one.task_path.rpartition(".")[2], one.finished_at, one.exception_class_path.rpartition(".")[2])
            for one in failed
        ],
    }


def set_aside():
    """[(who reacts, kind of fact, why without its content, tries, when next)]: what is tried again later."""
    rows = SetAside.objects.select_related("event").order_by("next_try")[:LATEST]
    return [(one.subscriber, one.event.kind, one.reason.partition(":")[0], one.tries, one.next_try) for one in rows]
