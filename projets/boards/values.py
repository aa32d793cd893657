"""Values of typed fields: what somebody typed, the canonical text that is kept, and what people are shown. Pure.

kind        canonical text
text        as typed, without blanks around it
number      `-1234.5`: no grouping, no useless zero, at most 15 digits of which 6 decimals
euros       `1234.50`: always two decimals
date        `2027-03-12`
one_of      the id of an option
several_of  ids of options joined by `,`, in the order of the options
person      an id
yes_no      `true` or `false`
link        an http or https address

The empty text is no value, for every kind.
"""

import re
from decimal import Decimal
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from projets.boards.dates import parse_day, shown_day
from projets.boards.names import plain
from projets.boards.names import sort_key as alphabetical
from projets.usecase.errors import Invalid

MOST_TEXT = 4096
MOST_LINK = 2048
MOST_DIGITS, MOST_DECIMALS = 15, 6


def key_of(group_id, field_id):
    """Where the value of a field in a group stands on a card: one field may be there through two groups."""
    return f"{group_id}:{field_id}"


def parts_of(key):
    """(group id, field id) of such a key; the log has older ones, of the field alone: no group, then."""
    group, _colon, field = key.rpartition(":")
    return int(group) if group else None, int(field)


class FieldKind(TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    EUROS = "euros", _("Amount in euros")
    DATE = "date", _("Date")
    ONE_OF = "one_of", _("One of")
    SEVERAL_OF = "several_of", _("Several of")
    PERSON = "person", _("Person")
    YES_NO = "yes_no", _("Yes or no")
    LINK = "link", _("Link")


_YES = {"oui", "o", "yes", "y", "true", "vrai", "1", "on", "x"}
_NO = {"non", "n", "no", "false", "faux", "0", "off"}
_SPACES = re.compile(r"[\s'’]+")  # all blanks of typography, and the Swiss apostrophe
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ .,])[0-9]{3})(?:\1[0-9]{3})*", re.ASCII)
_EUROS = re.compile(r"([km]|mds?)? ?(?:€|eur|euros?)|([km]|mds?) ?€?", re.ASCII)
_TIMES = {None: 1, "k": 10**3, "m": 10**6, "md": 10**9, "mds": 10**9}
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?::\d{1,5})?(?:[/?#].*)?", re.I)

_NOT_A_NUMBER = _("“%(typed)s” is not a number. Type it as 1234.5 or 1 234,5.")
_NOT_AN_AMOUNT = _("“%(typed)s” is not an amount in euros. Type it as 1234.50 or 1 234,50 €.")
_NOT_AN_OPTION = _("“%(typed)s” is not one of the choices of this field. Choose one of: %(choices)s.")
_NOT_A_PERSON = _("“%(typed)s” is nobody who can be chosen here. Choose somebody from the list.")
_NOT_YES_NO = _("“%(typed)s” is neither yes nor no. Type yes or no.")
_NOT_A_LINK = _("“%(typed)s” is not a link. Type an address that begins with https:// or http://.")


def canonical(kind, typed, options=(), unit=""):
    """The text to keep for what somebody typed or a client sent; Invalid says what to do instead.

    `options` are those of the field, `[{"id", "name"}]`, and for a person those who can be chosen (none: any id).
    """
    if kind == FieldKind.SEVERAL_OF:
        return _several(typed, options)
    text = storable(_as_text(typed)).strip()
    if not text:
        return ""
    return _READERS[kind](text, options, unit)


def shown(kind, value, field, language, people=None):
    """What people read. `field` has `unit` and `options`; `people` are names by id, where the field is a person."""
    french = language.startswith("fr")
    if value == "":
        return ""
    if kind == FieldKind.NUMBER:
        number = figure(Decimal(value), french)
        return f"{number}\xa0{field.unit}" if field.unit else number
    if kind == FieldKind.EUROS:
        amount = figure(Decimal(value).quantize(Decimal("0.01")), french)
        return f"{amount}\xa0€" if french else re.sub(r"^(−?)", r"\1€", amount)
    if kind == FieldKind.DATE:
        return shown_day(parse_day(value), language)
    if kind == FieldKind.YES_NO:
        return {"true": "Oui" if french else "Yes", "false": "Non" if french else "No"}[value]
    if kind in (FieldKind.ONE_OF, FieldKind.SEVERAL_OF):
        names = _names(field.options)
        return ", ".join(names[id] for id in value.split(",") if id in names)
    if kind == FieldKind.PERSON:
        return (people or {}).get(int(value), "")
    return value


def written(kind, value, options=()):
    """A value for programs: as it is kept, but choices by their names, several joined by `; `."""
    if kind not in (FieldKind.ONE_OF, FieldKind.SEVERAL_OF):
        return value
    names = _names(options)
    return "; ".join(names[id] for id in value.split(",") if id in names)


def read(kind, text, options=()):
    """What a program wrote, as `canonical` takes it: the other way round."""
    if kind != FieldKind.SEVERAL_OF or text in _names(options).values():
        return [text] if kind == FieldKind.SEVERAL_OF else text
    return text.split(";") if ";" in text else text


def figure(number, french=True):
    """A Decimal as people read it: « −1 234,5 » with spaces that do not break, or “−1,234.5”."""
    text = f"{number:,f}".replace("-", "−")
    return text.translate({ord(","): "\u202f", ord("."): ","}) if french else text


def sort_key(kind, value, options=(), people=None):
    """Comes after all others when there is no value; options in the order of the field, names as in a dictionary."""
    if value == "":
        return (1,)
    if kind in (FieldKind.NUMBER, FieldKind.EUROS):
        return 0, Decimal(value)
    if kind in (FieldKind.ONE_OF, FieldKind.SEVERAL_OF):
        rank = {str(option["id"]): place for place, option in enumerate(options)}
        return 0, [rank.get(id, len(rank)) for id in value.split(",")]
    if kind == FieldKind.PERSON:
        return 0, alphabetical((people or {}).get(int(value), "")), value
    if kind in (FieldKind.DATE, FieldKind.YES_NO):
        return 0, value
    return 0, alphabetical(value)


def total(kind, values):
    """The sum of those that have a value, exact; None for a kind that has no sum."""
    if kind not in (FieldKind.NUMBER, FieldKind.EUROS):
        return None
    return sum((Decimal(value) for value in values if value), Decimal(0))


def storable(text):
    """The text, unless a database would refuse a character of it."""
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise Invalid(_("The text holds a character that cannot be kept. Remove what was pasted, and type it again."))
    return text


def link(typed):
    """An http or https address; what is typed without one of them is taken for https."""
    text = storable(typed).strip()
    if len(text) > MOST_LINK:
        raise Invalid(_("A link has at most %(most)s characters; this one has %(length)s.") % _over(MOST_LINK, text))
    if "://" not in text and _DOMAIN.fullmatch(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        fine = False
    if not fine or any(letter.isspace() or not letter.isprintable() for letter in text):
        raise Invalid(_NOT_A_LINK % {"typed": text[:100]})
    return text


def _text(text, options, unit):
    if len(text) > MOST_TEXT:
        raise Invalid(_("A text has at most %(most)s characters; this one has %(length)s.") % _over(MOST_TEXT, text))
    return text


def _link(text, options, unit):
    return link(text)


def _number(text, options, unit):
    bare = text
    if unit and text.casefold().endswith(unit.casefold()):
        bare = text[: -len(unit)]
    number = _decimal(bare)
    if number is None:
        raise Invalid(_NOT_A_NUMBER % {"typed": text[:100]})
    return _bounded(number, MOST_DECIMALS)


def _euros(text, options, unit):
    bare, times = text.removeprefix("€"), 1
    if found := re.search(rf"(?<=[\d\s])(?:{_EUROS.pattern})\Z", plain(bare), re.ASCII):
        bare, times = bare[: len(bare) - len(found[0])], _TIMES[found[1] or found[2]]
    number = _decimal(bare)
    if number is None:
        raise Invalid(_NOT_AN_AMOUNT % {"typed": text[:100]})
    return f"{Decimal(_bounded(number * times, 2)):.2f}"


def _date(text, options, unit):
    return parse_day(text).isoformat()


def _one_of(text, options, unit):
    names = _names(options)
    if text in names:
        return text
    called = [id for id, name in names.items() if plain(name) == plain(text)]
    if len(called) != 1:
        raise Invalid(_NOT_AN_OPTION % {"typed": text[:100], "choices": ", ".join(names.values())})
    return called[0]


def _several(typed, options):
    if not isinstance(typed, list | tuple):
        whole = storable(_as_text(typed)).strip()
        typed = [whole] if whole in _names(options).values() else whole.split(",")
    chosen = {_one_of(one, options, "") for one in (storable(_as_text(one)).strip() for one in typed) if one}
    return ",".join(id for id in _names(options) if id in chosen)


def _person(text, options, unit):
    names = _names(options)
    if text in names or (not names and re.fullmatch(r"[1-9][0-9]{0,18}", text) and int(text) < 2**63):
        return text
    called = [id for id, name in names.items() if plain(name) == plain(text)]
    if len(called) != 1:
        raise Invalid(_NOT_A_PERSON % {"typed": text[:100]})
    return called[0]


def _yes_no(text, options, unit):
    said = plain(text)
    if said not in _YES | _NO:
        raise Invalid(_NOT_YES_NO % {"typed": text[:100]})
    return "true" if said in _YES else "false"


_READERS = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.EUROS: _euros,
    FieldKind.DATE: _date,
    FieldKind.ONE_OF: _one_of,
    FieldKind.PERSON: _person,
    FieldKind.YES_NO: _yes_no,
    FieldKind.LINK: _link,
}


def _as_text(typed):
    """Clients send numbers and booleans as such; anything else that is no text is nothing one can type."""
    if isinstance(typed, str):
        return typed
    if typed is None:
        return ""
    if isinstance(typed, bool):
        return "true" if typed else "false"
    if isinstance(typed, int) and abs(typed) < 2**63:
        return str(typed)
    if isinstance(typed, float) and abs(typed) < 1e16:
        return f"{Decimal(repr(typed)):f}"
    raise Invalid(_("This value is neither a text nor a number that can be kept. Send a text."))


def _decimal(text):
    """A number in French or English writing, None if it is none.

    Of « , » and « . » the last one is the decimal mark; one that stands several times groups by three. A single one
    is the decimal mark: « 1,234 » is a bit more than one, as in French.
    """
    text = _SPACES.sub(" ", text[:100].strip()).replace("−", "-").replace("- ", "-").replace("+ ", "+")
    sign = -1 if text.startswith("-") else 1
    text = text[text.startswith(("-", "+")) :]
    mark = max(text.rfind(","), text.rfind("."))
    if mark >= 0 and text.count(text[mark]) == 1:
        whole, decimals = text[:mark], text[mark + 1 :]
    else:
        whole, decimals = text, ""
    if not re.fullmatch(r"[0-9]*", decimals) or not (whole or decimals):
        return None
    if whole and not re.fullmatch(r"[0-9]+", whole) and not _GROUPED.fullmatch(whole):
        return None
    digits = re.sub(r"[^0-9]", "", whole) or "0"
    return sign * Decimal(f"{digits}.{decimals}" if decimals else digits)


def _bounded(number, decimals):
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    whole, _point, rest = text.lstrip("-").partition(".")
    if len(rest) > decimals:
        says = _("“%(typed)s” is too precise: at most %(most)s decimals are kept. Round it.")
        raise Invalid(says % {"typed": text[:100], "most": decimals})
    if len(whole.lstrip("0")) + len(rest) > MOST_DIGITS:
        says = _("“%(typed)s” is too long: at most %(most)s digits are kept. Use a greater unit.")
        raise Invalid(says % {"typed": text[:100], "most": MOST_DIGITS})
    return "0" if text == "-0" else text


def _names(options):
    return {str(option["id"]): str(option["name"]) for option in options}


def _over(most, text):
    return {"most": most, "length": len(text)}
