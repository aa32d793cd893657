"""My projects, found again by name, and a new one."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projets.accounts.models import User
from projets.accounts.permissions import FOUNDERS
from projets.boards import belonging
from projets.boards.actions.projects import create_project, favor_project
from projets.boards.models import Project
from projets.boards.overview import ARCHIVED, HIDDEN, SHOWN, how_many_put_away, projects_of, suggested_prefix
from projets.boards.queries import find
from projets.web.door import actor_of, door, signed_in

WHICH = {"": SHOWN, "masques": HIDDEN, "archives": ARCHIVED}
TITLES = {SHOWN: _("Projects"), HIDDEN: _("Hidden projects"), ARCHIVED: _("Archived projects")}


@require_safe
@signed_in
def projects(request):
    """`?voir=masques` or `archives`, `?q=` part of a name."""
    actor = actor_of(request)
    which = WHICH.get(request.GET.get("voir", ""), SHOWN)
    search = request.GET.get("q", "").strip()
    context = {
        "section": "projects",
        "projects": projects_of(actor, which, search),
        "which": which,
        "title": TITLES[which],
        "search": search,
        "put_away": how_many_put_away(actor),
        "may_found": may_found(request.user),
    }
    part = "X-Fragment" in request.headers
    return render(request, f"pages/projects/{'rows' if part else 'projects'}.html", context)


@require_safe
@signed_in
def new_project(request):
    return render(
        request,
        "pages/projects/new.html",
        {"section": "projects", "may_found": may_found(request.user)},
    )


def may_found(user):
    """By their role, and by where they work."""
    return user.role in FOUNDERS and (not user.works_somewhere or belonging.may_found(user.pk))


@require_safe
@signed_in
def prefix(request):
    """What a project of this name (`?nom=`) would have before the numbers of its cards."""
    return JsonResponse({"prefix": suggested_prefix(request.GET.get("nom", "")[:200])})


@door(create_project, then=lambda act: f"/projets/{act.facts[0].after.id}/")
def found(actor, form):
    return create_project(
        actor,
        User.objects.get(pk=actor.user_id),
        form.get("name"),
        form.get("description", ""),
        prefix=form.get("prefix", "").strip() or None,
        is_shared=form.get("is_shared", "1") == "1",
    )


@door(favor_project)
def favor(actor, form, project_id):
    (project,) = find(Project.objects.visible_to(actor), project_id)
    return favor_project(actor, project, form.get("favorite") == "1")
