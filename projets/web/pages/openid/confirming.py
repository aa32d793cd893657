"""Who signs in elsewhere proves there, anew, that they are still the one who sits here (A-18)."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from projets.accounts.factors import opened
from projets.accounts.identities.leaving import ELSEWHERE
from projets.usecase.securitylog import FAILURE, log

LATE_CLOCK = 60  # seconds by which the provider's may be behind ours


def is_asked(request):
    return "confirm" in request.GET and ELSEWHERE in request.session


def round_of(request):
    """The address that begins it; None for whom no provider vouched in this session."""
    if not settings.OIDC_OP_URL or ELSEWHERE not in request.session:
        return None
    return f"{reverse('openid')}?confirm=1"


def come_back(request, claims, since):
    """The session goes on as it was; a proof from before `since`, or of somebody else, is none."""
    here = request.session.get(ELSEWHERE) or {}
    if not request.user.is_authenticated or (here.get("issuer"), here.get("sub")) != (claims.issuer, claims.sub):
        return _refused(
            request, _("It is not you who signed in there: your session here goes on, and nothing was done.")
        )
    if claims.proved_at is not None and claims.proved_at < since - LATE_CLOCK:
        said = _("%(provider)s did not ask you again. Sign out there, then confirm once more.")
        return _refused(request, said % {"provider": settings.OIDC_PROVIDER_LABEL})
    opened.confirm(request)
    return render(request, "pages/openid/confirmed.html", {"section": "profile"})


def _refused(request, said):
    log("confirmation", FAILURE, user_id=request.user.pk, method="openid")
    return render(request, "pages/openid/confirmed.html", {"section": "profile", "refused": said}, status=403)
