"""One's security: password, second factors, passkeys, where one is signed in.

What opens (a secret, recovery codes) is shown once, in the answer that made it, and posted by the browser itself.
"""

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projets.accounts.actions import users
from projets.accounts.factors import numbers, opened
from projets.accounts.factors.actions import factors as acts
from projets.accounts.factors.actions.sessions import revoke_sessions
from projets.accounts.factors.models import OpenSession, Passkey
from projets.accounts.factors.queries import factors_of, must_add_factor, rescues_used
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.models import ApiSession, User
from projets.accounts.passwords import rules_for
from projets.boards.queries import find
from projets.live.access import digest_of
from projets.live.hub import session_ended, session_ended_of
from projets.usecase.errors import Invalid
from projets.web.door import actor_of, signed_in
from projets.web.pages.security.confirming import ask, means_of, prove, sensitive
from projets.web.pages.security.keys import challenge_to_register, challenge_to_sign, key_registered, site_of
from projets.web.wanting import safe, see_other

SETTING_UP = "authenticator_to_be"  # its sealed secret, in the session until a number proves it
DONE = {"mot-de-passe", "application", "cles", "sessions", "confirmation"}


@never_cache
@require_safe
@signed_in
def security(request):
    return _page(request)


@require_POST
@sensitive_post_parameters()
@signed_in
def change_password(request):
    current, new = request.POST.get("password"), request.POST.get("new")
    was = OpenSession.objects.filter(pk=request.session.session_key).first()
    try:
        users.change_password(actor_of(request), _me(request), current, new)
    except (Invalid, TooManyTries) as error:
        return _page(request, errors={error.field: str(error)})
    update_session_auth_hash(request, _me(request))
    opened.renewed(request, request.user, was)
    opened.confirm(request)
    return _done("mot-de-passe")


@never_cache
@require_POST
@sensitive
@signed_in
def authenticator(request):
    """First the picture to be scanned, then, with a number that proves it, the recovery codes."""
    kept = request.session.get(SETTING_UP)
    if "code" not in request.POST or kept is None:
        secret = numbers.new_secret()
        request.session[SETTING_UP] = numbers.sealed(secret)
        return _picture(request, secret)
    secret, codes = numbers.unsealed(kept), numbers.new_codes()
    try:
        acts.add_authenticator(actor_of(request), _me(request), secret, request.POST["code"], codes)
    except Invalid as error:
        return _picture(request, secret, str(error))
    del request.session[SETTING_UP]
    request.session[opened.STRONG] = True
    return _page(request, codes=codes)


@require_POST
@sensitive
@signed_in
def remove_authenticator(request):
    acts.remove_authenticator(actor_of(request), _me(request))
    request.session.pop(opened.STRONG, None)
    return _done("application")


@never_cache
@require_POST
@sensitive
@signed_in
def recovery_codes(request):
    codes = numbers.new_codes()
    acts.make_recovery_codes(actor_of(request), _me(request), codes)
    return _page(request, codes=codes)


@never_cache
@require_POST
@signed_in
def passkey_to_be(request):
    return JsonResponse(challenge_to_register(request))


@never_cache
@require_POST
@sensitive
@signed_in
def add_passkey(request):
    me = _me(request)
    codes = [] if factors_of(me)["codes"] else numbers.new_codes()
    try:
        verified = key_registered(request, request.POST.get("credential", ""))
        acts.add_passkey(actor_of(request), me, request.POST.get("name", ""), verified, codes)
    except Invalid as error:
        return _page(request, errors={"passkey": str(error)})
    request.session[opened.STRONG] = True
    return _page(request, codes=codes) if codes else _done("cles")


@require_POST
@signed_in
def rename_passkey(request, passkey_id):
    (key,) = find(Passkey.objects.filter(user=request.user.pk), passkey_id)
    try:
        acts.rename_passkey(actor_of(request), key, request.POST.get("name", ""))
    except Invalid as error:
        return _page(request, errors={"passkey": str(error)})
    return _done("cles")


@require_POST
@sensitive
@signed_in
def remove_passkey(request, passkey_id):
    acts.remove_passkey(actor_of(request), *find(Passkey.objects.filter(user=request.user.pk), passkey_id))
    request.session.pop(opened.STRONG, None)
    return _done("cles")


@require_POST
@signed_in
def end_sessions(request):
    """One of the pages' sessions or of the clients', or all but this one."""
    here = request.session.session_key
    pages = list(opened.sessions_of(request.user).exclude(pk=here).values_list("pk", flat=True))
    clients = ApiSession.objects.filter(user=request.user.pk)
    if "others" not in request.POST:
        pages = [key for key in pages if digest_of(key) == request.POST.get("session")]
        client = request.POST.get("client", "")
        clients = clients.filter(pk=int(client)) if client.isascii() and client.isdigit() and len(client) < 20 else []
    ended = {one.pk: one.digest for one in clients}
    if pages or ended:
        revoke_sessions(actor_of(request), _me(request), pages, list(ended))
    for key in pages:
        session_ended(key)
    for digest in ended.values():
        session_ended_of(digest)
    return _done("sessions")


@never_cache
@require_POST
@signed_in
def confirmation_challenge(request):
    return JsonResponse(challenge_to_sign(request, request.user))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request):
    """For an act that a script sends: proved here, it is done there."""
    means, error = means_of(request), ""
    if request.method == "POST":
        try:
            if not opened.is_confirmed(request):  # at the provider, meanwhile
                prove(request)
        except (Invalid, TooManyTries) as refused:
            error = str(refused)
        else:
            return see_other(safe(request, request.POST.get("next"), f"{reverse('security')}?fait=confirmation"))
    return ask(request, means, error, reverse("confirm"))


def _me(request):
    return User.objects.get(pk=request.user.pk)


def _done(what):
    return see_other(f"{reverse('security')}?fait={what}#{what}")


def _picture(request, secret, error=""):
    context = {
        "picture": numbers.picture(secret, request.user.email),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "error": error,
        "section": "profile",
    }
    return render(request, "pages/security/authenticator.html", context, status=422 if error else 200)


def _page(request, errors=None, codes=()):
    me = request.user
    here = request.session.session_key
    sessions = [
        {
            "digest": digest_of(one.pk),
            "browser": one.browser,
            "address": one.address,
            "opened_at": one.opened_at,
            "seen_at": one.seen_at.replace(minute=0, second=0, microsecond=0),
            "is_here": one.pk == here,
        }
        for one in opened.sessions_of(me)
    ]
    context = {
        "person": me,
        "factors": factors_of(me),
        "must": must_add_factor(me),
        "sessions": sorted(sessions, key=lambda one: not one["is_here"]),
        "clients": list(ApiSession.objects.filter(user=me.pk, is_pending=False).order_by("-pk")),
        "errors": {"password": "", "new": "", "passkey": ""} | (errors or {}),
        "codes": codes,
        "done": request.GET.get("fait") if request.GET.get("fait") in DONE else "",
        "rules": rules_for(me),
        "has_password": me.has_usable_password() and settings.LOCAL_SIGN_IN,
        "takes_passkeys": not site_of(request).host.replace(".", "").isdigit(),
        "rescues": rescues_used()[:5] if me.role == User.Role.ADMINISTRATOR else [],
        "section": "profile",
    }
    return render(request, "pages/security/security.html", context, status=422 if errors else 200)
