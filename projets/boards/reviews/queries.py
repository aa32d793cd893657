"""Which projects are due for a review, and who has not answered."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Membership, Project, ProjectManager
from projets.boards.queries import people
from projets.boards.reviews.models import AccessReview
from projets.usecase.ids import first_of

MONTH = timedelta(days=365.25 / 12)


@dataclass(frozen=True)
class Member:
    """One person of a project, with all that they are a member of there."""

    person: object
    is_open: bool  # whether their account is
    memberships: list


def due(months):
    """Standing projects with members whose last review, or whose making, lies that many months back."""
    before = timezone.now() - months * MONTH
    recent = AccessReview.objects.filter(Q(answered_at=None) | Q(asked_at__gt=before), project=OuterRef("pk"))
    members = Membership.objects.filter(board__project=OuterRef("pk"), board__binned_at=None)
    projects = Project.objects.filter(Exists(members), ~Exists(recent), binned_at=None, archived_at=None)
    return list(projects.filter(pk__lt=first_of(before)).order_by("pk"))


def open_review(project_id):
    """The one that waits for an answer, if any."""
    return AccessReview.objects.filter(project=project_id, answered_at=None).first()


def members_of(project_id):
    """[Member], by name; boards in their order."""
    memberships = Membership.objects.filter(board__project=project_id, board__binned_at=None).select_related("board")
    of_person = {}
    for one in memberships.order_by("board__position", "board_id"):
        of_person.setdefault(one.user_id, []).append(one)
    known = people(of_person)
    open_ones = set(User.objects.filter(pk__in=of_person, is_active=True).order_by().values_list("pk", flat=True))
    members = [Member(known[id], id in open_ones, theirs) for id, theirs in of_person.items()]
    return sorted(members, key=lambda one: one.person.name.casefold())


def latest(actor):
    """[(review, the project if the actor sees it, names of those who manage it)] of every project ever asked.

    Its last one, late ones first. Of a private project one learns who has not answered, not what it is called.
    """
    newer = AccessReview.objects.filter(project=OuterRef("project"), pk__gt=OuterRef("pk"))
    reviews = AccessReview.objects.filter(~Exists(newer), project__binned_at=None).select_related("project")
    reviews = sorted(reviews, key=lambda one: (one.answered_at is not None, one.asked_at))
    managers = {}
    found = ProjectManager.objects.filter(project__in=[one.project_id for one in reviews]).select_related("user")
    for one in found.order_by("user__name"):
        managers.setdefault(one.project_id, []).append(one.user.name)
    seen = Project.objects.visible_to(actor).in_bulk([one.project_id for one in reviews])
    return [(one, seen.get(one.project_id), managers.get(one.project_id, [])) for one in reviews]
