"""The demonstration: what it holds, and who is in it."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from projets.accounts.models import User
from projets.accounts.organisations.models import Affiliation, Organisation, TeamMember
from projets.boards.mine import my_cards
from projets.boards.models import (
    Board,
    Card,
    Comment,
    Favorite,
    List,
    Membership,
    Project,
    ProjectManager,
    Reaction,
    TextVersion,
)
from projets.operations import demo
from projets.operations.demo import reading
from projets.usecase.actor import Actor
from projets.usecase.models import Act, Event


@pytest.fixture(scope="module")
def _loaded_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_once, db):
    """These tests only read it."""


def named(first):
    return User.objects.get(name__startswith=f"{first} ")


def test_the_whole_programme_is_there(loaded):
    programme = reading._programme()  # noqa: SLF001 (what was published, to compare with)
    assert Project.objects.count() == len(programme["missions"]) == 8
    sources = "\n".join(TextVersion.objects.order_by("id").values_list("text", flat=True))
    assert {action["code"] for action in programme["actions"] if f"action {action['code']} «" not in sources} == set()
    assert Board.objects.filter(memberships__isnull=True).count() == 0
    assert Card.objects.filter(card_members__isnull=True, done_at=None, list__board__name="Labellisation").count() == 0


def test_it_looks_alive(loaded):
    board = Board.objects.get(name="FranceConnect")
    cards = Card.objects.shown().filter(board=board)
    now = timezone.now()
    assert cards.filter(due_at__lt=now, done_at=None).count() >= 3
    assert cards.filter(done_at__isnull=False).count() >= 5
    assert cards.exclude(cover_id=None).count() == 3
    assert cards.filter(comments_total__gte=3).count() >= 2
    doing = List.objects.get(board=board, name="En cours")
    assert cards.filter(list=doing).count() == doing.wip_limit + 1
    assert Card.objects.filter(board=board, archived_at__isnull=False).count() == 2
    assert Card.objects.filter(board=board, binned_at__isnull=False).count() == 1
    assert Comment.objects.filter(text__contains="@[](").count() >= 10
    assert Reaction.objects.count() >= 30
    assert Favorite.objects.values("user").distinct().count() >= 8
    assert Act.objects.filter(events__stream=board.stream).values("user_id").distinct().count() >= 6


def test_somebody_has_something_late_for_today_and_waiting(loaded):
    ines = named("Inès")
    now = timezone.now()
    mine = my_cards(Actor(ines.pk, "web"), now, timezone.get_default_timezone())
    assert all([mine.late, mine.today, mine.week, mine.waiting, mine.later])
    late = [now - card.due_at for card in Card.objects.filter(due_at__lt=now, done_at=None)]
    assert max(late) < timedelta(days=12)
    ahead = Card.objects.exclude(due_at=None).order_by("-due_at").first().due_at
    assert ahead - now < timedelta(days=60)


def test_people_are_invented_and_stand_differently(loaded):
    people = User.objects.order_by("pk")
    assert [one.name for one in people] == [one["name"] for one in reading.people().values()]
    assert people.count() == people.filter(is_demo=True).count() == 12
    assert {one.email.rpartition(".")[2] for one in people} == {"example"}
    assert not any(one.has_usable_password() for one in people)
    assert set(people.values_list("role", flat=True)) == set(User.Role.values)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Membership.Role.values)
    assert ProjectManager.objects.values("user").distinct().count() == 4
    assert [one.name for one in people.filter(role="administrator")] == ["Hélène Vasselin"]


def test_everybody_works_somewhere_and_projects_belong_there(loaded):
    """A-09, as one's own instance would have it."""
    organisation = Organisation.objects.get()
    assert Affiliation.objects.filter(organisation=organisation, service__isnull=False).count() == 12
    assert [one.user.name for one in Affiliation.objects.filter(role="administrator")] == ["Karim Belloumi"]
    assert Project.objects.filter(organisation=organisation, service__isnull=False).count() == 8
    assert TeamMember.objects.count() == 2


def test_nobody_is_spoken_of_who_is_not_there(loaded):
    """Public texts name organisations; those that are invented speak to people by id."""
    texts = list(TextVersion.objects.order_by("id").values_list("text", flat=True))
    ids = {str(one.pk) for one in User.objects.order_by("pk")}
    assert {id for text in texts for id in re.findall(r"@\[\]\((\d+)\)", text)} <= ids
    assert [text for text in texts if re.search(r"@[a-zé]|(?:^|\s)(?:M\.|Mme|MM\.) ", text)] == []


def test_the_log_tells_the_truth(loaded):
    """All of it happened now, by the command line, and each person did their own part."""
    hour = timedelta(hours=1)
    assert Act.objects.filter(done_at__lt=timezone.now() - hour).count() == 0
    assert set(Act.objects.values_list("via", flat=True)) == {"command"}
    made = {"create_user", "create_organisation", "create_service", "affiliate", "edit_affiliation", "create_team"}
    assert set(Act.objects.filter(user_id=None).values_list("action", flat=True)) == {*made, "add_to_team"}
    assert Act.objects.exclude(user_id=None).values("user_id").distinct().count() >= 10
    for comment in Comment.objects.order_by("pk")[:5]:
        written = Event.objects.get(row_id=comment.pk, kind="comment.written", stream=f"board:{comment.card.board_id}")
        assert written.act.user_id == comment.author_id


def test_french_typography(loaded):
    texts = [*TextVersion.objects.values_list("text", flat=True), *Card.objects.values_list("title", flat=True)]
    assert [text for text in texts if re.search(r"\w'\w|« | [:;!?»]", text)] == []


def test_a_card_due_at_a_time_is_due_in_paris(loaded):
    card = Card.objects.get(title__startswith="Écran de consentement")
    due = card.due_at.astimezone(timezone.get_default_timezone())
    assert (card.due_has_time, due.strftime("%H:%M")) == (True, "17:30")
