"""Rows, and states of facts, as Planka shows them: dicts in its order of keys.

A function `label(row, **identity)` takes a row or the state of one: they have the same names. Of a state, whoever
tells a fact says when the row was last changed: `label(fact.after, updated_at=act.done_at)`.
"""

from projets.api.planka.wordings import when
from projets.usecase.ids import made_at

OF_THE_ROW = object()


def identity(row, updated_at=OF_THE_ROW):
    """What every item begins with; `updated_at` is None until something has changed."""
    created = getattr(row, "made_at", None) or made_at(row.id)
    return {
        "id": str(row.id),
        "createdAt": when(created),
        "updatedAt": when(row.updated_at if updated_at is OF_THE_ROW else updated_at),
    }
