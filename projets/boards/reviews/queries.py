"""Which projects are due for a review, and who has not answered."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from projets.accounts.models import User
from projets.boards.models import Membership, Project, ProjectManager
from projets.boards.permissions import MANAGE, grounds
from projets.boards.queries import people
from projets.boards.reviews.models import AccessReview
from projets.usecase.errors import Refused, Why
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


def require_managing(actor, project):
    """Who manages a project, or all of them, reads who is on its boards; Refused to its other people."""
    if not grounds(actor, [project])[project] & MANAGE:
        raise Refused("answer_review", Why.ROLE_TOO_LOW)


def last_answered(project_id):
    """The last one that everybody has answered, if any."""
    return AccessReview.objects.filter(project=project_id).exclude(answered_at=None).first()


def open_review(project_id):
    """The one that waits for answers, if any."""
    return AccessReview.objects.filter(project=project_id, answered_at=None).first()


def asked_of(actor, project_id):
    """The one that waits for this person's answer, if any; that they manage the project is known."""
    review = open_review(project_id)
    return review if review and review.waits_for(actor.user_id) else None


def awaited(review):
    """Ids of those who manage its project, can sign in and have not answered."""
    managers = ProjectManager.objects.filter(project=review.project_id, user__is_active=True)
    return set(managers.order_by().values_list("user_id", flat=True)) - set(review.confirmed_by)


def waiting_for_nobody():
    """Open reviews that everybody who still manages the project has answered."""
    answered = AccessReview.objects.filter(answered_at=None, answered_by__isnull=False).order_by("pk")
    return [one for one in answered if not awaited(one)]


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


@dataclass(frozen=True)
class Told:
    """A review as administrators read of it: its project if they see that, and names."""

    review: AccessReview
    project: Project | None
    managers: list[str]
    late: list[str]  # of those, who have not answered


def latest(actor):
    """[Told] of every project ever asked: its last one, those that wait first.

    Of a private project one learns who has not answered, not what it is called.
    """
    newer = AccessReview.objects.filter(project=OuterRef("project"), pk__gt=OuterRef("pk"))
    reviews = AccessReview.objects.filter(~Exists(newer), project__binned_at=None).select_related("project")
    reviews = sorted(reviews, key=lambda one: (one.answered_at is not None, one.asked_at))
    managers = {}
    found = ProjectManager.objects.filter(project__in=[one.project_id for one in reviews]).select_related("user")
    for one in found.order_by("user__name"):
        managers.setdefault(one.project_id, []).append(one.user)
    seen = Project.objects.visible_to(actor).in_bulk([one.project_id for one in reviews])
    return [_told(one, seen.get(one.project_id), managers.get(one.project_id, [])) for one in reviews]


def _told(review, project, managers):
    late = [one.name for one in managers if one.is_active and review.waits_for(one.pk)]
    return Told(review, project, [one.name for one in managers], late)
