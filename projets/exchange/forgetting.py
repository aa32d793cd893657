"""Imports name people, as the file of another tool does."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from projets.accounts.erasing import forgets
from projets.exchange.models import ImportJob

TEXTS = ("analysis", "balance", "error", "file_name", "project_name")


@forgets
def forget_imports(gone):
    """Their own that were never done go with their file; the balance of a board stays with the board."""
    theirs = ImportJob.objects.filter(owner=gone.user_id)
    unfinished = theirs.exclude(state=ImportJob.State.DONE)
    for file in unfinished.exclude(file="").order_by("pk").values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, file), robust=True)
    unfinished.delete()
    theirs.update(owner=None)
    for job in ImportJob.objects.order_by("pk").iterator():
        were = {name: getattr(job, name) for name in TEXTS}
        now = {name: gone.blot(value) for name, value in were.items()}
        if now != were:
            ImportJob.objects.filter(pk=job.pk).update(**now)
