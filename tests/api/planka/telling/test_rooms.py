"""Boards, projects, people and what a card holds: which rooms are told what."""

import pytest
from django.utils import timezone

from projets.accounts.actions.people import create_user, set_role
from projets.accounts.actions.users import edit_profile
from projets.accounts.models import Instance, User
from projets.api.planka.telling import tell
from projets.boards.actions.attachments import attach_link
from projets.boards.actions.boards import bin_board, create_board, edit_board, subscribe_board
from projets.boards.actions.comments import edit_comment, write_comment
from projets.boards.actions.editing import edit_card
from projets.boards.actions.memberships import add_member, change_role, remove_member
from projets.boards.actions.projects import (
    add_manager,
    bin_project,
    create_project,
    edit_project,
    favor_project,
    share_project,
)
from projets.boards.actions.subscribing import subscribe_card
from projets.boards.actions.tasks import create_task_list, create_tasks, finish_tasks
from projets.boards.models import (
    Board,
    Comment,
    Membership,
    Project,
    ProjectManager,
    Task,
    TaskList,
)
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act
from tests.api.planka.client import Planka


@pytest.fixture
def people(boards):
    """One of each: « manager », « member », « admin », « stranger »."""
    return {
        "manager": boards.member("project manager"),
        "member": boards.member("reader"),
        "admin": boards.member("administrator"),
        "stranger": boards.member(None),
    }


def room(actor):
    return f"user:{actor.user_id}"


def user(actor):
    return User.objects.get(pk=actor.user_id)


def test_a_board_is_told_to_whom_it_concerns_with_its_creators_membership(told, hooked, boards, people):
    act = create_board(people["manager"], boards.project, "Nouveau")
    heard = told(act, *people.values())
    assert heard.keys() == {room(people["manager"]), room(people["admin"])}
    assert [name for name, _item in heard[room(people["manager"])]] == ["boardCreate"]
    [(_name, body)] = hooked(act)
    assert [one["userId"] for one in body["data"]["included"]["boardMemberships"]] == [str(people["manager"].user_id)]
    act = edit_board(people["manager"], boards.board, name="Autrement")
    assert told(act, *people.values()).keys() == {room(people[who]) for who in ("manager", "member", "admin")}
    act = bin_board(people["manager"], boards.board)
    [(name, item)] = told(act, *people.values())[room(people["member"])]
    assert (name, item["name"]) == ("boardDelete", "Autrement")


def test_who_joins_a_board_is_told_wherever_they_are(told, boards, people):
    new, here = people["stranger"], f"board:{boards.board.pk}"
    heard = told(add_member(people["manager"], boards.board, user(new), "editor"), *people.values())
    assert heard.keys() == {room(new), here}
    [(name, item)] = heard[room(new)]
    assert (name, item["role"], item["projectId"]) == ("boardMembershipCreate", "editor", str(boards.project.pk))
    mine = Membership.objects.get(user=new.user_id)
    [(name, item)] = told(change_role(people["manager"], mine, "contributor"), new)[room(new)]
    assert (name, item["role"], item["canComment"]) == ("boardMembershipUpdate", "viewer", True)
    heard = told(remove_member(people["manager"], mine), new)
    assert [name for name, _item in heard[here]] == [name for name, _item in heard[room(new)]]


def test_a_project_is_told_to_all_whom_it_concerns(told, boards, people):
    concerned = {room(people[who]) for who in ("manager", "member", "admin")}
    act = edit_project(people["manager"], boards.project, name="Portails")
    assert told(act, *people.values()).keys() == concerned
    founder = user(people["stranger"])
    founded = create_project(people["stranger"], founder, "À moi", is_shared=False)
    assert told(founded, *people.values()).keys() == {room(people["stranger"])}
    shared = create_project(people["stranger"], founder, "À nous")
    [(name, _item)] = told(shared, *people.values())[room(people["admin"])]
    assert name == "projectCreate"
    act = add_manager(people["manager"], boards.project, founder)
    assert told(act, *people.values()).keys() == concerned | {room(people["stranger"])}
    bin_of = bin_project(people["manager"], boards.project)
    assert {item["id"] for _name, item in told(bin_of, people["member"])[room(people["member"])]} == {
        str(boards.project.pk)
    }


def test_administrators_learn_that_a_project_is_private_and_no_more(told, boards, people):
    act = share_project(people["manager"], Project.objects.get(pk=boards.project.pk), False)
    heard = told(act, *people.values())
    owner = ProjectManager.objects.get(user=people["manager"].user_id)
    private = {"id": str(boards.project.pk), "ownerProjectManagerId": str(owner.pk)}
    assert heard[room(people["admin"])] == [("projectUpdate", private)]
    [(_name, item)] = heard[room(people["member"])]
    assert item["name"] == "Portail"


