"""How things are sent: the public columns of a row, under their own names, ids as texts, moments in UTC.

The same for a row as it is (`item(state(row))`) and for what a fact says it was or became. `models` says the same as
schemas; a column added to a state is in both.
"""

from datetime import UTC, datetime

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
    if name == "said":
        return {word: [str(one) for one in who] for word, who in value.items()}
    return list(value) if isinstance(value, tuple) else value


def moment(value):
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def person(one):
    """Somebody as cards show them: an account, or a name that came with an import (`claimed` false)."""
    return {"id": str(one.id), "name": one.name, "claimed": one.claimed}


def account(user):
    """What everybody may know of an account."""
    return {
        "id": str(user.pk),
        "name": user.name,
        "username": user.username,
        "organization": user.organization,
        "is_active": user.is_active,
    }


def me(user, token):
    """All that one knows of oneself, and by which token one asks."""
    own = ("email", "role", "phone", "language", "time_zone", "theme", "shows_presence")
    return (
        account(user)
        | {name: getattr(user, name) for name in own}
        | {"subscribe_to_own_cards": user.subscribe_to_own_cards}
        | {"subscribe_to_card_when_commenting": user.subscribe_to_card_when_commenting}
        | {"token": token_item(token)}
    )


def token_item(token):
    """Never what opens."""
    use = getattr(token, "use", None)
    return {
        "id": str(token.pk),
        "name": token.name,
        "prefix": token.prefix,
        "scope": token.scope,
        "project_ids": None if token.project_ids is None else [str(one) for one in token.project_ids],
        "expires_at": moment(token.expires_at),
        "revoked_at": moment(token.revoked_at),
        "used_at": moment(use.used_at) if use else None,
        "made_at": moment(made_at(token.pk)),
    }


def card(state, prefix):
    return item(state) | {"reference": f"{prefix}-{state.number}", "url": f"/cartes/{prefix}-{state.number}/"}


def attachment(state):
    file = None if state.url else f"/api/v1/attachments/{state.id}/file"
    return item(state) | {"file": file}


def event(one):
    """A fact as streams and histories tell it: what a row was and became; `before` has only what changed."""
    fact, act = one.fact, one.act
    return {
        "id": str(one.pk),
        "revision": one.revision,
        "kind": one.kind,
        "row_id": str(one.row_id),
        "before": None if fact.before is None else columns(fact.before, fact.changed),
        "after": columns(fact.after, fact.after.columns),
        "act_id": str(one.act_id),
        "undoes_act_id": str(act.undoes_id) if act.undoes_id else None,
        "user_id": str(act.user_id) if act.user_id else None,
        "via": act.via,
        "at": moment(act.done_at),
    }
