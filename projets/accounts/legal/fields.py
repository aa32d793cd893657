"""What an instance must say of itself (B-03, B-04, E-02, E-03, E-29): its fields, and what may stand in each."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

LONGEST = {"text": 20_000}
LINE = 300


@dataclass(frozen=True)
class Field:
    name: str
    label: str
    kind: str = "line"  # line, text, email, link, date, percentage
    hint: str = ""
    needed: bool = False  # a page says that it is to be completed while this is empty

    @property
    def most(self):
        return LONGEST.get(self.kind, LINE)


GROUPS = [
    (
        "publisher",
        _("Publisher"),
        [
            Field("publisher", _("Body that publishes the service"), needed=True),
            Field("publisher_address", _("Postal address of the publisher"), "text", needed=True),
            Field("publisher_phone", _("Telephone of the publisher")),
            Field("director", _("Director of publication, with their office"), needed=True),
            Field("contact", _("Address to write to"), "email", _("Shown on every legal page."), needed=True),
            Field("source_code", _("Address of the source code"), "link"),
        ],
    ),
    (
        "host",
        _("Hosting"),
        [
            Field("host", _("Host"), needed=True),
            Field("host_address", _("Postal address of the host"), "text", needed=True),
            Field("host_phone", _("Telephone of the host"), needed=True),
            Field("hosting", _("Where the data lie, and the qualification of the hosting"), "text"),
        ],
    ),
    (
        "privacy",
        _("Personal data"),
        [
            Field(
                "controller", _("Controller"), hint=_("The body that decides why and how data are used."), needed=True
            ),
            Field("dpo", _("Address of the data protection officer"), "email", needed=True),
            Field("processors", _("Processors"), "text", _("One a line; “None” if there is none."), needed=True),
            Field("recipients", _("Other recipients"), "text", _("Beside the members of each board.")),
            Field("purposes", _("Other purposes"), "text", _("Beside the management of projects.")),
            Field("retention", _("How long data are kept"), "text", _("Accounts, boards, backups."), needed=True),
        ],
    ),
    (
        "terms",
        _("Terms of use"),
        [Field("terms", _("What is agreed upon beside the general terms"), "text")],
    ),
    (
        "accessibility",
        _("Accessibility"),
        [
            Field(
                "audited_on",
                _("Date of the audit"),
                "date",
                _("Without an audit of less than three years: “not compliant”."),
            ),
            Field("auditor", _("Who made the audit")),
            Field(
                "rate",
                _("Criteria met by every page, in percent"),
                "percentage",
                _("From 50: partially; 100: fully compliant."),
            ),
            Field("mean_rate", _("Mean rate of the pages, in percent"), "percentage"),
            Field("non_conformities", _("What does not conform"), "text"),
            Field("derogations", _("Derogations for disproportionate burden"), "text"),
            Field("exempt", _("Contents that are exempt"), "text"),
            Field("declared_on", _("Date of the declaration"), "date", needed=True),
            Field("declaration_updated_on", _("Date of its last update"), "date"),
            Field("environments", _("Test environment: browsers and screen readers"), "text"),
            Field("tools", _("Tools of the evaluation"), "text"),
            Field("sample", _("Pages checked"), "text"),
            Field(
                "accessibility_contact", _("Whom to tell of a barrier"), "email", _("Empty: the address to write to.")
            ),
            Field("scheme", _("Multi-year scheme: its address or its text"), "text", needed=True),
            Field("action_plan", _("Action plan of the year: its address or its text"), "text", needed=True),
        ],
    ),
    (
        "security",
        _("Security"),
        [
            Field(
                "security_contact", _("Whom to tell of a vulnerability"), "email", _("Empty: the address to write to.")
            ),
            Field("security_policy", _("Address of the disclosure policy"), "link"),
            Field("security_key", _("Address of the key to encrypt with"), "link"),
        ],
    ),
]
FIELDS = {field.name: field for _key, _title, fields in GROUPS for field in fields}
NEEDED = [field.name for field in FIELDS.values() if field.needed]
AUDIT_HOLDS = 3  # years
NOT, PARTIALLY, FULLY = "not", "partially", "fully"


def checked(given):
    """(texts, errors) of those given: what is kept by name, without the empty ones, and what is wrong in words."""
    texts, errors = {}, {}
    for name, typed in given.items():
        text = re.sub(r"\r\n?", "\n", typed or "").strip()
        try:
            if text:
                texts[name] = _checked(FIELDS[name], text)
        except ValueError as error:
            errors[name] = error.args[0]
    return texts, errors


def _checked(field, text):
    if len(text) > field.most or any(not (letter.isprintable() or letter == "\n") for letter in text):
        raise ValueError(_("This is too long, or has characters that cannot be shown."))
    if field.kind != "text" and "\n" in text:
        raise ValueError(_("This is one line."))
    return {"email": _email, "link": _link, "date": _date, "percentage": _percentage}.get(field.kind, str)(text)


def _email(text):
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("This is no e-mail address: it has an @, like contact@ministere.gouv.fr.")) from None
    return text


def _link(text):
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(_("This is no web address: it begins with https://."))
    return text


def _date(text):
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("This is no date: give it as year-month-day, like 2027-03-12.")) from None


def _percentage(text):
    text = text.removesuffix("%").strip().replace(",", ".")
    number = Decimal(text) if re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text, re.A) else Decimal(-1)
    if not 0 <= number <= 100:
        raise ValueError(_("This is no percentage: a number from 0 to 100."))
    return format(number.normalize(), "f")


def missing(texts):
    """Names of the fields that the law wants and nobody has filled in."""
    return [name for name in NEEDED if name not in texts]


def conformity(texts, today):
    """What each page must say: not, partially or fully compliant; without a valid audit the first (B-01, B-04)."""
    if not {"audited_on", "auditor", "rate"} <= texts.keys():
        return NOT
    audited = date.fromisoformat(texts["audited_on"])
    if audited > today or is_past(texts["audited_on"], today):
        return NOT
    rate = Decimal(texts["rate"])
    return FULLY if rate == 100 else PARTIALLY if rate >= 50 else NOT


def is_past(day, today):
    """Whether an audit or a declaration of that day is older than the law lets it be (B-05)."""
    then = date.fromisoformat(day)
    return (today.year - then.year, today.month, today.day) > (AUDIT_HOLDS, then.month, then.day)