def test_an_account_shows_as_much_as_each_may_know(told, hooked, boards, people):
    stranger = boards.person("Zoé Petit", role="board_user")
    act = edit_profile(people["member"], user(people["member"]), "Camille Durand")
    heard = told(act, *people.values(), Actor(stranger.pk, "web"))
    [(name, mine)] = heard[room(people["member"])]
    assert (name, mine["name"], "language" in mine) == ("userUpdate", "Camille Durand", True)
    [(_name, administered)] = heard[room(people["admin"])]
    assert ("email" in administered, "language" in administered) == (True, False)
    [(_name, public)] = heard[room(people["manager"])]
    assert ("name" in public, "email" in public) == (True, False)
    assert f"user:{stranger.pk}" not in heard
    [(_name, body)] = hooked(act)
    assert "email" not in body["data"]["item"]
    assert told(set_role(people["admin"], user(people["member"]), "board_user"), people["admin"])


def test_a_new_account_is_told_once_though_it_is_recorded_twice(told, boards, people):
    act = create_user(people["admin"], Instance.objects.get(), "a@ministere.example", "Ana")
    assert [name for name, _item in told(act, people["admin"])[room(people["admin"])]] == ["userCreate"]


def test_what_a_card_holds(told, hooked, boards, editor):
    here, card = f"board:{boards.board.pk}", boards.card("A")

    def heard(act):
        return [(name, item.get("name") or item.get("text") or item.get("type")) for name, item in told(act)[here]]

    assert heard(create_task_list(editor, card, "Étapes")) == [("taskListCreate", "Étapes")]
    assert heard(create_tasks(editor, TaskList.objects.get(), ["Une"])) == [("taskCreate", "Une")]
    act = finish_tasks(editor, list(Task.objects.all()))
    assert heard(act) == [("taskUpdate", "Une"), ("actionCreate", "completeTask")]
    [(_name, body), _action] = hooked(act)
    assert list(body["prevData"]["included"]) == ["taskLists"]
    assert heard(write_comment(editor, card, f"Bonjour @[]({editor.user_id})")) == [
        ("commentCreate", f"Bonjour @[Camille Martin]({editor.user_id})")
    ]
    assert heard(edit_comment(editor, Comment.objects.get(), "Bonsoir")) == [("commentUpdate", "Bonsoir")]
    [(name, item)] = told(attach_link(editor, card, "https://example.org/", "Lien"))[here]
    assert (name, item["type"]) == ("attachmentCreate", "link")
    assert told(Act.objects.get(action="write_comment"))[here][0][1]["text"].startswith("Bonjour")  # as it was


def test_a_client_knows_its_own_request_by_what_it_called_it(boards, editor):
    sent = {"type": "link", "name": "Lien", "url": "https://example.org/", "requestId": "mien"}
    for _twice in range(2):
        assert Planka.of(editor).post(f"/api/cards/{boards.card('A').pk}/attachments", sent)[0] == 200
    for act in Act.objects.filter(action="attach_link"):
        [made] = [one for event in act.told for one in tell(event)]
        assert made.payload["requestId"] == "mien"
    assert Act.objects.filter(action="attach_link").count() == 2  # it is a name, not a promise that it is sent once


def test_nobody_is_told_of_what_has_no_event(told, boards, people):
    with writes_allowed():
        Board.objects.filter(pk=boards.board.pk).update(shows_age=True)
    assert told(edit_board(people["manager"], boards.board, shows_age=True), *people.values()) == {}


def test_what_somebody_follows_is_told_to_their_other_clients(told, boards, people):
    member, manager = people["member"], people["manager"]
    card = boards.card("A")
    for act, expected in (
        (subscribe_card(member, card), ("cardUpdate", {"isSubscribed": True, "id": str(card.pk)})),
        (subscribe_card(member, card, False), ("cardUpdate", {"isSubscribed": False, "id": str(card.pk)})),
        (subscribe_board(member, boards.board), ("boardUpdate", {"isSubscribed": True, "id": str(boards.board.pk)})),
        (favor_project(member, boards.project), ("projectUpdate", {"isFavorite": True, "id": str(boards.project.pk)})),
    ):
        assert told(act, member, manager) == {room(member): [expected]}


def test_one_request_is_one_event_of_each_row(told, hooked, boards, editor):
    act = edit_card(
        editor, boards.card("A"), title="Aa", description="Texte", due_at=timezone.now(), due_has_time=True
    )
    assert len(act.facts) > 2
    [(name, item)] = told(act)[f"board:{boards.board.pk}"]
    assert (name, item["name"], item["description"]) == ("cardUpdate", "Aa", "Texte")
    [(_name, body)] = hooked(act)
    assert (body["prevData"]["item"]["name"], body["prevData"]["item"]["dueDate"]) == ("A", None)
