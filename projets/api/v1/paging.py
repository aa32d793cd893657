"""Long lists, a piece at a time: an opaque cursor says where the last piece ended."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated

from django.db.models import F, Q
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints

from projets.api.v1.problems import Problem

MOST, USUAL = 200, 50
BY_ID = "i"
IN_ORDER = "o"


class Paged(Schema):
    """The parameters of every long list."""

    cursor: Annotated[str, StringConstraints(max_length=400)] = Field("", description="`next` of the piece before")
    limit: Annotated[int, Field(ge=1, le=MOST)] = USUAL


def page(rows, paged, shape, newest_first=False, name="items"):
    """A piece of a queryset, in order of ids, which are in order of time; `shape(rows)` are its items."""
    rows = rows.order_by("-pk" if newest_first else "pk")
    if paged.cursor:
        after = cursor_of(paged.cursor)
        rows = rows.filter(pk__lt=after) if newest_first else rows.filter(pk__gt=after)
    found = list(rows[: paged.limit + 1])
    more, found = len(found) > paged.limit, found[: paged.limit]
    return {name: shape(found), "next": next_after(found[-1].pk) if more else None}


def part(found, paged, shape, name="items"):
    """A piece of what is known whole, rows in an order of its own: it goes on after the last one of the piece before.

    Once that one is gone there is no telling where: 422, and one begins again.
    """
    begins = 0
    if paged.cursor:
        after = cursor_of(paged.cursor)
        begins = next((place for place, one in enumerate(found, 1) if one.pk == after), None)
        if begins is None:
            raise _no_cursor()
    piece, more = found[begins : begins + paged.limit], len(found) > begins + paged.limit
    return {name: shape(piece), "next": next_after(piece[-1].pk) if more else None}


def next_after(id):
    return _cursor(f"{BY_ID}{id}")


def cursor_of(text):
    """The id that a cursor stands for."""
    read = _read(text)
    if read.startswith(BY_ID) and read[1:].isdigit() and int(read[1:]) < 2**63:
        return int(read[1:])
    raise _no_cursor()


class Order:
    """An order by several columns, {column: kind of its values}, the last one an id; no value comes last."""

    def __init__(self, name, columns, descending=False):
        self.name = name
        self.columns = columns
        self.descending = descending

    def sorted(self, rows, cursor):
        """The rows in this order, those after the cursor."""
        how = "desc" if self.descending else "asc"
        rows = rows.order_by(*(getattr(F(column), how)(nulls_last=True) for column in self.columns))
        return rows.filter(self._after(self._values(cursor))) if cursor else rows

    def cursor(self, values):
        """That of a row with these values in the columns."""
        sent = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        return _cursor(IN_ORDER + json.dumps([self.name, *sent], separators=(",", ":")))

    def values(self, cursor):
        """Of the row where the piece before ended, if there was one."""
        return self._values(cursor) if cursor else None

    def _after(self, values):
        after, alike = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            if value is None:
                alike &= Q(**{f"{column}__isnull": True})
                continue
            beyond = Q(**{f"{column}__{'lt' if self.descending else 'gt'}": value}) | Q(**{f"{column}__isnull": True})
            after |= alike & beyond
            alike &= Q(**{column: value})
        return after

    def _values(self, cursor):
        read = _read(cursor)
        try:
            name, *values = json.loads(read.removeprefix(IN_ORDER), parse_constant=int)
            if not read.startswith(IN_ORDER) or name != self.name:
                raise ValueError
            kinds = self.columns.values()
            return [_as(kind, value) for kind, value in zip(kinds, values, strict=True)]
        except (ValueError, TypeError, RecursionError):
            raise _no_cursor() from None


def _as(kind, value):
    if value is None:
        return None
    if kind is datetime:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise ValueError
        return read
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 2**63:
        raise ValueError
    return kind(value)


def _cursor(text):
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text):
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (ValueError, UnicodeError):
        raise _no_cursor() from None


def _no_cursor():
    said = _("This cursor is none of ours: begin again without one.")
    return Problem(422, said, [{"parameter": "cursor", "detail": said}])
