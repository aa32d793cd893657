"""« Mes données »: what one may ask of this site about oneself (E-04, E-05)."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from projets.accounts.models import User
from projets.boards.departures.actions.erasing import erase_person
from projets.boards.departures.queries import project_lines
from projets.exchange.actions.exports import export_own_data
from projets.exchange.exporters.own import own_archive
from projets.live.hub import session_ended
from projets.usecase.errors import Conflict
from projets.web.door import actor_of, signed_in
from projets.web.exporting import counted_export
from projets.web.pages.security.confirming import sensitive


@require_safe
@signed_in
def own_data(request):
    return _page(request)


@never_cache
@require_POST
@sensitive
@signed_in
@counted_export
def download(request):
    actor, user, now = actor_of(request), User.objects.get(pk=request.user.pk), timezone.localtime()
    file = own_archive(actor, user, now)
    export_own_data(actor, user)
    return FileResponse(file, as_attachment=True, filename=f"mes-donnees-{now:%Y-%m-%d}.zip")


@never_cache
@require_POST
@sensitive
@signed_in
def erase(request):
    """At once, and for good: the page says so, and asks twice."""
    if "sure" not in request.POST:
        return _page(request, _("Tick the box first: nothing brings the account back."), 422)
    key = request.session.session_key
    try:
        erase_person(actor_of(request), User.objects.get(pk=request.user.pk))
    except Conflict as error:
        return _page(request, str(error), 409)
    logout(request)
    session_ended(key)
    return render(request, "pages/own_data/erased.html", {"days": settings.BACKUP_KEEP_DAYS})


def _page(request, error="", status=200):
    context = {
        "section": "profile",
        "error": error,
        "alone": [line.project for line in project_lines([request.user.pk])[request.user.pk] if line.is_alone],
        "days": settings.BACKUP_KEEP_DAYS,
    }
    return render(request, "pages/own_data/own_data.html", context, status=status)
