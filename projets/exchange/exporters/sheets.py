"""Tables for spreadsheets, as they open them here: semicolons, UTF-8 that says so; no cell of it is a formula."""

import csv
import io
import re

from django.utils import timezone
from django.utils.translation import gettext as _

_FORMULA = re.compile(r"^[=+\-@\t\r]")


def sheet(head, rows):
    """The text of a CSV file."""
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";")
    lines.writerow(head)
    for row in rows:
        lines.writerow([_cell(one) for one in row])
    return "\ufeff" + text.getvalue()


def audit_sheet(entries):
    """Entries of the audit trail; moments are in the reader's time zone."""
    head = [_("No."), _("When"), _("Who (id)"), _("Door"), _("Nature"), _("Fact"), _("Row (id)"), _("Digest")]
    return sheet(head, [_audited(one) for one in entries])


def reviews_sheet(told):
    """The last access review of each project, as `reviews.queries.latest` tells them."""
    head = [
        _("Project"),
        _("Managers"),
        _("Have not answered"),
        _("Asked"),
        _("Answered"),
        _("Confirmed"),
        _("Removed"),
    ]
    return sheet(head, [_reviewed(one) for one in told])


def _audited(one):
    at = timezone.localtime(one.at).isoformat(timespec="milliseconds")
    return one.number, at, one.author_id or "", one.via, one.nature, one.kind, one.row_id, one.digest


def _reviewed(told):
    one = told.review
    dates = [moment and f"{timezone.localtime(moment):%Y-%m-%d}" for moment in (one.asked_at, one.answered_at)]
    name = told.project.name if told.project else _("A private project")
    return name, ", ".join(told.managers), ", ".join(told.late), *dates, one.kept, one.removed


def _cell(value):
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def _is_number(text):
    return re.fullmatch(r"[+-]?\d+([.,]\d+)?", text) is not None
