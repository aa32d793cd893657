"""A fact: the public columns of one row as they were and as they became.

The log is read for years, by history, undo, live pages, webhooks, search and figures: a column may be added to a
state with a default; none is renamed or removed. People are in it by id, long texts by version number.
"""

from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import ClassVar, Self

import msgspec


@dataclass(frozen=True)
class State:
    """Public columns of a row at one moment, under the names that the row has for them."""

    id: int

    @classmethod
    def of(cls, row) -> Self:
        return cls(*[_frozen(getattr(row, name)) for name in column_names(cls)])

    @property
    def columns(self):
        return set(column_names(type(self)))

    @property
    def stored(self):
        """Its columns as JSON keeps them."""
        return msgspec.to_builtins(self)

    @classmethod
    def load(cls, stored) -> Self:
        return msgspec.convert(stored, cls)


@cache
def column_names(state):
    return tuple(column.name for column in fields(state))


def _frozen(value):
    if isinstance(value, list):
        return tuple(value)
    return dict(value) if isinstance(value, dict) else value  # a copy: the row goes on changing


@dataclass(frozen=True)
class Fact:
    """What became of one row; `before` is None for a row that was not there."""

    before: State | None
    after: State

    kind: ClassVar[str]
    state: ClassVar[type[State]]
    _kinds: ClassVar[dict[str, type["Fact"]]] = {}

    def __init_subclass__(cls, kind=None, **kwargs):
        super().__init_subclass__(**kwargs)
        if kind:
            cls.kind = kind
            Fact._kinds[kind] = cls

    @property
    def columns(self):
        """As the log keeps it: all columns after, and of those before only the ones that changed."""
        after = self.after.stored
        if self.before is None:
            return {"before": None, "after": after}
        before = self.before.stored
        return {"before": {name: was for name, was in before.items() if was != after[name]}, "after": after}

    @cached_property
    def changed(self):
        """Names of the columns that are not as they were; all of them for a new row."""
        was, now = self.before, self.after
        names = column_names(type(now))
        return frozenset(name for name in names if was is None or getattr(was, name) != getattr(now, name))

    @staticmethod
    def load(kind, columns):
        fact = Fact._kinds[kind]
        after = fact.state.load(columns["after"])
        if columns["before"] is None:
            return fact(None, after)
        return fact(fact.state.load(columns["after"] | columns["before"]), after)
