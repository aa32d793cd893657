"""Which facts are entries of the trail, and of which nature. Moving a card is none: the board's history tells that."""

SIGN_IN, RIGHTS, SHARING, CREATION, CHANGE = "sign-in", "rights", "sharing", "creation", "change"
DELETION, EXPORT, ADMINISTRATION = "deletion", "export", "administration"
NATURES = (SIGN_IN, RIGHTS, SHARING, CREATION, CHANGE, DELETION, EXPORT, ADMINISTRATION)

_OF_NOUN = {
    "identity": SIGN_IN,
    "security": SIGN_IN,
    "rescue": SIGN_IN,
    "membership": RIGHTS,
    "board_team": RIGHTS,
    "manager": RIGHTS,
    "affiliation": RIGHTS,
    "team_member": RIGHTS,
    "claim_rule": RIGHTS,
    "authenticator": RIGHTS,
    "passkey": RIGHTS,
    "token": RIGHTS,
    "review": RIGHTS,
    "departure": RIGHTS,
    "webhook": SHARING,
    "service": SHARING,
    "link": SHARING,
    "guest": SHARING,
    "project": CHANGE,
    "board": CHANGE,
    "organisation": ADMINISTRATION,
    "organisation_service": ADMINISTRATION,
    "team": ADMINISTRATION,
    "mail_server": ADMINISTRATION,
    "legal_information": ADMINISTRATION,
    "announcement": ADMINISTRATION,
    "audit": EXPORT,
    "export": EXPORT,
}
_OF_KIND = {
    "user.created": CREATION,
    "user.deleted": DELETION,
    "user.role_set": RIGHTS,
    "user.activated": RIGHTS,
    "user.deactivated": RIGHTS,
    "user.email_changed": RIGHTS,
    "user.password_changed": RIGHTS,
    "user.api_key_made": RIGHTS,
    "user.api_key_removed": RIGHTS,
    "project.created": CREATION,
    "board.created": CREATION,
    "board.imported": CREATION,
    "card.transferred": SHARING,
    "card.restricted": RIGHTS,
    "card.opened": RIGHTS,
}
_DELETIONS = ("binned", "restored", "purged", "cleared")
_NOT = {"board.shifted", "project.favored"}


def nature_of(kind):
    """None for what is no entry."""
    noun, _dot, happening = kind.partition(".")
    if kind in _OF_KIND:
        return _OF_KIND[kind]
    if happening in _DELETIONS:
        return DELETION
    return None if kind in _NOT else _OF_NOUN.get(noun)
