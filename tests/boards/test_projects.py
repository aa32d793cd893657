import pytest

from projets.accounts.actions.people import deactivate_user
from projets.boards.actions.memberships import add_member
from projets.boards.actions.projects import (
    add_manager,
    archive_project,
    bin_project,
    create_project,
    edit_project,
    favor_project,
    remove_manager,
    restore_project,
    unarchive_project,
)
from projets.boards.models import Board, Card, CardMember, Favorite, FormerPrefix, Project, ProjectManager
from projets.boards.numbers import card_by_number
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused, Why
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event
from tests.races import at_once


@pytest.fixture
def manager(boards):
    return boards.member("project manager")


def founded(person, name="Portail des usagers", **columns):
    act = create_project(Actor(person.pk, "web"), person, name, **columns)
    return Project.objects.get(pk=act.facts[0].after.id)


def test_a_founder_manages_what_they_found(boards):
    person = boards.person()
    project = founded(person, description=" Pour tous ", background="bleu")
    assert (project.name, project.description, project.background) == ("Portail des usagers", "Pour tous", "bleu")
    assert (project.is_shared, project.prefix) == (True, "PU")
    assert project.managers.get().user == person
    assert [(event.stream_id, event.kind) for event in Event.objects.order_by("id")] == [
        (f"project:{project.pk}", "project.created"),
        (f"user:{person.pk}", "project.created"),
        (f"project:{project.pk}", "manager.added"),
        (f"user:{person.pk}", "manager.added"),
    ]
    assert Project.objects.visible_to(Actor(person.pk, "web")).get() == project


@pytest.mark.parametrize("role", ["administrator", "project_owner"])
def test_who_may_found(boards, role):
    founded(boards.person(role=role))
    assert Project.objects.count() == 2


def test_who_may_not_found(boards):
    colleague = boards.person(role="board_user")
    with pytest.raises(Refused) as refused:
        founded(colleague)
    assert refused.value.why == Why.ROLE_TOO_LOW
    with pytest.raises(Refused):  # nor in another's name
        create_project(Actor(boards.person(role="administrator").pk, "web"), boards.person(), "Autre")
    assert (Project.objects.count(), Act.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"description": "x" * 1025}, "description"),
        ({"background": "fuchsia"}, "background"),
        ({"prefix": ""}, "prefix"),
        ({"prefix": "P"}, "prefix"),
        ({"prefix": "ÉTÉ"}, "prefix"),
        ({"prefix": "A1"}, "prefix"),
        ({"prefix": "port"}, "prefix"),
    ],
)
def test_refused_beside_the_field(boards, manager, columns, field):
    person = boards.person()
    with pytest.raises(Invalid) as refused:
        founded(person, **columns)
    assert (refused.value.field, Project.objects.count(), Act.objects.count()) == (field, 1, 0)
    columns = {"prefix": "AUTRE"} | columns
    if columns["prefix"] == "port":
        return
    with pytest.raises(Invalid) as refused:
        edit_project(manager, boards.project, **columns)
    assert (refused.value.field, Project.objects.get().prefix, Act.objects.count()) == (field, "PORT", 0)


def test_a_second_project_of_the_same_name_has_another_prefix(boards):
    person = boards.person()
    prefixes = {founded(person, name="Portail").prefix for _again in range(4)} | {"PORT"}
    assert len(prefixes) == 5


def test_edit_tells_what_changed(boards, manager):
    (fact,) = edit_project(manager, boards.project, name="Guichet", is_hidden=True).facts
    assert (fact.kind, fact.changed) == ("project.edited", {"name", "is_hidden"})
    assert (fact.before.name, fact.after.name) == ("Portail", "Guichet")
    assert edit_project(manager, boards.project, name="Guichet").facts == []


def test_a_former_prefix_leads_to_its_cards_and_is_nobody_elses(boards, manager):
    edit_project(manager, boards.project, prefix="guichet"[:6])
    assert card_by_number(manager, "GUICHE-1") == card_by_number(manager, "PORT-1") == boards.card("A")
    with pytest.raises(Invalid) as refused:
        founded(boards.person(), prefix="PORT")
    assert refused.value.field == "prefix"
    assert founded(boards.person(), name="Port").prefix != "PORT"
    edit_project(manager, boards.project, prefix="PORT")
    edit_project(manager, boards.project, prefix="AUTRE")
    assert set(FormerPrefix.objects.order_by().values_list("prefix", flat=True)) == {"PORT", "GUICHE"}


def test_private_is_for_one(boards, manager):
    other = boards.person()
    add_manager(manager, boards.project, other)
    with pytest.raises(Invalid) as refused:
        edit_project(manager, boards.project, is_shared=False)
    assert (refused.value.field, Project.objects.get().is_shared) == ("is_shared", True)
    remove_manager(manager, ProjectManager.objects.get(user=other))
    edit_project(manager, boards.project, is_shared=False)
    with pytest.raises(Invalid):
        add_manager(manager, boards.project, other)
    assert ProjectManager.objects.get().user_id == manager.user_id
    edit_project(manager, boards.project, is_shared=True)
    add_manager(manager, boards.project, other)


