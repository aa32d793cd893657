"""Planka's words for what we call otherwise, in both directions: roles, colours, languages, dates."""

from datetime import UTC

from projets.accounts import terms
from projets.accounts.wording import LOCALES as _LOCALES

LOCALES = tuple(sorted(_LOCALES))
ROLES = {"administrator": "admin", "project_owner": "projectOwner", "board_user": "boardUser"}
_OUR_LOCALES = {"fr": "fr-FR", "en": "en-US"}


def when(moment):
    """ISO 8601 in UTC with milliseconds; None for none."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def number(value):
    """A position as JSON writes it: whole when it is."""
    return None if value is None else int(value) if value == int(value) else value


def text(value):
    """An absent text is null there."""
    return value or None


def locale(language):
    """Of a person; the instance's for who chose none."""
    return _OUR_LOCALES.get(language, language) or terms.first_language()


def identifier(value):
    return None if value is None else str(value)


def ours(words, said):
    """What we call what a client said: `words` is {our word: theirs}."""
    return next(word for word, theirs in words.items() if theirs == said)
