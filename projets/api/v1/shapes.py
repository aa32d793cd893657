"""How things are sent: the public columns of a row, under their own names, ids as texts, moments in UTC.

`boards/shapes.py` has those of rows; `models` says the same as schemas; a column added to a state is in both. What can
be changed under `If-Match` carries its tag wherever it is shown: no address need be asked for it.
"""

from hashlib import sha256

import msgspec

from projets.accounts.here import Here
from projets.api.v1.states import STATES
from projets.boards import shapes
from projets.boards.shapes import columns, moment, public_columns, sent
from projets.usecase.ids import made_at

__all__ = ["columns", "item", "moment", "public_columns", "sent"]
TAGGED = frozenset(STATES.values())
_sorted = msgspec.json.Encoder(order="deterministic")


def item(state):
    """Of one state, all columns, and its tag if it has one."""
    shown = shapes.item(state)
    return shown | {"etag": tag_of(shown)} if type(state) in TAGGED else shown


def tag(state):
    """Its ETag: another one as soon as any public column is another."""
    return tag_of(shapes.item(state))


def whole_tag(row_tag, rest):
    """The ETag of what is read with a row: another one when anything of it is; the row's own is its first part."""
    return f'{row_tag[:-1]}.{rest}"'


def row_part(tag):
    """Of an ETag that was sent back: what says how the row was. Compression makes a tag weak; the row is the same."""
    return tag.strip().removeprefix("W/").strip('"').partition(".")[0]


def tag_of(shown):
    """The ETag of public columns as they are sent."""
    return f'"{sha256(_sorted.encode(shown)).hexdigest()[:24]}"'


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
    """All that one knows of oneself, and by which token one asks; by none on the command line of the machine."""
    own = ("email", "role", "phone", "language", "time_zone", "theme", "shows_presence", "single_letters")
    return (
        account(user)
        | {name: getattr(user, name) for name in own}
        | {"has_picture": bool(user.avatar)}
        | {"subscribe_to_own_cards": user.subscribe_to_own_cards}
        | {"subscribe_to_card_when_commenting": user.subscribe_to_card_when_commenting}
        | {"token": None if isinstance(token, Here) else token_item(token)}
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
        "parent_id": sent("parent_id", token.parent_id),
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
