"""What an action calls a field, and what a body does: an error points at the latter."""

ALSO = {
    "expires_at": ("ends_at",),
    "label": ("add",),
    "members": ("add", "member_ids", "responsible_id"),
    "who": ("user_id", "successor_id"),
}


def in_body(field, sent, known):
    """The name that a body has for it, of what was `sent`, else of all that is `known`; None if there is none."""
    if field.partition("/")[0] in known:
        return field
    names = [f"{field}_id", f"{field}s", f"{field}_ids", *ALSO.get(field, ())]
    return next((name for some in (sent, known) for name in names if name in some), None)
