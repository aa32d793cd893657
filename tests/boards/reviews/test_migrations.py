"""Who answered a review before each manager was asked is counted among those who have."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from projets.usecase.guard import writes_allowed
from projets.usecase.ids import new_id


@pytest.fixture
def migrated(transactional_db):
    def to(name):
        with writes_allowed():
            MigrationExecutor(connection).migrate([("reviews", name)])
            return MigrationExecutor(connection).loader.project_state([("reviews", name)]).apps

    yield to
    with writes_allowed():
        MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def test_there_and_back(migrated):
    old, now = migrated("0001_initial"), timezone.now()
    with writes_allowed():
        project = old.get_model("boards", "Project").objects.create(pk=new_id(), name="Portail", prefix="PORT")
        review = old.get_model("reviews", "AccessReview")
        review.objects.create(pk=1, project=project, asked_at=now, answered_at=now, answered_by=7, kept=2, removed=0)
        review.objects.create(pk=2, project=project, asked_at=now)
    new = migrated("0002_each_manager").get_model("reviews", "AccessReview")
    assert dict(new.objects.values_list("pk", "confirmed_by")) == {1: [7], 2: []}
    again = migrated("0001_initial").get_model("reviews", "AccessReview")
    assert list(again.objects.order_by("pk").values_list("pk", "answered_by")) == [(1, 7), (2, None)]
