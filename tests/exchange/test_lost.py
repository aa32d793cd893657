"""The database goes away in the middle of an import: nothing was written, and it is done again."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from projets.exchange import importing
from projets.exchange.actions.starting import start_import
from projets.exchange.models import ImportJob
from projets.operations.jobs import TRIES, batch
from projets.usecase.guard import writes_allowed
from tests.exchange.rich import asked, rich
from tests.exchange.trello_files import as_file
from tests.losing import lose, on_postgresql

pytestmark = [pytest.mark.django_db(transaction=True), on_postgresql]


@pytest.mark.parametrize(("times", "state"), [(1, "done"), (TRIES, "failed")])
def test_an_import_that_it_cut_short_is_done_again_and_at_last_told_as_failed(actor, monkeypatch, times, state):
    start_import(actor, asked(actor, rich()), [])
    with writes_allowed():
        ImportJob.objects.update(file=default_storage.save("imports/lost", ContentFile(as_file(rich()).read())))
    read, tried = importing.trello.read, []

    def reading(file):
        tried.append(file)
        if len(tried) <= times:
            lose(connection.connection)
        return read(file)

    monkeypatch.setattr(importing.trello, "read", reading)
    batch("tests").run()
    job = ImportJob.objects.get()
    assert (job.state, bool(job.error), len(tried)) == (state, state == "failed", min(times + 1, TRIES))
