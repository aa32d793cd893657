"""The whole demonstration, or nothing of it."""

from django.db import transaction
from django.utils import timezone

from projets.accounts.models import User
from projets.boards import dates
from projets.boards.models import Project
from projets.operations.demo import reading
from projets.operations.demo.cast import invent
from projets.operations.demo.files import keep_all
from projets.operations.demo.house import furnish
from projets.operations.demo.writing import write_project
from projets.usecase.errors import Conflict
from projets.usecase.turns import in_turn


def is_untouched():
    """Nobody has an account yet, and nothing was ever made here: a first start."""
    return not User.objects.exists() and not Project.objects.exists()


def load(*, administrated=True):
    """Put the demonstration into an instance without any project; Conflict, and nothing is written, where one is.

    Without `administrated` nobody of it is an administrator: for a demonstration that everybody can reach. It is one
    transaction around many acts, so that a start that is interrupted leaves nothing half done.
    """
    _require_empty()
    plans = reading.projects()
    files = keep_all(plans)
    today = dates.day_of(timezone.now(), timezone.get_default_timezone())
    with in_turn(), transaction.atomic():
        _require_empty()
        cast = invent(reading.people(), administrated)
        furnish(cast, reading.people(), administrated)
        for plan in plans:
            write_project(plan, cast, files, today)


def _require_empty():
    if Project.objects.exists() or User.objects.filter(is_demo=True).exists():
        raise Conflict(
            "This instance is in use: the demonstration goes into an empty one. Give another PROJETS_DATA_DIR."
        )
