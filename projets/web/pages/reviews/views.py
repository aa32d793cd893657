"""Who is on the boards of a project: all who manage it confirm it twice a year; administrators see who has not."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projets.boards.models import Membership
from projets.boards.queries import find
from projets.boards.reviews.actions.reviews import answer_review
from projets.boards.reviews.queries import asked_of, last_answered, latest, members_of, open_review, require_managing
from projets.exchange.exporters.sheets import reviews_sheet
from projets.web.door import actor_of, door, for_administrators, signed_in
from projets.web.exporting import as_csv, counted_export
from projets.web.pages.members.views import ROLES
from projets.web.pages.project.views import project_seen


@require_safe
@signed_in
def review_page(request, project_id):
    actor = actor_of(request)
    project = project_seen(actor, project_id)
    require_managing(actor, project)
    members = members_of(project.pk)
    for one in members:
        one.memberships[:] = [(row, ROLES[row.role][0]) for row in one.memberships]
    asked = open_review(project.pk)
    context = {
        "section": "projects",
        "project": project,
        "review": asked if asked and asked.waits_for(actor.user_id) else None,
        "others_asked": asked is not None,
        "last": last_answered(project.pk),
        "members": members,
    }
    return render(request, "pages/reviews/review.html", context)


@door(answer_review, then=lambda act: reverse("project", args=[act.facts[-1].after.project_id]))
def answer(actor, form, project_id):
    """The memberships that stay ticked are kept; of those shown, the others end."""
    project = project_seen(actor, project_id)
    asked = asked_of(actor, project.pk)
    if asked is None:
        raise Http404
    shown, kept = form.getlist("shown"), set(form.getlist("kept"))
    ended = find(Membership.objects.visible_to(actor), *(id for id in shown if id not in kept))
    return answer_review(actor, asked, ended)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, project_id):
    return answer(request, project_id=project_id) if request.method == "POST" else review_page(request, project_id)


@require_safe
@for_administrators
def reviews(request):
    context = {"section": "administration", "reviews": latest(actor_of(request))}
    return render(request, "pages/reviews/reviews.html", context)


@require_safe
@for_administrators
@counted_export
def export(request):
    return as_csv("revues", reviews_sheet(latest(actor_of(request))))
