"""What migrations make of a database that has been used."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from projets.usecase.guard import writes_allowed
from projets.usecase.ids import new_id


@pytest.fixture
def to(transactional_db):
    """`to(app, name)`: the models as they were then; all is brought back afterwards."""
    ends = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def migrated(app, name):
        MigrationExecutor(connection).migrate([(app, name)])
        others = [end for end in ends if end[0] == "accounts" and app != "accounts"]
        return MigrationExecutor(connection).loader.project_state([(app, name), *others]).apps

    with writes_allowed():
        yield migrated
        MigrationExecutor(connection).migrate(ends)


def test_accounts_get_a_place_for_a_number_and_lose_it_again(to):
    """E-05."""
    old = to("accounts", "0005_tokens").get_model("accounts", "User")
    for name in ("Awa", "Luce"):
        old.objects.create(pk=new_id(), email=f"{name.lower()}@ministere.example", name=name)
    new = to("accounts", "0006_pseudonym").get_model("accounts", "User")
    assert list(new.objects.order_by("name").values_list("name", "pseudonym")) == [("Awa", None), ("Luce", None)]
    new.objects.filter(name="Awa").update(pseudonym=1, name="Ancien agent n°\u00a01")
    back = to("accounts", "0005_tokens").get_model("accounts", "User")
    assert list(back.objects.order_by("name").values_list("name", flat=True)) == ["Ancien agent n°\u00a01", "Luce"]


def test_the_time_without_a_visit_begins_with_the_upgrade(to):
    """E-06."""
    old = to("factors", "0001_second_factors_and_sessions").get_model("accounts", "User")
    awa = old.objects.create(pk=new_id(), email="awa@ministere.example", name="Awa")
    seen = to("factors", "0002_last_seen").get_model("factors", "LastSeen").objects.get()
    assert seen.user_id == awa.pk
    assert timezone.now() - seen.seen_at < timedelta(minutes=5)
    back = to("factors", "0001_second_factors_and_sessions").get_model("accounts", "User")
    assert back.objects.get().name == "Awa"


def test_tokens_of_before_were_made_by_none_and_stay_when_it_is_undone(to):
    old = to("accounts", "0007_guests")
    awa = old.get_model("accounts", "User").objects.create(pk=new_id(), email="awa@ministere.example", name="Awa")
    given = {"user_id": awa.pk, "prefix": "projets_a", "scope": "admin"}
    before = old.get_model("accounts", "Token").objects.create(pk=new_id(), name="Avant", digest="a", **given)
    new = to("accounts", "0008_token_parent").get_model("accounts", "Token")
    assert new.objects.get().parent is None
    new.objects.create(pk=new_id(), name="Après", digest="b", parent_id=before.pk, **given)
    back = to("accounts", "0007_guests").get_model("accounts", "Token")
    assert sorted(back.objects.values_list("name", "digest")) == [("Après", "b"), ("Avant", "a")]
