"""Long lists, a piece at a time: an opaque cursor says where the last piece ended."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints

from projets.api.v1.problems import Problem

MOST, USUAL = 200, 50
BY_ID = "i"


class Paged(Schema):
    """The parameters of every long list."""

    cursor: Annotated[str, StringConstraints(max_length=100)] = Field("", description="`next` of the piece before")
    limit: Annotated[int, Field(ge=1, le=MOST)] = USUAL


def page(rows, paged, shape, newest_first=False):
    """A piece of a queryset, in order of ids, which are in order of time; `shape(rows)` are its items."""
    rows = rows.order_by("-pk" if newest_first else "pk")
    if paged.cursor:
        after = cursor_of(paged.cursor)
        rows = rows.filter(pk__lt=after) if newest_first else rows.filter(pk__gt=after)
    found = list(rows[: paged.limit + 1])
    more, found = len(found) > paged.limit, found[: paged.limit]
    return {"items": shape(found), "next": next_after(found[-1].pk) if more else None}


def next_after(id):
    return urlsafe_b64encode(f"{BY_ID}{id}".encode()).decode().rstrip("=")


def cursor_of(text):
    """The id that a cursor stands for."""
    try:
        read = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
        if read.startswith(BY_ID) and read[1:].isdigit() and int(read[1:]) < 2**63:
            return int(read[1:])
    except (ValueError, UnicodeError):
        pass
    said = _("This cursor is none of ours: begin again without one.")
    raise Problem(422, said, [{"parameter": "cursor", "detail": said}])
