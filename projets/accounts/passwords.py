"""How strong a password must be, after CNIL's deliberation 2022-100 and ANSSI's guide: 80 bits at least, by itself.

Long ones need fewer kinds of characters; a sentence of seven words needs none. Nobody is made to change theirs from
time to time.
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User

FOUR_KINDS, THREE_KINDS, WORDS = 12, 14, 7
OF_ADMINISTRATORS = 16
LONGEST = 256
WORD = re.compile(r"[^\W\d_]{3,}")
RULES = _(
    "12 characters at least with small letters, capitals, digits and signs; or 14 with three of these; or a sentence "
    "of 7 different words (of 3 letters or more)."
)
RULES_OF_ADMINISTRATORS = _("Administrators: 16 characters at least.")


def is_for_longer(user):
    """Administrators of an instance that others than this machine reach."""
    return settings.PUBLIC and user.role == User.Role.ADMINISTRATOR


class Strength:
    """One of Django's password validators."""

    def validate(self, password, user=None):
        if user is not None and is_for_longer(user) and len(password) < OF_ADMINISTRATORS:
            raise ValidationError(
                _("The password of an administrator has %(least)s characters at least: add %(missing)s.")
                % {"least": OF_ADMINISTRATORS, "missing": OF_ADMINISTRATORS - len(password)}
            )
        if not is_strong(password):
            raise ValidationError(_("This password could be guessed. Choose one with %(rules)s") % {"rules": RULES})

    def get_help_text(self):
        return RULES


def is_strong(password):
    kinds = kinds_of(password)
    if len({word.lower() for word in WORD.findall(password)}) >= WORDS:
        return True
    if len(set(password)) < FOUR_KINDS // 2:  # « Aa1!Aa1!Aa1! »
        return False
    return (len(password) >= FOUR_KINDS and kinds == 4) or (len(password) >= THREE_KINDS and kinds >= 3)


def kinds_of(password):
    """How many of: small letters, capitals, digits, other signs (blanks too)."""
    tests = (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())
    return sum(any(test(letter) for letter in password) for test in tests)


def rules_for(user):
    """In words, before anything is typed."""
    return f"{RULES} {RULES_OF_ADMINISTRATORS}" if is_for_longer(user) else str(RULES)
