"""How rows are told outside: their public columns under their own names, ids as texts, moments in UTC.

The same for the API and for exports, of a row as it is (`item(state(row))`) and of what a fact says it was or became.
"""

from datetime import UTC, date, datetime

from projets.boards import events
from projets.usecase.facts import column_names
from projets.usecase.ids import made_at

PRIVATE = {
    events.AttachmentState: {"key"},  # a file's address in the storage
    events.BackgroundState: {"key"},
    events.CardState: {"value_rows"},  # what another door calls its values
}


def public_columns(state):
    return [name for name in column_names(state) if name not in PRIVATE.get(state, ())]


def item(state):
    """Of one state, all columns; `made_at` is when the row was made."""
    shown = {name: sent(name, getattr(state, name)) for name in public_columns(type(state))}
    shown["made_at"] = moment(state.made_at if hasattr(state, "made_at") else made_at(state.id))
    return shown


def columns(state, names):
    """Some of its columns."""
    return {name: sent(name, getattr(state, name)) for name in public_columns(type(state)) if name in names}


def sent(name, value):
    if value is None:
        return None
    if name == "id" or name.endswith("_id"):
        return str(value)
    if name.endswith("_ids"):
        return [str(one) for one in value]
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if name == "said":
        return {word: [str(one) for one in who] for word, who in value.items()}
    return list(value) if isinstance(value, tuple) else value


def moment(value):
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None
