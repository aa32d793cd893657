"""What a name becomes: initials, a colour, a place in the alphabet, a prefix. Pure: no database, no clock."""

import re
import unicodedata
from itertools import groupby, product
from string import ascii_uppercase

HUES = ("gris", "rouge", "orange", "ambre", "vert", "sarcelle", "bleu", "indigo", "violet", "rose")
GRADIENTS = (
    *("old-lime", "ocean-dive", "tzepesch-style", "jungle-mesh", "strawberry-dust", "purple-rose", "sun-scream"),
    *("warm-rust", "sky-change", "green-eyes", "blue-xchange", "blood-orange", "sour-peel", "green-ninja"),
    *("algae-green", "coral-reef", "steel-grey", "heat-waves", "velvet-lounge", "purple-rain", "blue-steel"),
    *("blueish-curve", "prism-light", "green-mist", "red-curtain"),
)
PREFIX = re.compile(r"[A-Z]{2,6}")

_PARTICLES = re.compile("de|du|des|d|la|le|les|l|von|van|der|den|di|da|dos|del|della|el|al|et|y", re.I)
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))}  # they continue the sign before
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "’": "'", "ʼ": "'", "\xa0": " "})


def initials(name):
    """One or two letters for somebody: of the first name and of the last, particles apart; « ? » for nobody."""
    name = unicodedata.normalize("NFC", name).partition("@")[0]
    words = _words(re.sub(r"[(\[].*?[)\]]", " ", name)) or _words(name)
    if not words:
        return _first_sign(name.strip()) or "?"
    parts = [part for part in words[0].split("-") if part]
    if len(words) == 1:
        return _capitals(parts) if len(parts) > 1 else _upper(words[0][0]) + _upper(words[0][1:2])
    told = [word for word in words[1:] if not _PARTICLES.fullmatch(word)] or words[1:]
    return _capitals([words[0], told[-1]])


def hue(id):
    """One of the ten colours, always the same for the same id; neighbours in time get different ones."""
    mixed = int(id) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
    return HUES[(mixed >> 32) % len(HUES)]


def sort_key(text):
    """The order of a French dictionary: accents and case only part what is otherwise the same, 2 comes before 10.

    Databases do not agree on an alphabet, hence rows are sorted here.
    """
    base = plain(text)
    runs = tuple(_run(kind, "".join(letters)) for kind, letters in groupby(base, _kind))
    return runs, unicodedata.normalize("NFD", text.lower()), text.swapcase()


def plain(text):
    """Lower case, without accents, ligatures opened: what one compares when searching by name."""
    opened = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    return "".join(letter for letter in opened if not unicodedata.combining(letter))


def prefix_for(name, taken):
    """A prefix of 2 to 6 letters for the numbers of a project's cards, none of those taken."""
    return next(prefix for prefix in _prefixes(name) if prefix not in taken)


def _prefixes(name):
    words = [letters for word in _words(name) if (letters := _letters(word)) and not _PARTICLES.fullmatch(word)]
    first = next((word for word in words if len(word) > 1), "") or "".join(words)[:6]
    if len(first) < 2:
        first = "PROJET"
    yield first if len(first) <= 5 else first[:4]
    if len(words) > 1:
        yield "".join(word[0] for word in words)[:6]
    yield from (first[:length] for length in (4, 5, 6, 3, 2) if length <= len(first))
    for length in (1, 2, 3, 4):
        for letters in product(ascii_uppercase, repeat=length):
            yield first[: max(2, 4 - length)] + "".join(letters)


def _words(name):
    parted = "".join(letter if letter.isalnum() or letter == "-" or _continues(letter) else " " for letter in name)
    return [word for word in (word.strip("-") for word in parted.split()) if word]


def _continues(letter):
    return unicodedata.category(letter) in ("Mn", "Mc")


def _letters(word):
    return re.sub(r"[^A-Z]", "", plain(word).upper())


def _capitals(words):
    return "".join(_upper(word[0]) for word in words[:2])


def _upper(letter):
    return letter.upper()[:1]


def _first_sign(text):
    """The first sign as people see it: a flag, a family and a skin tone are several characters."""
    sign = text[:1]
    if 0x1F1E6 <= ord(sign or " ") <= 0x1F1FF:
        return text[:2]
    for letter in text[1:]:
        if letter not in _JOINERS and not unicodedata.combining(letter) and sign[-1] != "\u200d":
            break
        sign += letter
    return sign[:16]


def _kind(letter):
    return 1 if letter.isdecimal() else 2 if letter.isalpha() else 0


def _run(kind, run):
    """A number sorts by its length, then by its digits: no arithmetic on what may have a million of them."""
    if kind != 1:
        return kind, 0, run
    digits = "".join(str(unicodedata.decimal(digit)) for digit in run).lstrip("0")
    return kind, len(digits), digits
