"""Rows, and states of facts, as Planka shows them: dicts in its order of keys.

A function `label(row, **identity)` takes a row or the state of one: they have the same names. Of a state, whoever
tells a fact says when the row was last changed: `label(fact.after, updated_at=act.done_at)`.

Beside each function stands the shape of what it makes, `LabelItem`: the OpenAPI document is made of these, and the
tests hold every answer they get against it.
"""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict  # as pydantic reads it before Python 3.12

from projets.api.planka.wordings import when
from projets.usecase.ids import made_at

OF_THE_ROW = object()
IdText = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,18}$")]
Moment = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$", json_schema_extra={"format": "date-time"}),
]


class Item(TypedDict):
    id: IdText
    createdAt: Moment
    updatedAt: Moment | None  # null until something has changed


def identity(row, updated_at=OF_THE_ROW) -> Item:
    """What every item begins with; `updated_at` is None until something has changed."""
    created = getattr(row, "made_at", None) or made_at(row.id)
    return {
        "id": str(row.id),
        "createdAt": when(created),
        "updatedAt": when(row.updated_at if updated_at is OF_THE_ROW else updated_at),
    }
