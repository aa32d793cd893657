"""A project: its boards with how they stand, its managers, its settings."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.boards.actions.backgrounds import MOST
from projets.boards.belonging import places_for
from projets.boards.binned import binned_in
from projets.boards.departures.queries import left_on
from projets.boards.models import (
    BackgroundImage,
    Board,
    Favorite,
    Field,
    FieldGroup,
    FormerPrefix,
    Project,
    ProjectManager,
)
from projets.boards.names import GRADIENTS, HUES
from projets.boards.overview import board_figures
from projets.boards.permissions import ADMINISTRATOR, MANAGE, grounds
from projets.boards.queries import people
from projets.boards.reviews.queries import asked_of
from projets.usecase.log import revision_of
from projets.web.door import actor_of, signed_in
from projets.web.pages.fields.views import bases_of, for_forms, told_groups
from projets.web.steps import with_steps

PARTS = {
    "project-head": "pages/project/head.html",
    "project-boards": "pages/project/boards.html",
    "members": "pages/project/managers.html",
}
PARTS_OF_SETTINGS = {
    "project-head": "pages/project/identity.html",
    "project-service": "pages/project/service.html",
    "project-background": "pages/project/background.html",
    "members": "pages/project/managing.html",
    "fields": "pages/fields/fields.html",
    "groups": "pages/fields/groups.html",
    "away": "pages/project/away.html",
}


@require_safe
@signed_in
def project_page(request, project_id):
    actor = actor_of(request)
    project = project_seen(actor, project_id)
    context = _context(request, actor, project)
    boards = list(Board.objects.visible_to(actor).filter(project=project))
    figures = board_figures(actor, boards)
    for board in boards:
        board.figures = figures[board.pk]
    context |= {
        "boards": with_steps(board for board in boards if not board.archived_at),
        "archived": [board for board in boards if board.archived_at],
        "favorite": Favorite.objects.filter(project=project, user=request.user).exists(),
        "managers": _managers(project),
        "left": left_on(project.pk) if context["may_manage"] else 0,
        "review": asked_of(actor, project.pk) if context["may_manage"] else None,
    }
    return _rendered(request, PARTS, "pages/project/project.html", context)


@require_safe
@signed_in
def settings_page(request, project_id):
    """For those who manage it; an administrator sees who does, and may add one."""
    actor = actor_of(request)
    project = project_seen(actor, project_id)
    context = _context(request, actor, project)
    if not (context["may_manage"] or context["may_name"]):
        return render(request, "pages/errors/forbidden.html", status=403)
    everywhere = FieldGroup.objects.filter(project=project, on_every_board=True, binned_at=None)
    fields = with_steps(Field.objects.filter(group__in=everywhere, binned_at=None))
    former = FormerPrefix.objects.filter(project=project).exclude(prefix=project.prefix).order_by("prefix")
    context |= {
        "managers": _managers(project),
        "fields": fields,
        **for_forms(f"/projets/{project.pk}/champs/"),
        "groups": told_groups(bases_of(project.pk)),
        "may_shape": context["may_manage"],
        "bases": [],
        "add_group_to": f"/projets/{project.pk}/groupes-de-champs/",
        "hues": HUES,
        "gradients": GRADIENTS,
        "images": list(BackgroundImage.objects.filter(project=project, binned_at=None)),
        "most_images": MOST,
        "upload_limit": settings.UPLOAD_LIMIT,
        "places": places_for(actor, project),
        "former": list(former.values_list("prefix", flat=True)),
    }
    return _rendered(request, PARTS_OF_SETTINGS, "pages/project/settings.html", context)


@require_safe
@signed_in
def bin_page(request, project_id):
    """Boards and fields of a project that wait to be restored, or to go for good."""
    actor = actor_of(request)
    project = project_seen(actor, project_id)
    context = _context(request, actor, project)
    if not context["may_manage"]:
        return render(request, "pages/errors/forbidden.html", status=403)
    context |= {"told": binned_in(project)}
    return _rendered(request, {"bin": "pages/project/binned.html"}, "pages/project/bin.html", context)


def project_seen(actor, project_id):
    project = Project.objects.visible_to(actor).filter(pk=project_id).select_related("organisation", "service").first()
    if project is None:
        raise Http404
    return project


def _context(request, actor, project):
    revision = revision_of(project.stream)  # first: what comes meanwhile is sent again, and patches bear that
    theirs = grounds(actor, [project])[project]
    return {
        "section": "projects",
        "project": project,
        "revision": revision,
        "may_manage": bool(theirs & MANAGE),
        "may_name": bool(theirs & {ADMINISTRATOR, *MANAGE}),
    }


def _managers(project):
    """[(row, person)] by name."""
    rows = list(ProjectManager.objects.filter(project=project).order_by("pk"))
    known = people([row.user_id for row in rows])
    return [(row, known[row.user_id]) for row in sorted(rows, key=lambda row: known[row.user_id].name.casefold())]


def _rendered(request, parts, page, context):
    response = render(request, parts.get(request.headers.get("X-Fragment"), page), context)
    response["X-Revision"] = str(context["revision"])
    return response
