"""What may stand in an account: addresses, user names, passwords."""

import re
import secrets
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from projets.accounts.models import User
from projets.accounts.passwords import is_strong
from projets.usecase.errors import Invalid

# What clients may want beside the languages of our pages, which then fall back to the nearest of theirs
LOCALES = {
    *("ar-YE", "bg-BG", "ca-ES", "cs-CZ", "da-DK", "de-DE", "el-GR", "en-GB", "en-US", "es-ES", "et-EE", "fa-IR"),
    *("fi-FI", "fr-FR", "hu-HU", "id-ID", "it-IT", "ja-JP", "ko-KR", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "ro-RO"),
    *("ru-RU", "sk-SK", "sr-Cyrl-RS", "sr-Latn-RS", "sv-SE", "tr-TR", "uk-UA", "uz-UZ", "vi-VN", "zh-CN", "zh-TW"),
}
NOBODYS = "efface.invalid"  # what stands behind the @ of who was erased: it can be nobody's (RFC 2606)
USERNAME = re.compile(r"[a-z0-9]+(?:[_.][a-z0-9]+)*")
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"  # what nobody mistakes for another when copying from a screen


def address(typed):
    """An e-mail address in lower case, as accounts keep it."""
    text = typed.strip().lower() if isinstance(typed, str) else ""
    try:
        validate_email(text)
        fine = len(text) <= 256 and not text.endswith(f"@{NOBODYS}")
    except ValidationError:
        fine = False
    if not fine:
        raise Invalid(
            _("This is no e-mail address. It looks like firstname.lastname@ministere.gouv.fr."), field="email"
        )
    return text


def username(typed):
    """A user name in lower case; None for none."""
    text = typed.strip().lower() if isinstance(typed, str) else ""
    if not text:
        return None
    if not 3 <= len(text) <= 32 or not USERNAME.fullmatch(text):
        raise Invalid(
            _("A user name has 3 to 32 letters without accents or digits, with single dots or underscores between."),
            field="username",
        )
    return text


def line(typed, field, most=128, least=0):
    """One line about somebody, without blanks around it."""
    text = typed.strip() if isinstance(typed, str) else ""
    if len(text) < least:
        raise Invalid(_("This cannot be empty: type something."), field=field)
    if len(text) > most or not text.isprintable():
        raise Invalid(_("This is too long: %(most)s characters at most, on one line.") % {"most": most}, field=field)
    return text


def password(typed, user):
    """The password as typed; Invalid says all that is wrong with it."""
    if not isinstance(typed, str) or not 0 < len(typed) <= 256:
        raise Invalid(_("A password has 12 to 256 characters."), field="password")
    try:
        validate_password(typed, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from None
    return typed


def _switch(value):
    return isinstance(value, bool)


PREFERENCES = {
    "language": lambda value: value in {"", *dict(settings.LANGUAGES), *LOCALES},
    "time_zone": lambda value: value in available_timezones(),
    "theme": lambda value: value in User.Theme.values,
    "single_letters": _switch,
    "shows_presence": _switch,
    "subscribe_to_own_cards": _switch,
    "subscribe_to_card_when_commenting": _switch,
    "enable_favorites_by_default": _switch,
    "default_editor_mode": lambda value: value in User.EditorMode.values,
    "default_home_view": lambda value: value in User.HomeView.values,
    "default_projects_order": lambda value: value in User.ProjectsOrder.values,
    "turn_off_recent_card_highlighting": _switch,
}


def preferences(given):
    """The choices as given; Invalid for one that is not offered."""
    for name, value in given.items():
        if name not in PREFERENCES or not PREFERENCES[name](value):
            raise Invalid(_("This choice is not offered. Choose one of the list."), name)
    return given


def generated_password():
    """Four groups of four letters or digits: 79 bits, easy to copy."""
    while True:
        made = "-".join("".join(secrets.choice(LEGIBLE) for _letter in range(4)) for _group in range(4))
        if is_strong(made):  # nearly all have a digit
            return made
