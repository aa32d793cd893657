"""Asking who should be on the boards of a project, and the answer."""

from django.utils.translation import gettext_lazy as _

from projets.boards.actions.memberships import remove_member
from projets.boards.models import Membership
from projets.boards.reviews import events
from projets.boards.reviews.models import AccessReview
from projets.boards.reviews.queries import awaited
from projets.usecase.action import action
from projets.usecase.errors import Conflict
from projets.usecase.log import moment, record


@action("projects")
def ask_reviews(actor, projects):
    """Ask all who manage these; where an answer is still awaited, nobody is asked again."""
    waiting = set(
        AccessReview.objects.filter(project__in=projects, answered_at=None).values_list("project", flat=True)
    )
    for project in projects:
        if project.pk not in waiting:
            asked = AccessReview(project=project, asked_at=moment())
            asked.save(force_insert=True)
            record(project.stream, events.ReviewAsked(None, events.ReviewState.of(asked)))


@action("review", "ended")
def answer_review(actor, review, ended=()):
    """Confirm everybody but those whose memberships are to end; these end with this act.

    The review is answered once each who manages the project has confirmed.
    """
    if not review.waits_for(actor.user_id):
        raise Conflict(_("You have answered this review already."))
    if any(one.board.project_id != review.project_id for one in ended):
        raise Conflict(_("A board has moved to another project: load the page again."))
    for membership in ended:
        remove_member(actor, membership)
    was = events.ReviewState.of(review)
    review.confirmed_by = [*review.confirmed_by, actor.user_id]
    review.answered_by = actor.user_id
    review.removed = (review.removed or 0) + len(ended)
    review.kept = Membership.objects.filter(board__project=review.project_id, board__binned_at=None).count()
    if not awaited(review):
        review.answered_at = moment()
    review.save(update_fields=["answered_at", "answered_by", "confirmed_by", "kept", "removed"])
    record(review.stream, events.ReviewAnswered(was, events.ReviewState.of(review)))


@action("reviews")
def close_reviews(actor, reviews):
    """End those that wait for nobody any more: all who still manage the project have answered."""
    for review in reviews:
        if review.answered_at is None and review.confirmed_by and not awaited(review):
            was = events.ReviewState.of(review)
            review.answered_at = moment()
            review.save(update_fields=["answered_at"])
            record(review.stream, events.ReviewClosed(was, events.ReviewState.of(review)))
