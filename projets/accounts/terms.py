"""The terms of use that clients of the API accept: Markdown files named by language, in the directory of a setting.

No directory, no terms: signing in answers a token at once.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from projets.accounts.models import User

PREFERRED = ("fr-FR", "en-US")


@dataclass(frozen=True)
class Terms:
    language: str
    content: str
    signature: str  # of the text in the first language, whatever the language shown


def languages():
    """Those that the terms are written in, in alphabetical order."""
    return sorted(path.stem for path in Path(settings.TERMS_DIR).glob("*.md")) if settings.TERMS_DIR else []


def first_language():
    """The one that counts, and that of whoever chose none: French if it is there; French too without terms."""
    written = languages()
    return next((one for one in (*PREFERRED, *written) if not written or one in written), PREFERRED[0])


def terms(language=None):
    """In a language, or the first one when they are not written in it; None when there are none."""
    written = languages()
    if not written:
        return None
    language = language if language in written else first_language()
    return Terms(language, _text(language), sha256(_text(first_language()).encode()).hexdigest())


def must_accept(user):
    """Whether there are terms that this person has not accepted as they are now."""
    now = terms()
    return now is not None and user.terms_signature != now.signature


def is_initialized():
    """Whether an administrator has accepted the terms: nobody else gets in before."""
    now = terms()
    return now is None or User.objects.filter(role=User.Role.ADMINISTRATOR, terms_signature=now.signature).exists()


def _text(language):
    return (Path(settings.TERMS_DIR) / f"{language}.md").read_text("utf-8")
