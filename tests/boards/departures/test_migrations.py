"""A departure of before stays, forwards and back."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.departures.models import Departure, NamedAt, SilenceWarning
from projets.usecase.guard import writes_allowed
from tests.domain import make_boards


def test_what_follows_a_departure_comes_and_goes(transactional_db):
    boards, now = make_boards(), timezone.now()
    ends = MigrationExecutor(connection).loader.graph.leaf_nodes()
    with writes_allowed():
        gone = User.objects.create(email="lou@ministere.example", name="Lou Part", is_active=False)
        Departure.objects.create(user=gone, reason="asked", opened_at=now)
        SilenceWarning.objects.create(user=gone, days=7, warned_at=now)
        NamedAt.objects.create(user=gone, what="board", row_id=1, project=boards.project, found_at=now)
        MigrationExecutor(connection).migrate([("departures", "0001_initial")])
        tables = connection.introspection.table_names()
        assert not {"departures_namedat", "departures_silencewarning"} & {*tables}
        MigrationExecutor(connection).migrate(ends)
    assert Departure.objects.get().reason == "asked"
    assert (NamedAt.objects.count(), SilenceWarning.objects.count()) == (0, 0)
