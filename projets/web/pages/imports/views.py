"""A Trello file becomes a board: sent, looked at, its people matched, started, waited for, and its balance read.

The file is posted by the browser itself: a queue of acts is no place for a hundred megabytes.
"""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projets.accounts.models import User
from projets.boards.models import Board, Project
from projets.boards.queries import find
from projets.exchange import matching, wording
from projets.exchange.actions.imports import drop_imports
from projets.exchange.actions.starting import start_import
from projets.exchange.importers import trello
from projets.exchange.importing import board_before
from projets.exchange.models import ImportJob
from projets.exchange.receiving import receive
from projets.usecase.errors import DomainError, Invalid, Refused, Why
from projets.web.door import actor_of, door, refusal, sentence, signed_in
from projets.web.pages.projects.views import may_found
from projets.web.wanting import see_other

LATEST = 20
MATCH = "match:"  # and the person's id in the source: the name of their field
RUNNING = {ImportJob.State.WAITING, ImportJob.State.RUNNING}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def imports(request):
    if request.method != "POST":
        return _imports(request)
    _require_somewhere(request)
    try:
        act = receive(actor_of(request), User.objects.get(pk=request.user.pk), request.FILES.get("file"))
    except DomainError as error:
        return _imports(request, sentence(error))
    query = f"?{urlencode({'projet': chosen})}" if (chosen := _project_asked(request)) else ""
    return see_other(reverse("import", args=[act.facts[0].after.id]) + query)


@require_safe
@signed_in
def job(request, id):
    found = _job(request, id)
    if request.headers.get("X-Fragment") == "import-state":
        return render(request, "pages/imports/state.html", _state(found))
    return _page(request, found)


@require_POST
@signed_in
def start(request, id):
    found = _job(request, id)
    _require_somewhere(request)  # before anybody is looked for: else it would tell who has an account
    typed = {name.removeprefix(MATCH): email for name, email in request.POST.items() if name.startswith(MATCH)}
    matches, unknown = matching.accounts(typed)
    if unknown:
        return _page(request, found, typed=typed, unknown=unknown)
    try:
        actor, project = actor_of(request), request.POST.get("project", "")
        projects = find(Project.objects.visible_to(actor), project) if project else []
        start_import(actor, found, projects, "" if projects else request.POST.get("project_name", ""), matches)
    except Invalid as error:
        return _page(request, found, typed=typed, problem=sentence(error))
    except DomainError as error:
        return refusal(request, error)
    return see_other(reverse("import", args=[found.pk]))


@door(drop_imports, then=lambda act: reverse("imports"))
def drop(actor, form, id):
    return drop_imports(actor, find(ImportJob.objects.filter(owner=actor.user_id), id))


def _imports(request, error=""):
    jobs = ImportJob.objects.filter(owner=request.user).select_related("board")[:LATEST]
    context = {
        "error": error,
        "most": trello.LARGEST_FILE // 2**20,
        "jobs": [{"job": one, "badge": _BADGES[one.state], "said": _STATES[one.state]} for one in jobs],
        "may": _may_somewhere(request),
        "chosen": _project_asked(request),
        "section": "projects",
    }
    return render(request, "pages/imports/imports.html", context, status=422 if error else 200)


def _page(request, found, typed=None, unknown=(), problem=""):
    context = _state(found) | {"section": "projects", "problem": problem, "unknown": unknown}
    if found.state == ImportJob.State.READ:
        context |= _choices(request, found, typed)
    status = 422 if problem or unknown else 200
    return render(request, "pages/imports/job.html", context, status=status)


def _state(found):
    balance = found.balance or found.analysis
    done = found.state == ImportJob.State.DONE
    return {
        "job": found,
        "is_read": found.state == ImportJob.State.READ,
        "is_running": found.state in RUNNING,
        "is_done": done,
        "board": found.board if done and found.board_id else None,
        "rows": list(wording.rows(balance)),
        "announced": balance["announced"],
        "warnings": balance["warnings"],
        "some_left_out": bool(balance["left_out"]),
    }


def _choices(request, found, typed):
    actor = actor_of(request)
    colleagues = matching.colleagues(actor)
    people = found.analysis["people"]
    suggested = matching.suggested(people, colleagues) if typed is None else typed
    return {
        "people": [{**one, "field": MATCH + one["id"], "email": suggested.get(one["id"], "")} for one in people],
        "colleagues": colleagues,
        "projects": _managed(request),
        "may_found": _may_found(request),
        "before": board_before(actor, found.source, found.analysis["source_board"]),
        "project_name": request.POST.get("project_name", found.board_name),
        "chosen": request.POST.get("project") or _project_asked(request),
    }


def _job(request, id):
    """One's own, or that of a board one sees."""
    seen = Board.objects.visible_to(actor_of(request)).order_by()
    jobs = ImportJob.objects.filter(Q(owner=request.user) | Q(board__in=seen)).select_related(
        "board__project", "owner"
    )
    found = jobs.filter(pk=id).first()
    if found is None or (found.state == ImportJob.State.READ and found.owner_id != request.user.pk):
        raise Http404
    return found


def _managed(request):
    return Project.objects.standing().filter(managers__user=request.user, archived_at=None).order_by("name", "pk")


def _project_asked(request):
    """The project that somebody came from: `?projet=`, chosen at first in the list of theirs."""
    return request.POST.get("projet") or request.GET.get("projet", "")


def _may_somewhere(request):
    return _may_found(request) or _managed(request).exists()


def _require_somewhere(request):
    if not _may_somewhere(request):
        raise Refused("start_import", Why.ROLE_TOO_LOW)


def _may_found(request):
    return may_found(request.user)


_STATES = {
    ImportJob.State.READ: gettext_lazy("To be started"),
    ImportJob.State.WAITING: gettext_lazy("Waiting"),
    ImportJob.State.RUNNING: gettext_lazy("Running"),
    ImportJob.State.DONE: gettext_lazy("Done"),
    ImportJob.State.FAILED: gettext_lazy("Failed"),
}
_BADGES = {
    ImportJob.State.READ: "",
    ImportJob.State.WAITING: "",
    ImportJob.State.RUNNING: "",
    ImportJob.State.DONE: "success",
    ImportJob.State.FAILED: "danger",
}
