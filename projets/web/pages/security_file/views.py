"""The security file: one page to print for whoever decides whether the service may run (E-29b)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projets.boards.standing import proofs
from projets.web.door import for_administrators


@never_cache
@require_safe
@for_administrators
def security_file(request):
    sections = proofs.sections(verify="verifier" in request.GET)
    flat = [one for _title, proven in sections for one in proven]
    context = {
        "section": "administration",
        "sections": sections,
        "components": proofs.components(),
        "made_at": timezone.now(),
        "held": sum(one.holds is True for one in flat),
        "missed": sum(one.holds is False for one in flat),
    }
    return render(request, "pages/security_file/security_file.html", context)
