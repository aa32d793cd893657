"""How the service stands: versions, checks, backups, room, jobs. For administrators, and nothing is changed here."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projets.boards.standing import state as reading
from projets.web.door import actor_of, for_administrators


@never_cache
@require_safe
@for_administrators
def state(request):
    context = {
        "section": "administration",
        "versions": reading.versions(),
        "checks": reading.checks(),
        "backups": reading.backups(),
        "room": reading.room(),
        "largest": reading.largest(actor_of(request)),
        "jobs": reading.jobs(),
        "set_aside": reading.set_aside(),
    }
    return render(request, "pages/state/state.html", context)
