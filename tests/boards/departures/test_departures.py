"""People leave, work stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projets.accounts.actions.people import activate_user
from projets.accounts.models import ApiSession, User
from projets.boards.actions.details import assign_cards
from projets.boards.actions.tasks import create_task_list, create_tasks, edit_task
from projets.boards.departures.actions.departures import hand_over_board, hand_over_project, open_departure
from projets.boards.departures.models import Departure
from projets.boards.departures.queries import board_lines, departures, left_on, project_lines
from projets.boards.models import Membership, Project, ProjectManager, Task, TaskList
from projets.boards.sharing.actions.guests import accept_invitation, invite_guest
from projets.boards.sharing.actions.links import make_link
from projets.boards.sharing.models import Guest, Link
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Invalid, NotFound, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Act, Event


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


@pytest.fixture
def leaving(boards):
    """Responsible for A, a member of B, with a task; a manager of the project too."""
    actor = boards.member("editor", name="Lou Part")
    with writes_allowed():
        ProjectManager.objects.create(project=boards.project, user_id=actor.user_id)
    assign_cards(actor, [boards.card("A")], responsible=actor.user_id)
    assign_cards(actor, [boards.card("B")], add=[actor.user_id])
    create_task_list(actor, boards.card("C"), "Étapes")
    create_tasks(actor, TaskList.objects.get(), ["Relire"])
    edit_task(actor, Task.objects.get(), assignee_id=actor.user_id)
    return User.objects.get(pk=actor.user_id)


def left(administrator, user):
    open_departure(administrator, user)
    return Departure.objects.get()


def person(actor):
    return User.objects.get(pk=actor.user_id)


def on(card):
    return card.responsible_id, tuple(one.person_id for one in card.card_members.order_by("pk"))


def test_the_account_is_closed_at_once_and_what_it_held_stands_there(boards, administrator, leaving):
    with writes_allowed():
        ApiSession.objects.create(user=leaving, digest="0" * 64, expires_at="2099-01-01T00:00Z")
    act = open_departure(administrator, leaving)
    leaving.refresh_from_db()
    assert (leaving.is_active, ApiSession.objects.count()) == (False, 0)
    assert [fact.kind for fact in act.facts] == ["user.deactivated", "departure.opened"]
    assert "Lou" not in str([event.columns for event in act.events.all()])
    ((departure, projects, lines, named),) = departures(administrator)
    assert (departure.reason, departure.opened_by, named) == ("manager", administrator.user_id, [])
    assert [(one.project, one.is_alone) for one in projects] == [(boards.project, True)]
    assert [(one.board.name, one.role, one.cards, one.tasks) for one in lines] == [
        ("Feuille de route", "editor", 2, 1)
    ]


def test_as_many_queries_for_ten_as_for_one(boards, administrator, leaving, django_assert_num_queries):
    open_departure(administrator, leaving)
    with CaptureQueriesContext(connection) as for_one:
        departures(administrator)
    for n in range(9):
        another = boards.member("editor", name=f"Lou Part {n}")
        assign_cards(another, [boards.card("C")], add=[another.user_id])
        open_departure(administrator, person(another))
    with django_assert_num_queries(len(for_one)):
        found = departures(administrator)
    assert [[line.cards for line in lines] for _departure, _projects, lines, _named in found] == [[1]] * 9 + [[2]]


def test_a_board_is_handed_over_with_its_open_cards_and_tasks(boards, administrator, manager, leaving):
    departure, heir = left(administrator, leaving), boards.person("Awa Diop")
    act = hand_over_board(manager, departure, boards.board, heir)
    told = {fact.kind for fact in act.facts}
    assert told == {"membership.added", "membership.removed", "card.assigned", "task.edited"}
    assert on(boards.card("A"))[0] == heir.pk
    assert heir.pk in on(boards.card("B"))[1]
    assert Task.objects.get().assignee_id == heir.pk
    assert Membership.objects.get(user=heir).role == "editor"
    assert not Membership.objects.filter(user=leaving).exists()
    # they manage the project, hence still see the board; but nothing of theirs is left there
    assert board_lines([leaving.pk], manager)[leaving.pk] == []


def test_to_nobody(boards, administrator, leaving):
    departure = left(administrator, leaving)
    with writes_allowed():
        ProjectManager.objects.filter(user=leaving).delete()
    hand_over_board(administrator, departure, boards.board)
    assert [on(boards.card(title)) for title in "AB"] == [(None, ())] * 2
    assert Task.objects.get().assignee_id is None


def test_a_project_is_handed_over_and_a_private_one_is_the_heir_s(boards, administrator, leaving):
    departure, heir = left(administrator, leaving), boards.person("Awa Diop", role="project_owner")
    with writes_allowed():
        manager = ProjectManager.objects.get(user=leaving)
        Project.objects.update(is_shared=False, owner_manager_id=manager.pk)
    hand_over_project(administrator, departure, heir, boards.project.pk)
    now = ProjectManager.objects.get()
    assert (now.user, Project.objects.get().owner_manager_id) == (heir, now.pk)
    assert project_lines([leaving.pk])[leaving.pk] == []
    with pytest.raises(NotFound):
        hand_over_project(administrator, departure, heir, boards.project.pk)


def test_who_may_not(boards, administrator, manager, leaving, editor):
    stranger = boards.member(None, name="Ève Tranger")
    for actor in (manager, editor, stranger):
        with pytest.raises(Refused):
            open_departure(actor, leaving)
    assert User.objects.get(pk=leaving.pk).is_active
    departure, heir = left(administrator, leaving), boards.person("Awa Diop")
    acts = Act.objects.count()
    for actor in (editor, stranger):
        with pytest.raises(Refused):
            hand_over_board(actor, departure, boards.board, heir)
        assert departures(actor) == []
    with pytest.raises(Refused):
        hand_over_project(manager, departure, heir, boards.project.pk)
    assert (Act.objects.count(), on(boards.card("A"))[0]) == (acts, leaving.pk)


def test_whoever_manages_another_project_settles_nothing_here(boards, administrator, leaving):
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTRE")
    away = boards.member(None, name="Ana Utre")
    with writes_allowed():
        ProjectManager.objects.create(project=other, user_id=away.user_id)
    departure = left(administrator, leaving)
    with pytest.raises(Refused):
        hand_over_board(away, departure, boards.board, boards.person("Awa Diop"))
    assert departures(away) == []


def test_a_closed_account_takes_over_nothing(boards, administrator, leaving):
    departure, closed = left(administrator, leaving), boards.person("Awa Diop", is_active=False)
    events = Event.objects.count()
    for refused in (
        lambda: hand_over_board(administrator, departure, boards.board, closed),
        lambda: hand_over_project(administrator, departure, closed, boards.project.pk),
        lambda: hand_over_project(administrator, departure, boards.person("Bo", role="board_user"), boards.project.pk),
    ):
        with pytest.raises(Invalid):
            refused()
    assert Event.objects.count() == events


def test_an_account_that_is_open_again_keeps_what_it_has(boards, administrator, leaving):
    departure = left(administrator, leaving)
    activate_user(administrator, leaving)
    with pytest.raises(Conflict):
        hand_over_board(administrator, departure, boards.board)
    assert departures(administrator) == []


def test_once_is_enough(boards, administrator, leaving):
    left(administrator, leaving)
    with pytest.raises(Conflict):
        open_departure(administrator, User.objects.get(pk=leaving.pk))
    assert Departure.objects.count() == 1


def test_the_last_administrator_does_not_leave(boards, administrator):
    with pytest.raises(Conflict):
        open_departure(administrator, person(administrator))
    assert Departure.objects.count() == 0


def test_whoever_manages_the_project_is_reminded_until_it_is_done(boards, administrator, manager, leaving, browser):
    page = browser(manager).get(f"/projets/{boards.project.pk}/")
    assert "Une personne partie" not in page.content.decode()
    departure = left(administrator, leaving)
    assert left_on(boards.project.pk) == 1
    page = browser(manager).get(f"/projets/{boards.project.pk}/").content.decode()
    assert "Une personne partie est encore sur ces tableaux." in page
    hand_over_board(manager, departure, boards.board)
    assert left_on(boards.project.pk) == 0


def test_the_page_closes_and_hands_over(boards, administrator, leaving, browser):
    client, heir = browser(administrator), boards.person("Awa Diop")
    assert "Personne n’est parti" in client.get("/departs/").content.decode()
    assert client.post("/departs/", {"who": leaving.email}, headers={"accept": "application/json"}).status_code == 200
    page = client.get("/departs/").content.decode()
    assert all(said in page for said in ("Lou Part", "2 cartes ouvertes", "1 tâche ouverte"))
    line = f"/departs/{Departure.objects.get().pk}/tableaux/{boards.board.pk}/"
    answer = client.post(line, {"who": "personne@nulle.part"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["field"]) == (422, "who")
    assert client.post(line, {"who": heir.email}, headers={"accept": "application/json"}).status_code == 200
    assert "Feuille de route" not in client.get("/departs/").content.decode()


def test_nobody_s_act_of_silence(boards, leaving, administrator):
    open_departure(Actor(None, "system"), leaving, reason=Departure.Reason.SILENCE)
    assert Departure.objects.get().opened_by is None


def test_who_may_not_learns_nothing_of_who_has_an_account(boards, editor, browser):
    client = browser(editor)
    known, unknown = boards.person("Awa Diop").email, "personne@nulle.part"
    answers = [
        client.post("/departs/", {"who": who}, headers={"accept": "application/json"}) for who in (known, unknown)
    ]
    assert len({(one.status_code, one.content) for one in answers}) == 1


def test_guests_find_somebody_else_who_answers_for_them(boards, administrator, manager, leaving):
    ends = timezone.now() + timedelta(days=20)
    for secret, email in (("s" * 43, "iris@cabinet.example"), ("t" * 43, "bo@cabinet.example")):
        invite_guest(manager, boards.board, leaving, secret, email, ends)
    accept_invitation(Actor(None, "system"), Guest.objects.first(), "Iris Ovale")
    departure, heir = left(administrator, leaving), boards.person("Awa Diop")
    assert [one.guests for one in board_lines([leaving.pk], manager)[leaving.pk]] == [2]
    hand_over_board(manager, departure, boards.board, heir)
    assert set(Guest.objects.values_list("sponsor_id", "ended_at")) == {(heir.pk, None)}
    second = left_again(administrator, heir)
    assert [one.guests for one in board_lines([heir.pk], manager)[heir.pk]] == [2]
    act = hand_over_board(manager, second, boards.board)
    assert [fact.kind for fact in act.facts].count("guest.ended") == 2
    assert not Membership.objects.exists()


def test_links_find_somebody_else_who_answers_for_them_or_open_nothing(boards, administrator, manager, leaving):
    ends = timezone.now() + timedelta(days=20)
    make_link(Actor(leaving.pk, "web"), boards.board, "s" * 43, "Cabinet", ends)
    make_link(manager, boards.board, "t" * 43, "Préfecture", ends)
    departure, heir = left(administrator, leaving), boards.person("Awa Diop")
    assert [one.links for one in board_lines([leaving.pk], manager)[leaving.pk]] == [1]
    act = hand_over_board(manager, departure, boards.board, heir)
    assert [fact.kind for fact in act.facts].count("link.handed_over") == 1
    assert set(Link.objects.values_list("made_by", "revoked_at")) == {(heir.pk, None), (manager.user_id, None)}
    second = left_again(administrator, heir)
    act = hand_over_board(manager, second, boards.board)
    assert [fact.kind for fact in act.facts].count("link.revoked") == 1
    assert [one.made_by for one in Link.objects.filter(revoked_at=None)] == [manager.user_id]
    assert board_lines([heir.pk], manager)[heir.pk] == []


def left_again(administrator, user):
    open_departure(administrator, user)
    return Departure.objects.get(user=user)
