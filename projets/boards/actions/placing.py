"""Where things go among their siblings: boards, lists, labels, fields, cards, tasks."""

from math import isfinite

from django.utils.translation import gettext_lazy as _

from projets.boards import ordering
from projets.boards.actions.saving import state
from projets.boards.models import Card
from projets.usecase import statements
from projets.usecase.errors import Invalid


def arrange(rows, siblings, position):
    """Give rows their positions, one below the other from `position` on, by default (None) at the end; save nothing.

    `siblings` is a queryset of the things they go among, in order; the rows themselves are left out of it.
    Returns {sibling: the state it had} of those that had to make room.
    """
    line = _Line(siblings, rows)
    wanted = ordering.after_all(line.positions) if position is None else number(position)
    for row in rows:
        wanted = line.insert(row, wanted)
    return line.settle()


def arrange_card(card, list_id, position):
    """As `arrange`, for one card in a list: its neighbours alone are read, unless they stand too close."""
    wanted = None if position is None else number(position)
    ((below, above),) = statements.rows(*_neighbours(card.pk, list_id, wanted))
    if wanted is None:
        wanted = ordering.after_all([] if below is None else [below])
    if not ordering.fits(below, wanted, above):
        return arrange([card], Card.objects.filter(list=list_id, binned_at=None, archived_at=None), position)
    card.position = wanted
    return {}


_OTHERS = "FROM boards_card WHERE list_id = %s AND binned_at IS NULL AND archived_at IS NULL AND id <> %s"
_LAST = f"SELECT max(position), NULL {_OTHERS}"
_NEIGHBOURS = (
    f"SELECT (SELECT max(position) {_OTHERS} AND position <= %s), (SELECT min(position) {_OTHERS} AND position > %s)"
)


def asked_to_arrange(card, list_id, position):
    """The statements that `arrange_card` makes first, for who asks ahead."""
    try:
        return [_neighbours(card.pk, list_id, None if position is None else number(position))]
    except Invalid:  # which `arrange_card` will say
        return []


def _neighbours(card_id, list_id, wanted):
    if wanted is None:
        return _LAST, (list_id, card_id)
    return _NEIGHBOURS, (list_id, card_id, wanted, list_id, card_id, wanted)


def arrange_each(wanted, siblings, leaving=()):
    """Give each row its own place: {row: position}; as `arrange`, but `leaving` are siblings that are about to go."""
    line = _Line(siblings, [*wanted, *leaving])
    for row, position in sorted(wanted.items(), key=lambda one: (one[1], one[0].pk)):
        line.insert(row, position)
    return line.settle()


class _Line:
    """Things one below the other; those that are put among them are rows, the others are known by id."""

    def __init__(self, siblings, without):
        left_out = {row.pk for row in without}
        standing = siblings.order_by("position", "id").values_list("pk", "position")
        self.siblings = siblings
        self.original = {pk: at for pk, at in standing if pk not in left_out}
        self.who, self.positions = list(self.original), list(self.original.values())

    def insert(self, row, wanted):
        """Where it landed."""
        spot = ordering.place(self.positions, wanted)
        for index, shifted in spot.shifts.items():
            self.positions[index] = shifted
        self.who.insert(spot.index, row)
        self.positions.insert(spot.index, spot.position)
        return spot.position

    def settle(self):
        """Tell rows their positions; the states of the siblings that have others now."""
        shifted = {}
        for who, position in zip(self.who, self.positions, strict=True):
            if who not in self.original:
                who.position = position
            elif self.original[who] != position:
                shifted[who] = position
        return _shifted(shifted, self.siblings)


def _shifted(positions, siblings):
    if not positions:
        return {}
    rows = siblings.filter(pk__in=positions)
    if issubclass(siblings.model, Card):
        rows = rows.prefetch_related("card_members")
    were = {}
    for row in rows:
        were[row] = state(row)
        row.position = positions[row.pk]
    return were


def number(position):
    """A position as somebody sent it; Invalid unless it is a number from 0."""
    try:
        value = float(position)
    except (TypeError, ValueError, OverflowError):
        value = -1
    if not isfinite(value) or value < 0:
        raise Invalid(_("This place is not one: a position is a number from 0."), field="position")
    return value
