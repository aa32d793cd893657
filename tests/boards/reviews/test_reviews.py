"""All who manage a project confirm who is on its boards."""

import csv
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Membership, Project
from projets.boards.reviews.actions.reviews import answer_review, ask_reviews
from projets.boards.reviews.models import AccessReview
from projets.boards.reviews.queries import asked_of, due, latest, open_review
from projets.operations.daily import ask_who_is_on_the_boards
from projets.usecase.actor import Actor
from projets.usecase.errors import Conflict, Refused
from projets.usecase.guard import writes_allowed
from projets.usecase.ids import first_of
from projets.usecase.models import Event

SYSTEM = Actor(None, "system")


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


@pytest.fixture
def asked(boards, manager):
    ask_reviews(SYSTEM, [boards.project])
    return AccessReview.objects.get()


def old(boards, months=7):
    """The project, as if it had been made so long ago."""
    pk = first_of(timezone.now() - timedelta(days=31 * months))
    with writes_allowed():
        one = Project.objects.create(pk=pk, name="Ancien", prefix="ANC")
        boards.board.__class__.objects.filter(pk=boards.board.pk).update(project=one)
    return one


def test_due_after_six_months_where_there_are_members(boards, editor):
    assert due(6) == []
    project = old(boards)
    assert (due(6), due(8)) == ([project], [])
    boards.leave(editor)
    assert due(6) == []


def test_asked_every_six_months_and_once(boards, editor):
    project = old(boards)
    with override_settings(REVIEW_MONTHS=0):
        ask_who_is_on_the_boards()
    assert AccessReview.objects.count() == 0
    for _night in range(2):
        ask_who_is_on_the_boards()
    assert AccessReview.objects.get().project == project
    with writes_allowed():
        long_ago = timezone.now() - timedelta(days=190)
        AccessReview.objects.update(asked_at=long_ago, answered_at=long_ago)
    ask_who_is_on_the_boards()
    assert AccessReview.objects.count() == 2


def test_the_answer_ends_what_is_not_confirmed(boards, asked, manager, editor):
    reader = boards.member("reader", name="Rita Lit")
    ended = Membership.objects.get(user=reader.user_id)
    act = answer_review(manager, asked, [ended])
    assert [fact.kind for fact in act.facts][-1] == "review.answered"
    assert list(Membership.objects.values_list("user", flat=True)) == [editor.user_id]
    asked.refresh_from_db()
    assert (asked.answered_by, asked.kept, asked.removed) == (manager.user_id, 1, 1)
    with pytest.raises(Conflict):
        answer_review(manager, asked, [])


@pytest.fixture
def another(boards, asked):
    return boards.member("project manager", name="Anne Otha")


def test_each_of_those_who_manage_it_confirms(boards, asked, manager, another, editor, browser):
    reader = Membership.objects.get(user=boards.member("reader", name="Rita Lit").user_id)
    chief = boards.member("administrator", name="Ada Min")
    answer_review(manager, asked, [reader])
    assert (asked_of(manager, boards.project.pk), asked_of(another, boards.project.pk)) == (None, asked)
    with pytest.raises(Conflict):
        answer_review(manager, asked, [])
    (told,) = latest(chief)
    assert (told.late, told.review.answered_at, told.review.removed) == (["Anne Otha"], None, 1)
    assert "Attendus\N{NO-BREAK SPACE}: Anne Otha" in browser(chief).get("/administration/revues/").content.decode()
    page = f"/projets/{boards.project.pk}/revue/"
    assert "Vous avez confirmé" in browser(manager).get(page).content.decode()
    assert 'name="kept"' in browser(another).get(page).content.decode()
    answer_review(another, asked, [])
    (told,) = latest(chief)
    assert (told.late, told.review.answered_by, told.review.kept, told.review.removed) == ([], another.user_id, 1, 1)
    assert told.review.answered_at
    assert open_review(boards.project.pk) is None


def test_who_cannot_answer_any_more_is_not_awaited(boards, asked, manager, another, editor):
    """One whose account is closed, or who manages the project no longer."""
    ask_who_is_on_the_boards()
    assert open_review(boards.project.pk)  # nobody has answered yet
    answer_review(manager, asked, [])
    with writes_allowed():
        User.objects.filter(pk=another.user_id).update(is_active=False)
    assert open_review(boards.project.pk)
    ask_who_is_on_the_boards()
    asked.refresh_from_db()
    assert (asked.answered_at is None, asked.answered_by) == (False, manager.user_id)
    assert Event.objects.filter(kind="review.closed").count() == 1


def test_who_may_not_answer(boards, asked, editor):
    mine = Membership.objects.get(user=editor.user_id)
    for actor in (editor, boards.member("administrator", name="Ada Min"), boards.member(None, name="Ève Tranger")):
        with pytest.raises(Refused):
            answer_review(actor, asked, [mine])
    with pytest.raises(Refused):
        ask_reviews(editor, [boards.project])
    assert (Membership.objects.count(), open_review(boards.project.pk)) == (1, asked)


def test_the_page_of_who_manages(boards, manager, asked, editor, browser):
    client = browser(manager)
    assert "Confirmez qui doit être" in client.get(f"/projets/{boards.project.pk}/").content.decode()
    page = f"/projets/{boards.project.pk}/revue/"
    assert "Camille Martin" in client.get(page).content.decode()
    mine = str(Membership.objects.get(user=editor.user_id).pk)
    answer = client.post(page, {"shown": [mine], "kept": [mine]})
    assert (answer.status_code, answer["Location"]) == (303, f"/projets/{boards.project.pk}/")
    assert (Membership.objects.count(), AccessReview.objects.get().kept) == (1, 1)
    assert "Confirmé la dernière fois" in client.get(page).content.decode()
    assert browser(editor).get(page).status_code == 403


def test_who_has_not_answered_comes_first_and_travels_as_csv(boards, manager, asked, browser):
    with writes_allowed():
        other = Project.objects.create(name="=1+1", prefix="AUT")
        AccessReview.objects.create(
            project=other, asked_at=timezone.now() - timedelta(days=9), answered_at=timezone.now(), kept=3, removed=1
        )
    chief = boards.member("administrator", name="Ada Min")
    told = latest(chief)
    assert [(one.project.name, one.managers) for one in told] == [("Portail", ["Max Imum"]), ("=1+1", [])]
    client = browser(chief)
    assert "Portail" in client.get("/administration/revues/").content.decode()
    told = client.get("/administration/revues/export/").content.decode("utf-8-sig")
    head, *lines = csv.reader(told.splitlines(), delimiter=";")
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert lines[0] == ["Portail", "Max Imum", "Max Imum", today, "", "", ""]
    assert (lines[1][0], lines[1][5:]) == ("'=1+1", ["3", "1"])
    head_fr = ["Projet", "Responsables", "N’ont pas répondu", "Demandée", "Répondu", "Confirmés", "Retirés"]
    assert head == head_fr


def test_of_a_private_project_one_learns_who_has_not_answered_and_not_its_name(boards, manager, asked, browser):
    with writes_allowed():
        Project.objects.filter(pk=boards.project.pk).update(is_shared=False, name="Secret")
    client = browser(boards.member("administrator", name="Ada Min"))
    for address in ("/administration/revues/", "/administration/revues/export/"):
        told = client.get(address).content.decode()
        assert "Un projet privé" in told
        assert "Max Imum" in told
        assert "Secret" not in told
