"""What may be sent: strict JSON, strict types. What nobody declared is refused, and nothing is guessed."""

import json
import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.parser import Parser
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from projets.api.v1.problems import Problem

LARGEST = 5 * 1024 * 1024  # bytes of JSON
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class Sent(Schema):
    """The base of all that is sent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @property
    def given(self):
        """What was sent, by name; what was left out is not there."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def left_out():
    """The default of what may be left out: unlike null, which clears or is refused."""
    return Field(default_factory=lambda: None)


def _day(value):
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("day")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("day") from None


def _moment(value):
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("moment")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("moment") from None


ID = r"^[1-9][0-9]{0,18}$"
REFERENCE = r"^([1-9][0-9]{0,18}|[A-Za-z]{2,6}-[1-9][0-9]{0,8})$"
Id = Annotated[str, StringConstraints(pattern=ID)]
CardRef = Annotated[str, StringConstraints(pattern=REFERENCE)]  # an id, or PORT-150
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Position = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Line = Annotated[str, StringConstraints(max_length=1024)]
Prose = Annotated[str, StringConstraints(max_length=1_048_576)]
Hue = Annotated[str, StringConstraints(max_length=40)]  # which there are, the action knows


def ids(type=Id, most=1000):
    return Annotated[list[type], Field(min_length=1, max_length=most)]


class StrictParser(Parser):
    def parse_body(self, request):
        if request.content_type != "application/json":
            raise _no_json()
        return request.sent


def read_json(request):
    """The body, read; raises Problem for what is none, or holds what no database keeps."""
    if not request.body:
        return None
    if request.content_type != "application/json":
        raise _no_json()
    try:
        sent = msgspec.json.decode(request.body)
        json.loads(request.body, object_pairs_hook=_each_once, parse_int=str, parse_float=str)
        pointer = _unkeepable(sent)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Problem(400, _("The body is not JSON in UTF-8: check quotes, commas and braces.")) from None
    if pointer is not None:
        said = _("This text holds a character that cannot be kept: type it again.")
        raise Problem(422, said, [{"pointer": pointer, "detail": said}])
    return sent


def _each_once(pairs):
    """Of two members of one name either could be meant."""
    names = [name for name, _value in pairs]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem(400, _("The body names %(name)s twice: name it once.") % {"name": twice[:100]})


def _no_json():
    return Problem(415, _("Send JSON, with Content-Type: application/json."))


def _unkeepable(sent: Any, pointer="#"):
    """Where a character stands that is none; None when there is none such."""
    if isinstance(sent, str):
        return pointer if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in sent) else None
    if isinstance(sent, dict):
        inner = ((f"{pointer}/{name}", one) for name, one in sent.items())
        if any(_unkeepable(name) for name in sent):
            return pointer
    elif isinstance(sent, list):
        inner = ((f"{pointer}/{place}", one) for place, one in enumerate(sent))
    else:
        return None
    return next(filter(None, (_unkeepable(one, where) for where, one in inner)), None)
