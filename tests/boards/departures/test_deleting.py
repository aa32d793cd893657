"""An account is deleted: erased, and what it held is taken from it at once. What the person made stays."""

import pytest
from django.test import Client

from projets.accounts.models import User
from projets.boards.actions.cards import create_cards
from projets.boards.actions.comments import write_comment
from projets.boards.actions.details import assign_cards
from projets.boards.actions.projects import create_project, restore_project
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task
from projets.boards.departures.actions.erasing import delete_user
from projets.boards.models import Card, Comment, Membership, Project, ProjectManager, Task, TaskList, TextVersion
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Refused
from projets.usecase.models import Event


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Admin")


def user_of(actor):
    return User.objects.get(pk=actor.user_id)


def founded(person, **columns):
    act = create_project(Actor(person.pk, "web"), person, "À moi", **columns)
    return Project.objects.get(pk=act.facts[0].after.id)


def test_what_they_made_stays_and_what_they_held_is_nobodys(boards, administrator, editor):
    card = Card.objects.get(pk=create_cards(editor, boards.todo, ["G"]).facts[0].after.id)
    write_comment(editor, card, "Bonjour")
    assign_cards(editor, [boards.card("A")], add=[editor.user_id])
    create_task_list(editor, card, "À faire")
    create_tasks(editor, TaskList.objects.get(), ["Appeler"])
    edit_task(editor, Task.objects.get(), assignee_id=editor.user_id)
    act = delete_user(administrator, user_of(editor))
    assert user_of(editor).pseudonym == 1
    card.refresh_from_db()
    assert (card.creator_id, Comment.objects.get().author_id) == (editor.user_id, editor.user_id)
    assert Task.objects.get().assignee_id is None
    assert TextVersion.objects.filter(author_id=editor.user_id).exists()
    assert not boards.card("A").card_members.exists()
    assert not Membership.objects.filter(user=editor.user_id).exists()
    told = {(event.stream_id.partition(":")[0], event.kind) for event in act.events.all()}
    assert told == {
        ("user", "departure.opened"),
        ("user", "user.deleted"),
        ("instance", "user.deleted"),
        ("board", "membership.removed"),
        ("user", "membership.removed"),
        ("board", "card.assigned"),
        ("board", "task.edited"),
    }


def test_projects_of_theirs_alone(boards, administrator):
    person = boards.person()
    private, shared = founded(person, is_shared=False), founded(person)
    delete_user(administrator, person)
    private.refresh_from_db()
    shared.refresh_from_db()
    assert (private.binned_at is None, shared.binned_at) == (False, None)
    assert [one.user_id for one in ProjectManager.objects.filter(project__in=[private, shared])] == [
        administrator.user_id
    ] * 2
    assert private.owner_manager_id == private.managers.get().pk
    restore_project(administrator, private)
    assert Project.objects.standing().filter(pk=private.pk).exists()


def test_a_project_that_others_manage_stays_theirs(boards, administrator):
    manager, other = boards.member("project manager"), boards.member("project manager", name="Awa Diop")
    delete_user(administrator, user_of(manager))
    assert ProjectManager.objects.get(project=boards.project).user_id == other.user_id


def test_sessions_end(boards, administrator, editor):
    browser = Client()
    browser.force_login(user_of(editor))
    delete_user(administrator, user_of(editor))
    assert browser.get("/").url.startswith("/connexion/")


def test_oneself_stays_and_so_does_the_last_administrator(boards, administrator):
    with pytest.raises(Conflict):
        delete_user(administrator, user_of(administrator))
    assert user_of(administrator).is_active


@pytest.mark.parametrize("role", ["editor", "project manager", None])
def test_who_may_not(boards, editor, role):
    before = Event.objects.count()
    with pytest.raises(Refused):
        delete_user(boards.member(role, name="Awa Diop"), user_of(editor))
    assert user_of(editor).is_active
    assert Event.objects.count() == before
