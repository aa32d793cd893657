"""Sensitive acts ask again who is there, when that was proved more than ten minutes ago (A-18).

The page that asks holds what was sent, and sends it to the same address with the proof: nothing typed is lost, and no
script is needed. `@sensitive` goes on a view; fields that start with `confirm_` are this page's own.
"""

from functools import wraps

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from projets.accounts.factors import opened
from projets.accounts.factors.actions import factors as acts
from projets.accounts.factors.queries import factors_of
from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.models import User
from projets.accounts.sign_in import guarded, require_password
from projets.usecase.actor import Actor
from projets.usecase.errors import Invalid
from projets.web.pages.security.keys import key_that_signed
from projets.web.wanting import came_from, wants_json

OWN = "confirm_"
_rounds = []


def register_provider_round(address):
    """`address(request)`: where somebody whom a provider vouches for proves it afresh, in a tab beside; None when it
    is not theirs. Whoever comes back calls `opened.confirm(request)`."""
    _rounds.append(address)


def sensitive(view):
    """Nobody else's concern: who is not signed in is answered by the view, and so is who only reads."""

    @sensitive_post_parameters()
    @wraps(view)
    def answer(request, **ids):
        if request.method in ("GET", "HEAD") or not request.user.is_authenticated or opened.is_confirmed(request):
            return view(request, **ids)
        means = means_of(request)
        if not any(means.values()) and request.user.is_demo:  # invented people prove nothing, and have nothing to lose
            return view(request, **ids)
        error = ""
        if any(name.startswith(OWN) for name in request.POST):
            try:
                prove(request)
            except (Invalid, TooManyTries) as refused:
                error = str(refused)
            else:
                request.POST = _without_proof(request.POST)
                return view(request, **ids)
        return ask(request, means, error)

    return answer


def means_of(request):
    """By what the person can prove who they are."""
    theirs = factors_of(request.user)
    return {
        "password": request.user.has_usable_password() and settings.LOCAL_SIGN_IN,
        "code": theirs["authenticator"] is not None,
        "passkey": bool(theirs["passkeys"]),
        "provider": next(filter(None, (round(request) for round in _rounds)), None),
    }


def prove(request):
    """Raises Invalid or TooManyTries; else it counts for ten minutes."""
    user, sent = User.objects.get(pk=request.user.pk), request.POST
    if sent.get("confirm_credential"):
        with guarded(user, "second factor"):
            key, count = key_that_signed(request, sent["confirm_credential"], user)
            acts.use_passkey(Actor(user.pk, "web"), key, count)
    elif sent.get("confirm_code"):
        with guarded(user, "second factor"):
            acts.use_number(Actor(user.pk, "web"), user, sent["confirm_code"])
    else:
        with guarded(user):
            require_password(user, sent.get("confirm_password"))
    opened.confirm(request)


def ask(request, means, error="", address=None):
    """The page that asks, holding what was sent; a script is told where to ask."""
    if wants_json(request):
        said = _("This asks again who you are. Confirm it on your page “Security”, then do this once more.")
        return JsonResponse({"refused": said, "confirm": reverse("confirm")}, status=403)
    held = [(name, value) for name, values in request.POST.lists() for value in values if _is_held(name)]
    context = {
        "means": means,
        "error": error,
        "held": held if address is None else [(name, value) for name, value in held if name == "next"],
        "address": address or request.get_full_path(),
        "next": came_from(request),
        "section": "profile",
    }
    return render(
        request, "pages/security/confirm.html", context, status=422 if error else 403 if not address else 200
    )


def _is_held(name):
    return name != "csrfmiddlewaretoken" and not name.startswith(OWN)


def _without_proof(sent):
    kept = sent.copy()
    for name in [name for name in kept if name.startswith(OWN)]:
        del kept[name]
    return kept
