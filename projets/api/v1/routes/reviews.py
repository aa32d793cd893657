"""Who is on the boards of a project: all who manage it confirm it at set intervals."""

from typing import Annotated

from ninja import Query
from pydantic import Field

from projets.accounts.queries import require_administrator
from projets.api.v1 import models, rows, shapes
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.exporting import CSV, as_csv
from projets.api.v1.once import acted, once
from projets.api.v1.paging import Paged, cursor_of, next_after
from projets.api.v1.parsing import Id, Sent
from projets.boards.models import Membership, Project
from projets.boards.queries import find
from projets.boards.reviews.actions.reviews import answer_review
from projets.boards.reviews.queries import asked_of, last_answered, latest, members_of, open_review, require_managing
from projets.exchange.exporters.counting import count_export
from projets.exchange.exporters.sheets import reviews_sheet
from projets.usecase.errors import NotFound

TAGS = ["access reviews"]


class AccessReview(models.Out):
    id: Id
    project_id: Id | None
    asked_at: models.At
    answered_at: models.At | None
    answered_by: Id | None
    confirmed_by: list[Id]
    kept: int | None
    removed: int | None


class ReviewedMembership(models.Out):
    id: Id
    board_id: Id
    board_name: str
    role: str
    by_hand: bool


class ReviewedMember(models.Out):
    person_id: Id
    name: str
    is_open: bool
    memberships: list[ReviewedMembership]


class ProjectReview(models.Out):
    review: AccessReview | None
    waits_for_you: bool
    last_answered_at: models.At | None
    members: list[ReviewedMember]


class ReviewLine(models.Out):
    review: AccessReview
    project_name: str | None
    managers: list[str]
    late: list[str]


class Answer(Sent):
    membership_ids: Annotated[list[Id], Field(max_length=1000)] = []


@api.get("/projects/{id}/review", response=ProjectReview, tags=TAGS)
def read_review(request, id: Id):
    """For who manages a project: who is on its boards, and whether you are asked to confirm it."""
    project = _managed(request.actor, id)
    asked, last = open_review(project.pk), last_answered(project.pk)
    return send(
        {
            "review": _review(asked, asked.project_id) if asked else None,
            "waits_for_you": bool(asked and asked.waits_for(request.actor.user_id)),
            "last_answered_at": shapes.moment(last.answered_at) if last else None,
            "members": [_member(one) for one in members_of(project.pk)],
        }
    )


@api.post("/projects/{id}/review/answer", response=AccessReview, auth=ADMIN, tags=TAGS)
def answer(request, id: Id, body: Answer):
    """Confirm who is on the boards, but for these memberships, which end. 404 when nothing is asked of you."""

    def found(actor):
        asked = asked_of(actor, _managed(actor, id).pk)
        if asked is None:
            raise NotFound
        return asked, find(Membership.objects.visible_to(actor), *dict.fromkeys(body.membership_ids))

    act = once(request, answer_review, found, lambda actor, found: answer_review(actor, *found))
    after = act.facts[-1].after
    return acted(act, _review(after, after.project_id))


@api.get("/reviews", response=models.page_of(ReviewLine), auth=ADMIN, tags=TAGS)
def list_reviews(request, paged: Query[Paged]):
    """For administrators: the last review of each project, those that wait for an answer first. What a private project
    is called is told to who sees it alone."""
    require_administrator(request.actor)
    found, told = latest(request.actor), cursor_of(paged.cursor) if paged.cursor else 0  # how many were sent before
    end = told + paged.limit
    return send({"items": [_line(one) for one in found[told:end]], "next": next_after(end) if found[end:] else None})


@api.get("/reviews/export", response={200: None}, auth=ADMIN, tags=TAGS, openapi_extra=CSV)
def export_reviews(request):
    """For administrators: the same as CSV, all of it."""
    require_administrator(request.actor)
    count_export(request.actor.user_id)
    return as_csv(reviews_sheet(latest(request.actor)), "revues")


def _managed(actor, id):
    project = rows.one(Project, id)(actor)
    require_managing(actor, project)
    return project


def _review(one, project_id):
    """A row, or its state in a fact."""
    return {
        "id": str(one.id),
        "project_id": shapes.sent("project_id", project_id),
        "asked_at": shapes.moment(one.asked_at),
        "answered_at": shapes.moment(one.answered_at),
        "answered_by": shapes.sent("user_id", one.answered_by),
        "confirmed_by": [str(user) for user in one.confirmed_by],
        "kept": one.kept,
        "removed": one.removed,
    }


def _line(told):
    return {
        "review": _review(told.review, told.project and told.project.pk),
        "project_name": told.project.name if told.project else None,
        "managers": told.managers,
        "late": told.late,
    }


def _member(one):
    return {
        "person_id": str(one.person.id),
        "name": one.person.name,
        "is_open": one.is_open,
        "memberships": [
            {
                "id": str(row.pk),
                "board_id": str(row.board_id),
                "board_name": row.board.name,
                "role": row.role,
                "by_hand": row.by_hand,
            }
            for row in one.memberships
        ],
    }
