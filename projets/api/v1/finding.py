"""Finding cards: what one may ask for, and the rows that fit."""

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from projets.api.v1.paging import Order, Paged
from projets.api.v1.parsing import ID, REFERENCE, Day, Moment
from projets.api.v1.problems import Problem
from projets.boards.models import Board, Card, CardMember
from projets.boards.names import plain
from projets.boards.numbers import known_by_number

Ids = Annotated[list[Annotated[str, StringConstraints(pattern=ID)]], Field(max_length=100)]


BY = {
    "created": {"pk": int},
    "due": {"due_at": datetime, "pk": int},
    "number": {"number": int, "pk": int},
}
ORDERS = {
    f"{sign}{name}": Order(f"{sign}{name}", columns, descending=bool(sign))
    for name, columns in BY.items()
    for sign in ("", "-")
} | {"position": Order("position", {"board": int, "list__position": float, "list": int, "position": float, "pk": int})}
CHUNK = 500


class Filters(Paged):
    project_id: Ids = []
    board_id: Ids = []
    list_id: Ids = []
    label_id: Ids = []
    member_id: Ids = Field([], description="people on the card, the responsible one too")
    creator_id: Ids = []
    field: Annotated[list[str], Field(max_length=20)] = Field(
        [],
        description="`id:value`, the id of a typed field and the value as it is kept, case and accents apart; "
        "`id:` for cards without one",
    )
    kind: Literal[*Board.CardKind.values] | None = None
    restricted: bool | None = Field(None, description="true: only cards that are restricted to their people")
    reference: Annotated[list[Annotated[str, StringConstraints(pattern=REFERENCE)]], Field(max_length=20)] = Field(
        [], description="numbers like PORT-150, or ids; those that nobody has, or you do not see, find nothing"
    )
    due: Literal["late", "coming", "none"] | None = Field(None, description="`late` and `coming` are not done")
    due_after: Moment | None = None
    due_before: Moment | None = None
    start_after: Day | None = Field(None, description="this day or later")
    start_before: Day | None = Field(None, description="before this day")
    done: bool | None = None
    archived: bool | None = Field(False, description="true: archived cards, and those of archived lists")
    text: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="words, all of them, in the title or the description, case and accents apart"
    )
    sort: Literal[*ORDERS] = Field(
        "created", description="`position`: as on the boards; cards without a due date come last; `-`: the other way"
    )

    @property
    def order(self):
        return ORDERS[self.sort]


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
    for id, value in map(_field, filters.field):
        has_one = Q(values_text__contains=f':{id}": ')
        cards = cards.filter(has_one if value else ~has_one)
    if filters.kind:
        cards = cards.filter(kind=filters.kind)
    if filters.restricted is not None:
        cards = cards.filter(is_restricted=filters.restricted)
    if filters.reference:
        cards = cards.filter(_referred(actor, filters.reference))
    return cards.filter(_dated(filters) & _put_away(filters))


def piece(actor, filters, shape):
    """A piece of what is found, in the order asked for; `shape(cards)` are its items.

    What is written is compared here, as everywhere in the product: databases do not agree on accents and case.
    """
    order, wanted = filters.order, filters.limit + 1
    rows = order.sorted(found(actor, filters), filters.cursor)
    keys = rows.values_list(*order.columns)
    if filters.text or any(value for _id, value in map(_field, filters.field)):
        keys = _that_fit(rows.values_list("title", "description", "values", *order.columns), filters, wanted)
    keys = list(keys[:wanted])
    more, keys = len(keys) > filters.limit, keys[: filters.limit]
    cards = Card.objects.defer("description").in_bulk([key[-1] for key in keys])
    items = shape([cards[key[-1]] for key in keys if key[-1] in cards])
    return {"items": items, "next": order.cursor(keys[-1]) if more else None}


def _that_fit(rows, filters, most):
    words = plain(filters.text).split()
    values = [(f":{id}", plain(value)) for id, value in map(_field, filters.field) if value]
    fitting = []
    for title, description, kept, *key in rows.iterator(CHUNK):
        known = [(name, plain(value)) for name, value in kept.items()] if values else ()
        if all(any(name.endswith(of) and value == asked for name, value in known) for of, asked in values):
            said = plain(f"{title}\n{description}") if words else ""
            if all(word in said for word in words):
                fitting.append(key)
                if len(fitting) == most:
                    break
    return fitting


def _referred(actor, references):
    """By id, or by the number that a card has or had: an old one goes on leading to it."""
    ids = _numbers(one for one in references if "-" not in one)
    known = known_by_number(actor, [one for one in references if "-" in one])
    return Q(pk__in=[*ids, *(card.pk for card in known.values())])


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
    if filters.start_after:
        wanted &= Q(start_date__gte=filters.start_after)
    if filters.start_before:
        wanted &= Q(start_date__lt=filters.start_before)
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


def _field(wanted):
    """(id of a field, the value asked for)."""
    id, colon, value = wanted.partition(":")
    if not colon or not (id.isascii() and id.isdigit()):
        said = _("A field is asked for as id:value.")
        raise Problem(422, said, [{"parameter": "field", "detail": said}])
    return id, value


def _any(conditions):
    either = Q()
    for one in conditions:
        either |= one
    return either


def _numbers(ids):
    return [int(id) for id in ids if int(id) < 2**63]
