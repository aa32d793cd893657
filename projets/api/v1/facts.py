"""What may have happened, as schemas: one for each sort of row, told apart by the `kind` of the event.

They are made for the document alone and then let go: kept as models, they and what routes make of them took 18 MB.
"""

from collections import defaultdict
from typing import Annotated, Literal

from pydantic import Field, RootModel, create_model

from projets.api.v1 import models
from projets.api.v1.parsing import Id, left_out
from projets.api.v1.shapes import public_columns
from projets.usecase.facts import Fact


class Happening(models.Out):
    """What every event tells; `before` has only what changed, nothing for a row that was not there."""

    id: Id
    revision: int
    row_id: models.RowId
    act_id: Id
    undoes_act_id: Id | None
    user_id: Id | None
    via: str
    at: models.At


def kinds_by_state():
    """{state: kinds of facts about it}, of all that this application records."""
    found = defaultdict(list)
    for kind, fact in sorted(Fact._kinds.items()):  # noqa: SLF001 (nobody else asks for all of them)
        if fact.__module__.startswith("projets."):
            found[fact.state].append(kind)
    return dict(found)


def _events():
    """A schema for each state; `after` is all of it, `before` any of it."""
    by_state = kinds_by_state()
    states_of = defaultdict(set)
    for state, kinds in by_state.items():
        for kind in kinds:
            states_of[kind.partition(".")[0]].add(state)
    for state, kinds in by_state.items():
        nouns = {kind.partition(".")[0] for kind in kinds}
        is_alone = len(nouns) == 1 and len(states_of[min(nouns)]) == 1
        noun = min(nouns).title().replace("_", "") if is_alone else state.__name__.removesuffix("State")
        columns = {name: models.kind_of_column(state, name) for name in public_columns(state)}
        before = {name: (kind, left_out()) for name, kind in columns.items()}
        after = {name: (kind, ...) for name, kind in columns.items()}
        yield create_model(
            f"{noun}Event",
            __base__=Happening,
            kind=(Literal[*kinds], ...),
            before=(create_model(f"{noun}Before", __base__=models.Out, **before) | None, ...),
            after=(create_model(f"{noun}After", __base__=models.Out, **after), ...),
        )


def _either(kinds):
    either = kinds[0]
    for kind in kinds[1:]:
        either = either | kind
    return either


class Event(models.Out):
    """Something that happened, by its kind."""  # what it holds: `schemas`


def schemas():
    """{name: JSON schema} of an event, and of what it may be, as components of the document."""
    either = RootModel[Annotated[_either(list(_events())), Field(discriminator="kind")]]
    whole = either.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    parts = whole.pop("$defs")
    return parts | {"Event": whole | {"title": "Event", "description": Event.__doc__}}
