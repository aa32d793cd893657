"""The parts of the JSON that an import reads. What no shape names is never decoded: `email`, first of all.

Everything may be missing, since exports of 2012 lack most of it, and null, since Trello writes that too. What is
there must be of its type: an import does not guess.
"""

import re
from typing import Annotated

import msgspec
from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Invalid

PAIR, HALF = rb"[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}", rb"[dD][89a-fA-F][0-9a-fA-F]{2}"
SURROGATE = re.compile(rb"\\(?:u(" + PAIR + b"|" + HALF + b")|.)", re.DOTALL)
Id = Annotated[str, msgspec.Meta(max_length=100, pattern="^[!-~]*$")]


class Shape(msgspec.Struct, rename="camel", gc=False):
    pass


class Member(Shape):
    id: Id | None = None
    full_name: str | None = None
    username: str | None = None
    initials: str | None = None


class Label(Shape):
    id: Id | None = None
    name: str | None = None
    color: str | None = None


class List(Shape):
    id: Id | None = None
    name: str | None = None
    closed: bool | None = None
    pos: float | None = None
    soft_limit: float | None = None


class Attachment(Shape):
    id: Id | None = None
    name: str | None = None
    file_name: str | None = None
    url: str | None = None
    is_upload: bool | None = None
    date: str | None = None
    id_member: Id | None = None
    pos: float | None = None


class Cover(Shape):
    id_attachment: Id | None = None
    color: str | None = None


class Badges(Shape):
    comments: int | None = None
    attachments: int | None = None
    check_items: int | None = None


class Value(Shape):
    text: str | None = None
    number: str | float | None = None
    date: str | None = None
    checked: str | bool | None = None


class FieldItem(Shape):
    id: Id | None = None
    id_custom_field: Id | None = None
    id_value: Id | None = None
    value: Value | None = None


class Card(Shape):
    id: Id | None = None
    id_list: Id | None = None
    name: str | None = None
    desc: str | None = None
    closed: bool | None = None
    pos: float | None = None
    start: str | None = None
    due: str | None = None
    due_complete: bool | None = None
    id_members: list[Id] | None = None
    id_labels: list[Id] | None = None
    labels: list[Label] | None = None
    id_checklists: list[Id] | None = None
    attachments: list[Attachment] | None = None
    custom_field_items: list[FieldItem] | None = None
    cover: Cover | None = None
    id_attachment_cover: Id | None = None
    id_short: int | None = None
    short_link: str | None = None
    badges: Badges | None = None
    is_template: bool | None = None
    card_role: str | None = None
    id_members_voted: list[Id] | None = None


class CheckItem(Shape):
    id: Id | None = None
    name: str | None = None
    state: str | None = None
    pos: float | None = None
    due: str | None = None
    id_member: Id | None = None


class Checklist(Shape):
    id: Id | None = None
    id_card: Id | None = None
    name: str | None = None
    pos: float | None = None
    check_items: list[CheckItem] | None = None


class Option(Shape):
    id: Id | None = None
    value: Value | None = None
    pos: float | None = None


class Display(Shape):
    card_front: bool | None = None


class CustomField(Shape):
    id: Id | None = None
    name: str | None = None
    type: str | None = None
    pos: float | None = None
    options: list[Option] | None = None
    display: Display | None = None


class ActionCard(Shape):
    id: Id | None = None


class ActionData(Shape):
    text: str | None = None
    date_last_edited: str | None = None
    id_card: Id | None = None
    card: ActionCard | None = None


class Action(Shape):
    id: Id | None = None
    type: str | None = None
    date: str | None = None
    id_member_creator: Id | None = None
    member_creator: Member | None = None
    member: Member | None = None
    data: ActionData | None = None


class Board(Shape):
    id: Id | None = None
    name: str | None = None
    desc: str | None = None
    closed: bool | None = None
    url: str | None = None
    short_url: str | None = None
    label_names: dict[str, str | None] | None = None
    lists: list[List] | None = None
    cards: list[Card] | None = None
    checklists: list[Checklist] | None = None
    labels: list[Label] | None = None
    members: list[Member] | None = None
    custom_fields: list[CustomField] | None = None
    actions: list[Action] | None = None


class RawBoard(Shape):
    cards: list[msgspec.Raw] = []


def decoded(data):
    """The board in these bytes, or Invalid."""
    if re.match(rb"\s*\[", data):
        raise Invalid(
            _(
                "The file is an answer of Trello's API (cards or lists alone), not the export of a board: in Trello, "
                "open the board's menu, “Print, export and share”, “Export as JSON”"
            )
        )
    try:
        board = _board(data)
    except msgspec.ValidationError as error:
        raise Invalid(_what_is_wrong(data, str(error))) from error
    except RecursionError as error:
        raise Invalid(_("The file is nested too deeply to be a Trello export: export the board again")) from error
    except msgspec.DecodeError as error:
        raise Invalid(_not_json(str(error))) from error
    if board.lists is None or board.cards is None:
        raise Invalid(
            _(
                "The file is JSON, but not the export of a Trello board: it has no lists or no cards. In Trello, open "
                "the board's menu, “Print, export and share”, “Export as JSON”"
            )
        )
    return board


def _board(data):
    try:
        return msgspec.json.decode(data, type=Board)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if not _mend_surrogates(data):
            raise
        return msgspec.json.decode(data, type=Board)


def _mend_surrogates(data):
    """Put U+FFFD in place of halves of characters, which texts cut by Trello end in; whether there were any."""
    halves = [found.start() for found in SURROGATE.finditer(data) if found[1] and len(found[1]) == 4]
    for at in halves:
        data[at : at + 6] = rb"\ufffd"
    return bool(halves)


def _not_json(error):
    if "truncated" in error:
        return _("The file stops in the middle: download the export again, until its end")
    return _("The file is not valid JSON (%s): somebody changed it. Export the board from Trello again") % error


def _what_is_wrong(data, error):
    wrong, _at, path = error.partition(" - at ")
    kinds = re.fullmatch("Expected `(.+?)`, got `(.+?)`", wrong)
    if kinds:
        wrong = _("expected %(expected)s, found %(found)s") % {
            "expected": kinds[1].removesuffix(" | null"),
            "found": kinds[2],
        }
    return _("The export is damaged, %(where)s: %(wrong)s. Export the board from Trello again") % {
        "where": _where(data, path.strip("`$").removeprefix(".")),
        "wrong": wrong,
    }


def _where(data, path):
    """In words where the thing that cannot be read stands; of a card also its title."""
    found = re.fullmatch(r"cards\[(\d+)\](.*)", path)
    if found is None:
        return _("at “%s”") % path
    return _("card number %(number)s, “%(title)s”, at “%(path)s”") % {
        "number": int(found[1]) + 1,
        "title": _title(data, int(found[1])),
        "path": found[2].removeprefix("."),
    }


def _title(data, number):
    try:
        card = msgspec.json.decode(msgspec.json.decode(data, type=RawBoard).cards[number])
    except (msgspec.DecodeError, RecursionError):  # more is wrong behind it, and the title is only a help
        return "?"
    title = card.get("name") if isinstance(card, dict) else None
    return title[:80] if isinstance(title, str) else "?"
