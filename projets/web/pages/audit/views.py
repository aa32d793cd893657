"""The audit trail: who did what to which row, for administrators; to be searched, and taken out as CSV."""

from datetime import date

from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from projets.accounts.audit import natures
from projets.accounts.audit.actions.trail import export_audit
from projets.accounts.audit.queries import MOST_EXPORTED, entries
from projets.accounts.models import User
from projets.accounts.queries import instance
from projets.boards.colleagues import matching
from projets.exchange.exporters.sheets import audit_sheet
from projets.web.door import actor_of, for_administrators
from projets.web.exporting import as_csv, counted_export
from projets.web.pages.security.confirming import sensitive

AT_ONCE = 100
FILTERS = ("qui", "nature", "du", "au")
NATURES = {
    natures.SIGN_IN: gettext_lazy("Sign-in"),
    natures.RIGHTS: gettext_lazy("Rights"),
    natures.SHARING: gettext_lazy("Sharing"),
    natures.CREATION: gettext_lazy("Creation"),
    natures.CHANGE: gettext_lazy("Change"),
    natures.DELETION: gettext_lazy("Deletion"),
    natures.EXPORT: gettext_lazy("Export"),
    natures.ADMINISTRATION: gettext_lazy("Administration"),
}


@require_safe
@for_administrators
def audit(request):
    wanted, error = _wanted(request.GET)
    found = entries(**wanted)
    before = request.GET.get("avant", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(number__lt=int(before))
    shown = list(found[: AT_ONCE + 1])
    people = _names({one.author_id for one in shown})
    context = {
        "section": "administration",
        "entries": [(one, people.get(one.author_id, ""), NATURES[one.nature]) for one in shown[:AT_ONCE]],
        "older": shown[AT_ONCE - 1].number if len(shown) > AT_ONCE else None,
        "natures": NATURES.items(),
        "typed": {name: request.GET.get(name, "") for name in FILTERS},
        "error": error,
        "query": urlencode({name: value for name, value in request.GET.items() if name in FILTERS and value}),
    }
    return render(request, "pages/audit/audit.html", context, status=422 if error else 200)


@require_POST
@sensitive
@for_administrators
@counted_export
def export(request):
    """What the filters show, all of it; that it was taken out is an entry too."""
    wanted, _error = _wanted(request.POST)
    found = list(entries(**wanted)[:MOST_EXPORTED])
    export_audit(actor_of(request), instance(), found[0].number if found else 0, len(found))
    return as_csv("audit", audit_sheet(found))


def _wanted(given):
    """(filters, what is wrong with them)."""
    wanted, error = {"nature": given.get("nature", "")}, ""
    if who := given.get("qui", "").strip():
        found = matching(who) or list(User.objects.filter(email=who.lower()))
        wanted["author"] = found[0].pk if found else -1
        error = "" if found else _("Nobody here has this name or address.")
    for name, column in (("du", "since"), ("au", "until")):
        if typed := given.get(name, ""):
            try:
                wanted[column] = date.fromisoformat(typed)
            except ValueError:
                error = _("This is no date: choose one in the calendar.")
    return wanted, error


def _names(ids):
    return dict(User.objects.filter(pk__in=ids - {None}).order_by().values_list("pk", "name"))