def test_administrators_do_not_look_into_private_projects(boards, manager):
    administrator = boards.member("administrator")
    add_manager(administrator, boards.project, boards.person())
    remove_manager(administrator, ProjectManager.objects.get(user=manager.user_id))
    manager = Actor(ProjectManager.objects.get().user_id, "web")
    edit_project(manager, boards.project, is_shared=False)
    with pytest.raises(Refused) as refused:
        add_manager(administrator, boards.project, boards.person())
    assert refused.value.why == Why.UNSEEN


def test_a_manager_is_told_and_named_by_id(boards, manager):
    other = boards.person("Jeanne Roy")
    act = add_manager(manager, boards.project, other)
    assert {(event.stream_id, event.fact.after.user_id) for event in act.events.all()} == {
        (boards.project.stream, other.pk),
        (other.stream, other.pk),
    }
    with pytest.raises(Conflict):
        add_manager(manager, boards.project, other)


@pytest.mark.parametrize("columns", [{"role": "board_user"}, {"is_active": False}])
def test_who_cannot_manage(boards, manager, columns):
    with pytest.raises(Invalid) as refused:
        add_manager(manager, boards.project, boards.person(**columns))
    assert (refused.value.field, ProjectManager.objects.count(), Act.objects.count()) == ("user", 1, 0)


def test_the_last_manager_stays(boards, manager):
    with pytest.raises(Conflict):
        remove_manager(manager, ProjectManager.objects.get())
    assert (ProjectManager.objects.count(), Act.objects.count()) == (1, 0)


def test_who_no_longer_manages_leaves_the_cards_they_no_longer_see(boards, manager):
    other = boards.person()
    add_manager(manager, boards.project, other)
    add_member(manager, boards.elsewhere.board, other, "reader")
    with writes_allowed():
        there = Card.objects.get(title="B")
        Card.objects.filter(title="B").update(board=boards.elsewhere.board, list=boards.elsewhere)
        for card in (boards.card("A"), there):
            CardMember.objects.create(card=card, person_id=other.pk)
    act = remove_manager(manager, ProjectManager.objects.get(user=other))
    assert [(event.stream_id, event.kind) for event in act.events.order_by("id")] == [
        (boards.project.stream, "manager.removed"),
        (other.stream, "manager.removed"),
        (boards.board.stream, "card.assigned"),
    ]
    assert CardMember.objects.get().card == there


def test_away_and_back(boards, manager):
    for act, kind in (
        (archive_project, "project.archived"),
        (unarchive_project, "project.unarchived"),
        (bin_project, "project.binned"),
        (restore_project, "project.restored"),
    ):
        (fact,) = act(manager, boards.project).facts
        assert fact.kind == kind
    assert archive_project(manager, boards.project).facts[0].after.archived_at == Project.objects.get().archived_at
    assert archive_project(manager, boards.project).facts == []


def test_a_project_in_the_bin_takes_its_boards_along(boards, manager):
    bin_project(manager, boards.project)
    assert not Board.objects.visible_to(manager).exists()
    with pytest.raises(NotFound):
        edit_project(manager, boards.project, name="Autre")
    restore_project(manager, boards.project)
    assert Board.objects.visible_to(manager).count() == 2


def test_a_favourite_is_ones_own(boards, manager):
    reader = boards.member("reader")
    act = favor_project(reader, boards.project)
    assert [(one.stream_id, one.kind) for one in act.events.all()] == [(f"user:{reader.user_id}", "favorite.added")]
    assert favor_project(reader, boards.project).facts == []
    assert Favorite.objects.get().user_id == reader.user_id
    favor_project(manager, boards.project, favorite=False)
    assert Favorite.objects.count() == 1
    favor_project(reader, boards.project, favorite=False)
    assert not Favorite.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_prefix_asked_for_twice_at_once(boards):
    people = [boards.person(name) for name in ("Awa Diop", "Jean Petit")]
    raised = at_once(*(lambda one=one: founded(one, prefix="NEUF") for one in people))
    assert [(type(error), error.field) for error in raised if error] == [(Invalid, "prefix")]
    assert Project.objects.filter(prefix="NEUF").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_of_one_name_founded_at_once(boards):
    people = [boards.person(name) for name in ("Awa Diop", "Jean Petit", "Léa Roux")]
    assert at_once(*(lambda one=one: founded(one, name="Guichet") for one in people)) == [None] * 3
    assert len(set(Project.objects.order_by().values_list("prefix", flat=True))) == 4


@pytest.mark.django_db(transaction=True)
def test_two_managers_cannot_both_be_removed_at_once(boards, manager):
    other = boards.person()
    add_manager(manager, boards.project, other)
    rows = list(ProjectManager.objects.order_by("pk"))
    raised = at_once(*(lambda row=row: remove_manager(Actor(row.user_id, "web"), row) for row in rows))
    assert [type(error) for error in raised if error] in ([Conflict], [Refused])
    assert ProjectManager.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_closed_before_they_could_manage(boards, manager, meanwhile):
    other = boards.person()
    meanwhile(lambda: deactivate_user(Actor(None, "system"), other))
    with pytest.raises(Invalid):
        add_manager(manager, boards.project, other)
    assert ProjectManager.objects.count() == 1
