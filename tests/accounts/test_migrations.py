"""What migrations make of a database that has been used."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from projets.usecase.guard import writes_allowed
from projets.usecase.ids import new_id


def test_accounts_get_a_place_for_a_number_and_lose_it_again(transactional_db):
    """E-05."""
    ends = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def to(name):
        MigrationExecutor(connection).migrate([("accounts", name)])
        return (
            MigrationExecutor(connection).loader.project_state([("accounts", name)]).apps.get_model("accounts", "User")
        )

    with writes_allowed():
        old = to("0005_tokens")
        for name in ("Awa", "Luce"):
            old.objects.create(pk=new_id(), email=f"{name.lower()}@ministere.example", name=name)
        new = to("0006_pseudonym")
        assert list(new.objects.order_by("name").values_list("name", "pseudonym")) == [("Awa", None), ("Luce", None)]
        new.objects.filter(name="Awa").update(pseudonym=1, name="Ancien agent n°\u00a01")
        assert sorted(to("0005_tokens").objects.order_by("pk").values_list("name", flat=True)) == [
            "Ancien agent n°\u00a01",
            "Luce",
        ]
        MigrationExecutor(connection).migrate(ends)
