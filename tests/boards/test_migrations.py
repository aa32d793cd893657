"""What migrations make of a database that has been used."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from projets.usecase.guard import writes_allowed
from projets.usecase.ids import new_id


@pytest.fixture
def migrated(transactional_db):
    """`migrated(name)`: the models of boards as they were then; all is brought back afterwards."""

    def to(name):
        with writes_allowed():
            executor = MigrationExecutor(connection)
            executor.migrate([("boards", name)])
            return MigrationExecutor(connection).loader.project_state([("boards", name), *people]).apps

    ends = MigrationExecutor(connection).loader.graph.leaf_nodes()
    people = [end for end in ends if end[0] in ("accounts", "organisations")]
    yield to
    with writes_allowed():
        MigrationExecutor(connection).migrate(ends)  # what stands on boards went with them


def test_each_board_gets_ids_and_each_private_project_its_owner(migrated):
    old = migrated("0003_time_spent_and_linked_tasks")
    user = old.get_model("accounts", "User")
    project, board = (old.get_model("boards", name) for name in ("Project", "Board"))
    with writes_allowed():
        person = user.objects.create(pk=new_id(), email="awa@ministere.example", name="Awa")
        private = project.objects.create(pk=new_id(), name="À moi", prefix="MOI", is_shared=False)
        shared = project.objects.create(pk=new_id(), name="À tous", prefix="TOUS")
        for one in (private, shared):
            old.get_model("boards", "ProjectManager").objects.create(pk=new_id(), project=one, user=person)
            for rank in (1, 2):
                board.objects.create(pk=new_id(), project=one, name="Tableau", position=rank)
    new = migrated("0005_ids_and_owners")
    rows = new.get_model("boards", "Board").objects.values_list("archive_list_id", "trash_list_id")
    assert len({id for row in rows for id in row}) == 8
    owners = dict(new.get_model("boards", "Project").objects.values_list("pk", "owner_manager_id"))
    manager = new.get_model("boards", "ProjectManager").objects.get(project=private.pk)
    assert owners == {private.pk: manager.pk, shared.pk: None}
    again = migrated("0003_time_spent_and_linked_tasks")
    assert again.get_model("boards", "Board").objects.count() == 4


def filled(apps):
    """Two projects, one with two fields on two boards; cards with values of them, of one in the bin, and none."""
    model = lambda name: apps.get_model("boards", name)  # noqa: E731
    first, second = (model("Project").objects.create(name=name, prefix=name.upper()) for name in ("un", "deux"))
    boards = [model("Board").objects.create(project=one, name="T", position=1.0) for one in (first, first, second)]
    fields = [
        model("Field").objects.create(project=first, name="Coût", kind="euros", position=1.0),
        model("Field").objects.create(
            project=first, name="Phase", kind="text", position=2.0, binned_at="2027-01-01T00:00Z"
        ),
    ]
    values = {str(fields[0].pk): "12.50", str(fields[1].pk): "Essai"}
    cards = []
    for number, (board, theirs) in enumerate(
        ((boards[0], values), (boards[1], values), (boards[1], {}), (boards[2], {}))
    ):
        column = model("List").objects.create(board=board, name="L", position=1.0)
        where = {"board": board, "list": column, "position": 1.0, "number": number}
        cards.append(
            model("Card").objects.create(title="C", values=theirs, list_changed_at="2027-01-01T00:00Z", **where)
        )
    return first, boards, fields, cards


def test_fields_of_projects_are_put_in_groups_and_taken_out_again(migrated):
    with writes_allowed():
        project, boards, fields, cards = filled(migrated("0006_how_files_were_sent"))
    apps = migrated("0009_fields_by_group_alone")
    groups = apps.get_model("boards", "FieldGroup").objects
    base = groups.get(project=project.pk)
    assert (base.name, base.on_every_board, groups.count()) == ("Champs du projet", True, 3)
    assert list(apps.get_model("boards", "Field").objects.values_list("group", flat=True)) == [base.pk, base.pk]
    now = [apps.get_model("boards", "Card").objects.get(pk=card.pk).values for card in cards]
    here = [groups.get(board=board.pk).pk for board in boards[:2]]
    cost, phase = (field.pk for field in fields)
    assert now == [
        {f"{here[0]}:{cost}": "12.50", f"{here[0]}:{phase}": "Essai"},
        {f"{here[1]}:{cost}": "12.50", f"{here[1]}:{phase}": "Essai"},
        {},
        {},
    ]
    with writes_allowed():
        plain = groups.create(board_id=boards[0].pk, name="À part", position=9.0)
        extra = apps.get_model("boards", "Field").objects.create(group=plain, name="Autre", kind="text", position=1.0)
        card = apps.get_model("boards", "Card").objects.get(pk=cards[0].pk)
        card.values = card.values | {f"{plain.pk}:{extra.pk}": "x"}
        card.save()
    former = migrated("0006_how_files_were_sent")
    back = former.get_model("boards", "Field").objects.order_by("position")
    assert list(back.values_list("pk", "project")) == [(field.pk, project.pk) for field in fields]
    assert [former.get_model("boards", "Card").objects.get(pk=card.pk).values for card in cards] == [
        card.values for card in cards
    ]


def test_projects_of_before_belong_to_no_organisation_and_lose_theirs_going_back(migrated):
    old = migrated("0012_restricted_cards_and_markings")
    with writes_allowed():
        before = old.get_model("boards", "Project").objects.create(name="Avant", prefix="AVANT")
    new = migrated("0013_projects_of_services")
    projects = new.get_model("boards", "Project").objects
    assert projects.get(pk=before.pk).organisation_id is None
    with writes_allowed():
        organisation = new.get_model("organisations", "Organisation").objects.create(local_name="DINUM")
        service = new.get_model("organisations", "Service").objects.create(organisation=organisation, name="Produits")
        projects.create(name="Portail", prefix="PORT", organisation=organisation, service=service)
    back = migrated("0012_restricted_cards_and_markings").get_model("boards", "Project").objects
    assert sorted(back.values_list("name", flat=True)) == ["Avant", "Portail"]


def test_memberships_of_before_are_by_hand_and_those_by_teams_stay_going_back(migrated):
    old = migrated("0013_projects_of_services")
    with writes_allowed():
        person = old.get_model("accounts", "User").objects.create(pk=new_id(), email="a@b.example", name="Awa")
        project = old.get_model("boards", "Project").objects.create(name="P", prefix="PP")
        board = old.get_model("boards", "Board").objects.create(project=project, name="T", position=1.0)
        old.get_model("boards", "Membership").objects.create(board=board, user=person, role="reader")
    new = migrated("0014_teams_on_boards")
    assert new.get_model("boards", "Membership").objects.get().by_hand is True
    with writes_allowed():
        organisation = new.get_model("organisations", "Organisation").objects.create(local_name="DINUM")
        team = new.get_model("organisations", "Team").objects.create(organisation=organisation, name="Produit")
        new.get_model("boards", "TeamOnBoard").objects.create(board_id=board.pk, team=team, role="editor")
        new.get_model("boards", "Membership").objects.update(by_hand=False)
    back = migrated("0013_projects_of_services").get_model("boards", "Membership").objects
    assert back.get().role == "reader"


def test_members_of_before_stay_without_end_and_going_back_no_guest_does(migrated):
    old = migrated("0014_teams_on_boards")
    model = lambda apps, name: apps.get_model(*name.split(".")).objects  # noqa: E731
    with writes_allowed():
        project = model(old, "boards.Project").create(name="Portail", prefix="PORT")
        board = model(old, "boards.Board").create(project=project, name="T", position=1.0)
        users = [model(old, "accounts.User").create(email=f"{n}@x.example", name=n) for n in ("awa", "iris")]
        model(old, "boards.Membership").create(board=board, user=users[0], role="editor")
    new = migrated("0015_guests_end")
    with writes_allowed():
        given = {"board_id": board.pk, "user_id": users[1].pk, "role": "reader"}
        model(new, "boards.Membership").create(**given, ends_at="2099-01-01T00:00Z")
    assert set(model(new, "boards.Membership").values_list("user__name", "ends_at__year")) == {
        ("awa", None),
        ("iris", 2099),
    }
    back = migrated("0014_teams_on_boards")
    assert list(model(back, "boards.Membership").values_list("user__name", flat=True)) == ["awa"]
    assert model(back, "accounts.User").count() == 2
