"""Texts of other tools made fit for ours. Pure: no database, no clock."""

import re

TITLE = 1024  # of a card, of a task
NAME = 128  # of a label, a field, an option, a task list, an attachment, a person
PLACE_NAME = 200  # of a board, a list
TEXT = 1_048_576  # a description, a comment
VALUE = 4096  # of a field that is a text
DIGITS, DECIMALS = 15, 6  # of a number
ADDRESS = 2048
NO_CHARACTER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
SEVERAL_LINES = re.compile("[\t\n\r\x85\u2028\u2029]+")
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def text(written):
    """Without what is no character, its blank ends and its Windows line ends; the same object if there are none."""
    written = NO_CHARACTER.sub("", written or "")
    return written.replace("\r\n", "\n").replace("\r", "\n").strip()


def line(written):
    """The same on one line."""
    return SEVERAL_LINES.sub(" ", text(written)).strip()


def cut(written, most):
    """At most `most` characters, the last one an ellipsis if something was cut off."""
    return written if len(written) <= most else written[: most - 1].rstrip() + "…"


def web_address(written):
    """The address without blanks around it if a link can hold it, else ""."""
    written = (written or "").strip()
    fits = len(written) <= ADDRESS and WEB_ADDRESS.fullmatch(written) and not NO_CHARACTER.search(written)
    return written if fits else ""
