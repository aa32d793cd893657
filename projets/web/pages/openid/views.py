"""Signing in by ProConnect or another OpenID provider: there, back with a code, and out again on both sides."""

import json
import logging
import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from projets.accounts.identities import provider
from projets.accounts.identities.arriving import CLAIMED, arrive
from projets.accounts.identities.client import address_of, exchange, setting
from projets.accounts.identities.leaving import end_sessions, read_logout_token, remember
from projets.accounts.identities.refusals import KnownAddress, NotAdmitted, NotVouched, ProviderSilent
from projets.boards.departures.actions.departures import open_departure
from projets.boards.departures.models import Departure
from projets.live.hub import session_ended
from projets.usecase.errors import Conflict, Invalid
from projets.usecase.guard import arriving
from projets.web.pages.openid import confirming, joining
from projets.web.pages.security.entering import enter
from projets.web.wanting import safe, see_other

STATES, LEAVING = "oidc_states", "openid_leaving"  # in the session; the first is mozilla-django-oidc's
LONGEST_AWAY = 3600  # seconds between going there and coming back
NOBODY_THERE = {"login_required", "interaction_required", "consent_required", "account_selection_required"}
LONGEST_HINT = 256

log = logging.getLogger(__name__)


class Request(OIDCAuthenticationRequestView):
    """Parameters that ProConnect knows, and no other: anything else is answered by an error there (Y000400)."""

    get_settings = staticmethod(setting)

    def get(self, request):
        answer = super().get(request)
        asked = [*request.session[STATES].values()][-1]  # the state just made
        asked["next"] = safe(request, request.GET.get("next"))
        asked["silent"] = _is_silent(request)
        asked["confirms"] = confirming.is_asked(request)
        request.session.modified = True
        return answer

    def get_extra_params(self, request):
        more = {"redirect_uri": address_of("openid_callback")}
        if wanted := _wanted_claims():
            more["claims"] = json.dumps(wanted, separators=(",", ":"))
        if _is_silent(request):
            more["prompt"] = "none"
        elif request.GET.get("again") or confirming.is_asked(request):
            more["prompt"] = "login"  # as somebody else than last time, or proving it anew
        if hint := request.GET.get("login_hint", "")[:LONGEST_HINT]:
            more["login_hint"] = hint
        return more


def _wanted_claims():
    """About the sign-in itself, which ProConnect tells only when asked."""
    wanted = {}
    if settings.OIDC_ACR_VALUES:
        wanted["acr"] = {"essential": True, "values": settings.OIDC_ACR_VALUES}
    if settings.OIDC_ASK_AMR:
        wanted["amr"] = None
    return {"id_token": wanted} if wanted else {}


def _is_silent(request):
    return request.GET.get("silent", "").lower() == "true"


@never_cache
@require_GET
def sign_in_elsewhere(request):
    """To the provider, from the address that it knows us by: the session must be there when the browser comes back."""
    require_provider()
    ours = urlsplit(settings.BASE_URL).netloc
    if request.get_host() != ours:
        return HttpResponseRedirect(settings.BASE_URL + request.get_full_path())
    try:
        return Request.as_view()(request)
    except ProviderSilent as error:
        return refused(request, error, 503)


@never_cache
@require_GET
def callback(request):
    """Back from the provider. A state is good once, in the browser that it was made for."""
    require_provider()
    states = request.session.get(STATES, {})
    asked = states.pop(request.GET.get("state", ""), None)
    if asked is None or time.time() - asked["added_on"] > LONGEST_AWAY:
        said = _(
            "This sign-in was begun too long ago, in another browser, or has served already. Nobody was signed in."
        )
        return refused(request, said, 400)
    request.session[STATES] = states
    request.session.save()  # before anything slow: the same address asked twice serves once
    if "error" in request.GET:
        return _not_signed_in(request, asked)
    try:
        vouched = exchange(request, asked["nonce"], asked["code_verifier"])
    except ProviderSilent as error:
        return refused(request, error, 503)
    except NotVouched as error:
        log.warning("sign-in elsewhere not verified: %s", error.because)
        return refused(request, error, 400)
    if asked.get("confirms"):
        return confirming.come_back(request, vouched.claims, asked["added_on"])
    try:
        with arriving():
            user = arrive(vouched.claims)
    except (NotAdmitted, Invalid) as error:
        _leave(error)
        return refused(request, error, 403)
    except KnownAddress as error:
        return joining.offer(request, error, vouched, asked["next"])
    return let_in(request, user, vouched, asked["next"])


