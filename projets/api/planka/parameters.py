"""What a route takes, declared once: coerced loosely and then checked, as Planka's clients are used to.

A parameter's `read(value)` answers the value, or raises Wrong with what is wrong. `null=True` takes null too, a
text takes "" only with `empty=True`. What nobody declared is ignored.
"""

import json
import re
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

ID = re.compile(r"[1-9][0-9]*")
GREATEST_ID = 2**63 - 1
ABSENT = object()


class Wrong(Exception):
    """One of the things that are wrong with a value."""


@dataclass(frozen=True)
class Parameter:
    name: str
    _: KW_ONLY
    required: bool = False
    null: bool = False
    kind: ClassVar[str]

    def read(self, value):
        raise NotImplementedError

    @property
    def schema(self):
        """As OpenAPI 3.1 says it."""
        return {}


@dataclass(frozen=True)
class Text(Parameter):
    most: int = 128
    least: int = 0
    empty: bool = False
    pattern: str = ""

    def read(self, value):
        text = as_text(value)
        if not text and not self.empty:
            raise Wrong("Value ('') was an empty string.")
        if len(text) > self.most:
            raise Wrong(f"Value was longer than the configured maximum length ({self.most})")
        if len(text) < self.least:
            raise Wrong(f"Value was shorter than the configured minimum length ({self.least})")
        if self.pattern and not re.fullmatch(self.pattern, text):
            raise Wrong(f"Value did not match the configured regular expression (/{self.pattern}/)")
        return text

    @property
    def schema(self):
        least = max(self.least, 0 if self.empty else 1)
        pattern = {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return {"type": "string", "minLength": least, "maxLength": self.most} | pattern


@dataclass(frozen=True)
class Email(Text):
    most: int = 256

    def read(self, value):
        text = super().read(value)
        try:
            validate_email(text)
        except ValidationError:
            raise Wrong("Value was not a valid email address.") from None
        return text

    @property
    def schema(self):
        return {"type": "string", "format": "email", "maxLength": self.most}


@dataclass(frozen=True)
class Url(Text):
    most: int = 2048

    def read(self, value):
        text = super().read(value)
        if not re.fullmatch(r"https?://\S+", text, re.I):
            raise Wrong("Value is not an address that begins with http:// or https://.")
        return text

    @property
    def schema(self):
        return {"type": "string", "format": "uri", "maxLength": self.most}


@dataclass(frozen=True)
class Choice(Parameter):
    among: tuple[str, ...] = ()

    def read(self, value):
        text = as_text(value)
        if text not in self.among:
            raise Wrong(f"Value was not in the configured whitelist ({', '.join(self.among)})")
        return text

    @property
    def schema(self):
        return {"type": "string", "enum": list(self.among)}


@dataclass(frozen=True)
class Number(Parameter):
    least: float | None = None
    most: float | None = None
    whole: bool = False

    def read(self, value):
        number = None
        if isinstance(value, int | float | str) and not isinstance(value, bool) and _written_plainly(value):
            with suppress(ValueError, OverflowError):
                number = float(value)
        if number is None or not isfinite(number) or (self.whole and number != int(number)):
            raise Wrong("Expecting a number.")
        if self.least is not None and number < self.least:
            raise Wrong(f"Value was less than the configured minimum ({self.least})")
        if self.most is not None and number > self.most:
            raise Wrong(f"Value was greater than the configured maximum ({self.most})")
        return int(number) if self.whole else number

    @property
    def schema(self):
        limits = {"minimum": self.least, "maximum": self.most}
        known = {name: limit for name, limit in limits.items() if limit is not None}
        return {"type": "integer" if self.whole else "number"} | known


def _written_plainly(value):
    """Not 1_000, nor by the digits of other scripts, which Python reads as well."""
    return not isinstance(value, str) or (value.isascii() and "_" not in value)


def Position(required=False, null=False):
    return Number("position", required=required, null=null, least=0)


@dataclass(frozen=True)
class Flag(Parameter):
    def read(self, value):
        if value in (True, "true", "1"):
            return True
        if value in (False, "false", "0"):
            return False
        raise Wrong("Expecting a boolean.")

    @property
    def schema(self):
        return {"type": "boolean"}


@dataclass(frozen=True)
class Id(Parameter):
    """Of a row: a number here, a string of digits outside."""

    me: bool = False  # "me" too

    def read(self, value):
        text = as_text(value)
        if self.me and text == "me":
            return text
        if not ID.fullmatch(text) or not text.isascii():
            raise Wrong("Value did not match the configured regular expression (/^[1-9][0-9]*$/)")
        if len(text) > 19 or int(text) > GREATEST_ID:
            raise Wrong("Value failed custom validation.")
        return int(text)

    @property
    def schema(self):
        return {"type": "string", "pattern": "^([1-9][0-9]{0,18}|me)$" if self.me else "^[1-9][0-9]{0,18}$"}


@dataclass(frozen=True)
class Ids(Parameter):
    """Several, with commas between."""

    most: int = 100

    def read(self, value):
        parts = [part for part in as_text(value).split(",") if part]
        if not 0 < len(parts) <= self.most:
            raise Wrong(f"Expecting 1 to {self.most} identifiers with commas between.")
        return [Id(self.name).read(part) for part in parts]

    @property
    def schema(self):
        one = "[1-9][0-9]{0,18}"
        return {"type": "string", "pattern": f"^{one}(,{one}){{0,{self.most - 1}}}$"}


@dataclass(frozen=True)
class Moment(Parameter):
    """A date, or a date with its time; an offset is converted, none is UTC."""

    def read(self, value):
        try:
            text = as_text(value)
            moment = datetime.fromisoformat(text) if len(text) > 10 else datetime.fromisoformat(f"{text}T00:00")
            if len(text) <= 10:
                date.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Wrong("Value was not a valid ISO 8601 date.") from None

    @property
    def schema(self):
        return {"type": "string", "description": "ISO 8601, in UTC unless it has an offset"}


@dataclass(frozen=True)
class Structure(Parameter):
    """A JSON object, or its text."""

    keys: tuple[str, ...] = ()

    def read(self, value):
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                raise Wrong("Expecting a JSON object.") from None
        if not isinstance(value, dict) or (self.keys and set(value) != set(self.keys)):
            raise Wrong(f"Expecting an object with {', '.join(self.keys) or 'keys'}.")
        return value

    @property
    def schema(self):
        texts = {key: {"type": "string"} for key in self.keys}
        return {"type": "object", "required": list(self.keys), "properties": texts, "additionalProperties": False}


@dataclass(frozen=True)
class File(Parameter):
    """Of a form: whoever takes it reads it."""

    @property
    def schema(self):
        return {"type": "string", "format": "binary"}


@dataclass(frozen=True)
class Nothing(Parameter):
    """Can only be taken away: null, or "" from a form."""

    null: bool = True

    def read(self, value):
        raise Wrong("Value failed custom validation: only null is taken here.")

    @property
    def schema(self):
        return {"type": "null"}


def or_null(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def as_text(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise Wrong(f"Expecting a string, but got {_called(value)}.")
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value):
        raise Wrong("Value holds a character that cannot be kept.")
    return value


def read(parameters, sent) -> tuple[dict[str, Any], list[str]]:
    """What was sent of these, by name, and all that is wrong with it."""
    given, problems = {}, []
    for one in parameters:
        value = sent.get(one.name, ABSENT)
        if value is ABSENT:
            if one.required:
                problems.append(f'"{one.name}" is required, but it was not defined.')
        elif value is None:
            if one.null:
                given[one.name] = None
            else:
                problems.append(f'Invalid "{one.name}":\n  · Expecting a value, but got null.')
        else:
            try:
                given[one.name] = one.read(value)
            except Wrong as wrong:
                problems.append(f'Invalid "{one.name}":\n  · {wrong}')
    return given, problems


def _called(value):
    return "a dictionary" if isinstance(value, dict) else "an array" if isinstance(value, list) else "something else"
