"""Coming in: the second factor after the password, a passkey instead of both, and the rescue account."""

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from projets.accounts.factors import opened
from projets.accounts.factors.actions import factors as acts
from projets.accounts.factors.actions.rescue import use_rescue
from projets.accounts.factors.passkeys import NotThatKey
from projets.accounts.factors.queries import factors_of, has_second_factor
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.models import User
from projets.accounts.sign_in import NotRecognised, SignInElsewhere, guarded, rescued
from projets.live.hub import session_ended
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid
from projets.usecase.securitylog import log
from projets.web.pages.security.keys import challenge_to_sign, key_that_signed
from projets.web.wanting import safe, see_other, wants_json

HALFWAY = "halfway"  # {"user", "since", "next"} in the session of who has given the password and not yet the rest
HALFWAY_LASTS = 10 * 60  # seconds
(BACKEND,) = settings.AUTHENTICATION_BACKENDS


def enter(request, user, strong=False, address="/", method="password"):
    """Signed in, under a new key: nobody knows the one before (E-22)."""
    before = request.session.session_key
    request.session.pop(HALFWAY, None)
    login(request, user, BACKEND)
    log("sign_in", user_id=user.pk, method=method)
    if strong:
        request.session[opened.STRONG] = True
    if before and before != request.session.session_key:
        session_ended(before)
    if wants_json(request):
        return JsonResponse({"person": str(user.pk), "name": user.name, "csrf": get_token(request)})
    return see_other(address)


def go_on(request, user, address, method="password"):
    """After the right password, or what stands for it: in, or to the second factor."""
    if not has_second_factor(user):
        return enter(request, user, address=address, method=method)
    request.session.cycle_key()
    request.session[HALFWAY] = {"user": user.pk, "since": int(time.time()), "next": address}
    if wants_json(request):
        html = render_to_string("pages/security/second.html", _second(request, user, ""), request)
        return JsonResponse({"form": html, "csrf": get_token(request)})
    return see_other(reverse("second_factor"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request):
    user, address = _halfway(request)
    if user is None:
        return see_other(reverse("sign_in"))
    if request.method != "POST":
        return render(request, "pages/security/second_factor.html", _second(request, user, ""))
    try:
        use_code(user, request.POST.get("code", ""))
    except (Invalid, TooManyTries) as error:
        return _refuse(request, user, error)
    return enter(request, user, True, address, "second factor")


def use_code(user, typed):
    """Of their application, or one of their recovery codes. Raises Invalid or TooManyTries."""
    actor, typed = Actor(user.pk, "web"), typed.strip()
    with guarded(user, "second factor"):
        if len("".join(typed.split())) == 6 and typed.isascii():
            acts.use_number(actor, user, typed)
        else:
            acts.use_recovery_code(actor, user, typed)


@never_cache
@require_POST
def passkey_challenge(request):
    """For whoever is halfway in, one of theirs; for others any that the browser has for us."""
    user = _halfway(request)[0]
    if user is None and not settings.LOCAL_SIGN_IN:
        return _refuse(request, user, SignInElsewhere())
    return JsonResponse(challenge_to_sign(request, user))


@never_cache
@require_POST
def passkey_sign_in(request):
    user, address = _halfway(request)
    address = address or safe(request, request.POST.get("next"))
    if user is None and not settings.LOCAL_SIGN_IN:
        return _refuse(request, user, SignInElsewhere())
    try:
        key, count = key_that_signed(request, request.POST.get("credential", ""), user)
        if user is None and key.user.is_sso_user:  # their provider says whether they still come in, nobody else
            raise NotThatKey
        acts.use_passkey(Actor(key.user_id, "web"), key, count)
    except Invalid as error:
        return _refuse(request, user, error)
    return enter(request, key.user, True, address, "passkey")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def rescue(request):
    """No page leads here: the operator tells whoever is to use it."""
    if request.method != "POST":
        return render(request, "pages/security/rescue.html", {"refused": ""})
    address = request.META.get("REMOTE_ADDR", "")
    try:
        found = rescued(request.POST.get("secret", ""), address)
    except (NotRecognised, TooManyTries) as error:
        status = 429 if isinstance(error, TooManyTries) else 422
        return render(request, "pages/security/rescue.html", {"refused": str(error)}, status=status)
    use_rescue(Actor(found.user_id, "web"), found, address)
    return enter(request, found.user, True, reverse("security"), "rescue")


def _halfway(request):
    """(who has given the password, where to go then), or (None, "")."""
    kept = request.session.get(HALFWAY)
    if not kept or not 0 <= time.time() - kept["since"] < HALFWAY_LASTS:
        return None, ""
    return User.objects.filter(pk=kept["user"], is_active=True).first(), kept["next"]


def _refuse(request, user, error):
    status = {TooManyTries: 429, SignInElsewhere: 403}.get(type(error), 422)
    if wants_json(request):
        return JsonResponse({"refused": str(error), "field": "code"}, status=status)
    if user is None:
        context = {"refused": str(error), "typed": [], "next": reverse("sign_in")}
        return render(request, "pages/errors/refused.html", context, status=status)
    return render(request, "pages/security/second_factor.html", _second(request, user, str(error)), status=status)


def _second(request, user, refused):
    return {"factors": factors_of(user), "refused": refused, "fragment": "fragment" in request.GET}
