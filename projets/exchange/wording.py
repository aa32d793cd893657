"""The balance of an import in words, for pages and for the command line."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KIND_NAMES = {
    "lists": _("Lists"),
    "cards": _("Cards"),
    "checklists": _("Task lists"),
    "check_items": _("Tasks"),
    "labels": _("Labels"),
    "members": _("Members"),
    "comments": _("Comments"),
    "attachments": _("Attachments"),
    "field_values": _("Field values"),
}


def rows(balance):
    """One row for each kind that the file holds: its name, found, imported, and what was left out of it and why."""
    for kind, name in KIND_NAMES.items():
        left_out = [one for one in balance["left_out"] if one["kind"] == kind]
        if balance["found"][kind]:
            yield {
                "kind": kind,
                "name": name,
                "found": balance["found"][kind],
                "imported": balance["imported"][kind],
                "left_out": sum(one["count"] for one in left_out),
                "reasons": left_out,
            }


def balance_in_words(balance):
    """Lines for people."""
    yield gettext("Board: %s") % balance["board"]
    for row in rows(balance):
        yield gettext("%(name)s: %(imported)s of %(found)s") % row
        yield from ("  " + gettext("left out: %(count)s (%(reason)s)") % one for one in row["reasons"])
    yield from (one["sentence"] for one in balance["announced"])
    yield from balance["warnings"]
