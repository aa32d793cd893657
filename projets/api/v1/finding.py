"""Finding cards: what one may ask for, and the rows that fit."""

import json
from typing import Annotated, Literal

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from projets.api.v1.paging import Paged
from projets.api.v1.parsing import ID, Moment
from projets.api.v1.problems import Problem
from projets.boards.models import Card, CardMember

Ids = Annotated[list[Annotated[str, StringConstraints(pattern=ID)]], Field(max_length=100)]


class Filters(Paged):
    project_id: Ids = []
    board_id: Ids = []
    list_id: Ids = []
    label_id: Ids = []
    member_id: Ids = Field([], description="people on the card, the responsible one too")
    creator_id: Ids = []
    field: Annotated[list[str], Field(max_length=20)] = Field(
        [], description="`id:value`, the id of a typed field and the value as it is kept; `id:` for cards without one"
    )
    due: Literal["late", "coming", "none"] | None = Field(None, description="`late` and `coming` are not done")
    due_after: Moment | None = None
    due_before: Moment | None = None
    done: bool | None = None
    archived: bool | None = Field(False, description="true: archived cards, and those of archived lists")
    text: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="words, all of them, in the title or the description"
    )


def found(actor, filters):
    """Cards that fit, of those that somebody sees."""
    cards = Card.objects.visible_to(actor).defer("description")
    for column, ids in {
        "board__project": filters.project_id,
        "board": filters.board_id,
        "list": filters.list_id,
        "creator_id": filters.creator_id,
    }.items():
        if ids:
            cards = cards.filter(**{f"{column}__in": _numbers(ids)})
    if filters.member_id:
        on_it = CardMember.objects.filter(person_id__in=_numbers(filters.member_id)).order_by().values("card")
        cards = cards.filter(pk__in=on_it)
    if filters.label_id or filters.field:
        cards = cards.annotate(labels_text=Cast("label_ids", TextField()), values_text=Cast("values", TextField()))
    if filters.label_id:
        cards = cards.filter(_any(_labelled(id) for id in filters.label_id))
    for wanted in filters.field:
        cards = cards.filter(_valued(wanted))
    for word in filters.text.split():
        cards = cards.filter(Q(title__icontains=word) | Q(description__icontains=word))
    return cards.filter(_dated(filters) & _put_away(filters))


def _dated(filters):
    wanted, now = Q(), timezone.now()
    if filters.due == "late":
        wanted &= Q(due_at__lt=now, done_at=None)
    elif filters.due == "coming":
        wanted &= Q(due_at__gte=now, done_at=None)
    elif filters.due == "none":
        wanted &= Q(due_at=None)
    if filters.due_after:
        wanted &= Q(due_at__gte=filters.due_after)
    if filters.due_before:
        wanted &= Q(due_at__lt=filters.due_before)
    if filters.done is not None:
        wanted &= Q(done_at__isnull=not filters.done)
    return wanted


def _put_away(filters):
    if filters.archived is None:
        return Q()
    away = Q(archived_at__isnull=False) | Q(list__archived_at__isnull=False)
    return away if filters.archived else ~away


def _labelled(id):
    """Labels stand on cards as a list of ids: `[12, 34]`, which both databases write alike."""
    return (
        Q(labels_text__startswith=f"[{id},")
        | Q(labels_text__endswith=f" {id}]")
        | Q(labels_text__contains=f" {id},")
        | Q(labels_text=f"[{id}]")
    )


def _valued(wanted):
    """Values stand on cards as `{"group:field": "text"}`; SQLite keeps their text as it was written, in ASCII."""
    id, colon, value = wanted.partition(":")
    if not colon or not (id.isascii() and id.isdigit()):
        said = _("A field is asked for as id:value.")
        raise Problem(422, said, [{"parameter": "field", "detail": said}])
    if not value:
        return ~Q(values_text__contains=f':{id}": ')
    written = json.dumps(value, ensure_ascii=connection.vendor == "sqlite")
    return Q(values_text__contains=f':{id}": {written}')


def _any(conditions):
    either = Q()
    for one in conditions:
        either |= one
    return either


def _numbers(ids):
    return [int(id) for id in ids if int(id) < 2**63]
