"""The tokens that somebody has made for their programs; what opens is shown once, in the answer that made it.

The form is posted by the browser itself: a queue of acts is no place for what opens an account.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from projets.accounts import tokens as keys
from projets.accounts.actions import tokens as acts
from projets.accounts.models import Token, User
from projets.boards.models import Project
from projets.boards.queries import find
from projets.usecase.errors import Invalid
from projets.web.door import actor_of, door, signed_in
from projets.web.pages.security.confirming import sensitive

SCOPES = {
    Token.Scope.READ: gettext_lazy("Read only"),
    Token.Scope.WRITE: gettext_lazy("Read, and act on boards"),
    Token.Scope.ADMIN: gettext_lazy("Everything you may, projects, members and tokens included"),
}
LIVES = {
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("One year"),
    "": gettext_lazy("Without end"),
}
USUAL = {"name": "", "scope": Token.Scope.READ, "days": "90", "project": []}


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive
@signed_in
def tokens(request):
    if request.method != "POST":
        return _page(request, USUAL)
    typed = USUAL | request.POST.dict() | {"project": request.POST.getlist("project")}
    secret = keys.Secret.made()
    try:
        _make(actor_of(request), typed, secret)
    except Invalid as error:
        return _page(request, typed, error=error)
    return _page(request, USUAL, secret=secret.text)


@door(acts.revoke_token)
def revoke(actor, form, token_id):
    return acts.revoke_token(actor, *find(Token.objects.filter(user=actor.user_id), token_id))


def _make(actor, typed, secret):
    person = User.objects.get(pk=actor.user_id)
    projects = find(Project.objects.visible_to(actor), *typed["project"]) or None
    ends = _end_of_day(int(typed["days"]), person) if typed["days"] in LIVES and typed["days"] else None
    return acts.make_token(actor, person, typed["name"], secret, typed["scope"], projects, ends)


def _end_of_day(days, person):
    zone = ZoneInfo(person.time_zone)
    return datetime.combine(timezone.now().astimezone(zone).date() + timedelta(days), time(23, 59, 59), zone)


def _page(request, typed, error=None, secret=""):
    mine = list(keys.tokens_of(request.user))
    names = dict(Project.objects.visible_to(actor_of(request)).order_by("name", "pk").values_list("pk", "name"))
    for token in mine:
        token.used_at = token.use.used_at if hasattr(token, "use") else None
        token.for_projects = ", ".join(names[id] for id in token.project_ids or () if id in names)
    context = {
        "tokens": mine,
        "typed": typed,
        "error": str(error) if error and error.field != "name" else "",
        "name_error": str(error) if error and error.field == "name" else "",
        "secret": secret,
        "scopes": SCOPES.items(),
        "lives": LIVES.items(),
        "projects": [(str(pk), name) for pk, name in names.items()],
        "section": "profile",
    }
    return render(request, "pages/tokens/tokens.html", context, status=422 if error else 200)
