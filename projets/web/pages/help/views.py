"""How one works here, in a page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from projets.web.door import signed_in


@require_safe
@signed_in
def guide(request):
    return render(request, "pages/help/help.html", {"section": "help"})
