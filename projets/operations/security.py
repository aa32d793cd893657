"""Which facts are lines of the security log, under which word (E-28). What is recorded on the instance always is."""

from projets.usecase.securitylog import tell_facts

WORDS = {
    "rights": (
        "user.role_set",
        "user.activated",
        "user.deactivated",
        "manager.added",
        "manager.removed",
        "membership.added",
        "membership.changed",
        "membership.removed",
    ),
    "credentials": ("user.password_changed", "user.email_changed"),
    "token": ("token.made", "token.revoked", "user.api_key_made", "user.api_key_removed"),
    "sharing": (
        "link.made",
        "link.handed_over",
        "link.revoked",
        "guest.invited",
        "guest.invited_again",
        "guest.accepted",
        "guest.prolonged",
        "guest.sponsored",
        "guest.ended",
    ),
    "deletion": ("user.deleted",),
    "export": ("export.own_data", "export.project"),
}
_BY_KIND = {kind: word for word, kinds in WORDS.items() for kind in kinds}


def word_for(event):
    if event.kind in _BY_KIND:
        return _BY_KIND[event.kind] if not _is_told_twice(event) else None
    if event.kind.endswith((".binned", ".purged")):
        return "deletion"
    return "administration" if event.stream_id == "instance" else None


def _is_told_twice(event):
    """Recorded on the instance and on the person: one line is enough."""
    return event.kind == "user.deleted" and event.stream_id == "instance"


tell_facts(word_for)
