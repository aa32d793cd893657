"""Access reviews by our own API: who is on the boards, the answer, and who has not answered."""

import pytest
from django.utils import timezone

from projets.boards.models import Membership, Project, ProjectManager
from projets.boards.reviews.actions.reviews import ask_reviews
from projets.boards.reviews.models import AccessReview
from projets.usecase.actor import Actor
from projets.usecase.guard import writes_allowed
from projets.usecase.models import Event
from tests.api.v1.alike import left_alike

SYSTEM = Actor(None, "system")


@pytest.fixture
def administrator(boards):
    return boards.member("administrator", name="Ada Min")


@pytest.fixture
def manager(boards):
    return boards.member("project manager", name="Max Imum")


@pytest.fixture
def asked(boards, manager, editor):
    ask_reviews(SYSTEM, [boards.project])
    return AccessReview.objects.get()


def test_who_is_there_is_read_and_confirmed_by_all_who_manage(
    boards, manager, editor, asked, asking, django_assert_num_queries
):
    other = boards.member("project manager", name="Zoé Autre")
    ask, path = asking(manager), f"projects/{boards.project.pk}/review"
    ask.get("me")
    with django_assert_num_queries(9):
        told = ask.get(path).json()
    (member,), (membership,) = told["members"], told["members"][0]["memberships"]
    assert (told["review"]["id"], told["waits_for_you"], told["last_answered_at"]) == (str(asked.pk), True, None)
    assert (member["person_id"], member["name"], member["is_open"]) == (str(editor.user_id), "Camille Martin", True)
    assert (membership["board_name"], membership["role"], membership["by_hand"]) == (
        "Feuille de route",
        "editor",
        True,
    )
    boards.member("reader", name="Awa Diop")
    with django_assert_num_queries(9):
        assert len(ask.get(path).json()["members"]) == 2
    body = {"membership_ids": [membership["id"]]}
    first, again = (ask.post(f"{path}/answer", body, idempotency_key="k") for _time in range(2))
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert (first.json()["answered_at"], first.json()["confirmed_by"]) == (None, [str(manager.user_id)])
    assert (first.json()["kept"], first.json()["removed"]) == (1, 1)
    assert not Membership.objects.filter(user=editor.user_id).exists()
    assert ask.get(path).json()["waits_for_you"] is False
    assert ask.post(f"{path}/answer", {}).status_code == 404
    last = asking(other).post(f"{path}/answer", {}).json()
    assert (last["answered_by"], bool(last["answered_at"])) == (str(other.user_id), True)
    assert ask.get(path).json()["last_answered_at"] == last["answered_at"]


def test_administrators_read_who_has_not_answered(
    boards, administrator, manager, asked, asking, django_assert_num_queries
):
    hidden = boards.member(None, name="Zoé Secret")
    with writes_allowed():
        private = Project.objects.create(name="Caché", prefix="CACH", is_shared=False)
        ProjectManager.objects.create(project=private, user_id=hidden.user_id)
        AccessReview.objects.create(project=private, asked_at=timezone.now())
    ask = asking(administrator)
    ask.get("me")
    with django_assert_num_queries(6):
        first = ask.get("reviews?limit=1").json()
    (line,) = first["items"]
    assert (line["project_name"], line["review"]["project_id"]) == ("Portail", str(boards.project.pk))
    assert (line["managers"], line["late"]) == (["Max Imum"], ["Max Imum"])
    rest = ask.get(f"reviews?limit=1&cursor={first['next']}").json()
    (line,), end = rest["items"], rest["next"]
    assert (line["project_name"], line["review"]["project_id"], line["late"], end) == (
        None,
        None,
        ["Zoé Secret"],
        None,
    )


def test_the_sheet_is_the_one_of_the_page(boards, administrator, asked, asking, browser):
    answer = asking(administrator).get("reviews/export", accept_language="fr")
    page = browser(administrator).get("/administration/revues/export/", headers={"accept-language": "fr"})
    assert (answer.status_code, answer.content) == (200, page.content)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == page.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content.decode().splitlines()[1].startswith("Portail;Max Imum;Max Imum;")


def test_who_may_not(boards, administrator, manager, editor, asked, asking):
    path, outsider = f"projects/{boards.project.pk}/review", boards.member(None, name="Zoé Autre")
    with writes_allowed():
        other = Project.objects.create(name="Autre", prefix="AUTR")
        ProjectManager.objects.create(project=other, user_id=manager.user_id)
    elsewhere = asking(manager, projects=[other])
    for actor, status in ((editor, 403), (outsider, 404)):
        ask = asking(actor)
        assert [ask.get(path).status_code, ask.post(f"{path}/answer", {}).status_code] == [status, status]
        assert [ask.get("reviews").status_code, ask.get("reviews/export").status_code] == [404, 404]
    assert [elsewhere.get(path).status_code, elsewhere.post(f"{path}/answer", {}).status_code] == [404, 404]
    assert asking(manager, "write").post(f"{path}/answer", {}).status_code == 403
    bound = asking(administrator, projects=[boards.project])
    assert [bound.get("reviews").status_code, bound.get("reviews/export").status_code] == [404, 404]
    theirs = asking(manager)
    assert theirs.post(f"{path}/answer", {"membership_ids": ["12"]}).status_code == 404
    assert theirs.post(f"{path}/answer", {"membership_ids": "12"}).status_code == 422
    assert AccessReview.objects.get().confirmed_by == []
    assert not Event.objects.filter(kind="review.answered").exists()
    assert Membership.objects.filter(user=editor.user_id).exists()


def test_one_made_for_the_project_answers_for_it(boards, manager, asked, asking):
    ask = asking(manager, projects=[boards.project])
    assert ask.post(f"projects/{boards.project.pk}/review/answer", {}).status_code == 200
    assert AccessReview.objects.get().answered_by == manager.user_id


def test_a_page_and_a_program_leave_the_same(boards, manager, asked, browser, asking):
    page, ask = browser(manager), asking(manager)

    def again():
        with writes_allowed():
            AccessReview.objects.update(answered_at=None, answered_by=None, confirmed_by=[], kept=None, removed=None)
        return ask.post(f"projects/{boards.project.pk}/review/answer", {})

    _facts, trail = left_alike(lambda: page.post(f"/projets/{boards.project.pk}/revue/"), again)
    assert trail == [("rights", "review.answered")]