def _leave(error):
    """Whoever is no longer one of those who come in has left, where the operator wants it so (E-06)."""
    user = getattr(error, "user", None)
    if not settings.DEPARTURE_BY_CLAIM or user is None or not user.is_active or not error.is_over:
        return
    try:
        with arriving():
            open_departure(CLAIMED, user, Departure.Reason.CLAIM)
    except Conflict as conflict:  # the last administrator
        log.warning("account %s stays open: %s", user.pk, conflict)


def let_in(request, user, vouched, address):
    enter(request, user, method="openid")
    remember(request.session, vouched)
    return see_other(address)


def _not_signed_in(request, asked):
    """What the provider answers instead of a code: nothing of what it says is shown, it came by the address."""
    error = request.GET["error"]
    if asked["silent"] and error in NOBODY_THERE:
        return see_other("/")
    if error == "access_denied":
        said = _("You did not go through with signing in, or %(provider)s refused it. You can try again.")
        return refused(request, said % {"provider": settings.OIDC_PROVIDER_LABEL}, 403)
    log.warning("the provider answered with an error of its own (projets check oidc looks at the settings)")
    said = _("%(provider)s answered with an error. Try again; if it goes on, tell the people who run this site.")
    return refused(request, said % {"provider": settings.OIDC_PROVIDER_LABEL}, 502)


def leave(request, elsewhere):
    """Our session has just ended; now that of the provider, by the browser, where its session is.

    A page and not a redirect: an answer to a form may lead to our own addresses only (`form-action`), and a provider
    may lead on to others.
    """
    try:
        address = provider.description().get("end_session_endpoint")
    except ProviderSilent:
        address = None
    if not address:
        return see_other(settings.LOGIN_URL)
    state = request.session[LEAVING] = get_random_string(43)
    wanted = {
        "id_token_hint": elsewhere["id_token"],
        "state": state,
        "post_logout_redirect_uri": address_of("openid_signed_out"),
    }
    context = {"address": f"{address}?{urlencode(wanted)}", "provider": settings.OIDC_PROVIDER_LABEL}
    answer = render(request, "pages/openid/leaving.html", context)
    answer["Cache-Control"] = "no-store, private"
    return answer


@never_cache
@require_safe
def signed_out(request):
    """Back from the provider, whose session has ended too."""
    require_provider()
    state = request.session.pop(LEAVING, "")
    if not state or not constant_time_compare(state, request.GET.get("state", "")):
        return refused(request, _("This address closes a session that this browser has not asked to close."), 400)
    return see_other(settings.LOGIN_URL)


@csrf_exempt  # the provider's own server sends it; what counts is the signature
@require_POST
def end_from_elsewhere(request):
    """The person has signed out at the provider: the sessions opened by it end here too."""
    require_provider()
    try:
        keys = end_sessions(read_logout_token(request.POST.get("logout_token", "")))
    except NotVouched as error:
        log.warning("a token of logging out was refused: %s", error.because)
        return JsonResponse({"error": "invalid_request"}, status=400, headers={"Cache-Control": "no-store"})
    except ProviderSilent:
        return JsonResponse({"error": "temporarily_unavailable"}, status=503, headers={"Cache-Control": "no-store"})
    for key in keys:
        session_ended(key)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def require_provider():
    if not provider.is_set():
        raise Http404


def refused(request, said, status):
    context = {
        "refused": str(said),
        "provider": settings.OIDC_PROVIDER_LABEL,
        "contact": settings.OIDC_CONTACT,
        "is_somebody": status == 403,
    }
    return render(request, "pages/openid/refused.html", context, status=status)
