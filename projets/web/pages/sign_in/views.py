"""Signing in and out. A page that was open when its session ended does it in a dialog and goes on."""

from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from projets.accounts.factors.throttling import TooManyTries
from projets.accounts.identities import provider
from projets.accounts.identities.leaving import ELSEWHERE
from projets.accounts.models import User
from projets.accounts.sign_in import NotRecognised, SignInElsewhere, recognise
from projets.boards.names import hue, initials
from projets.boards.queries import highest_roles
from projets.live.hub import session_ended
from projets.usecase.securitylog import log
from projets.web.pages.openid.views import leave
from projets.web.pages.security.entering import enter, go_on
from projets.web.wanting import safe, see_other, wants_json

FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip")


@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    if request.method == "POST":
        return _try(request)
    if request.user.is_authenticated and "fragment" not in request.GET:
        return see_other(_next(request))
    return render(request, _template(request), _context(request))


def _try(request):
    name, password = request.POST.get("name", ""), request.POST.get("password", "")
    try:
        user = recognise(name, password, request.META.get("REMOTE_ADDR", ""))
    except NotRecognised as error:
        return _refuse(request, error, 422)
    except SignInElsewhere as error:
        return _refuse(request, error, 403)
    except TooManyTries as error:
        return _refuse(request, error, 429)
    return go_on(request, user, _next(request))


def _refuse(request, error, status):
    if wants_json(request):
        return JsonResponse({"refused": str(error), "field": "name"}, status=status)
    return render(request, _template(request), _context(request, refused=str(error)), status=status)


@never_cache
@require_POST
def sign_in_as_demo_person(request):
    """One click, for the invented people of the demonstration alone, where settings and addresses allow it."""
    people = {str(person.pk): person for person in demo_people(request)}
    person = people.get(request.POST.get("person"))
    if person is None:
        raise Http404
    return enter(request, person, address=_next(request), method="demonstration")


@require_POST
def sign_out(request):
    key, elsewhere = request.session.session_key, request.session.get(ELSEWHERE)
    if request.user.is_authenticated:
        log("sign_out", user_id=request.user.pk)
    logout(request)
    if key:
        session_ended(key)
    if elsewhere and provider.is_set():
        return leave(request, elsewhere)
    return see_other(settings.LOGIN_URL)


@never_cache
@require_safe
def token(request):
    """For a page that was open when somebody signed in again: whose session this is, and what its forms must bear."""
    person = str(request.user.pk) if request.user.is_authenticated else None
    return JsonResponse({"csrf": get_token(request), "person": person})


def demo_people(request):
    """Nobody, unless the demonstration is public or this browser and this server are on one machine."""
    people = User.objects.filter(is_demo=True, is_active=True).order_by("pk")  # as they were thought up
    if settings.DEMONSTRATION == "public":
        return people.exclude(role=User.Role.ADMINISTRATOR)
    if settings.DEMONSTRATION == "local" and _on_this_machine(request):
        return people
    return people.none()


def _on_this_machine(request):
    """A loopback address on both sides, asked for by its name, and nobody in between who forwards."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    forwarded = any(name in request.headers for name in FORWARDED)
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_loopback(host)


def _is_loopback(host):
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _template(request):
    return "pages/sign_in/ways.html" if "fragment" in request.GET else "pages/sign_in/sign_in.html"


def _context(request, refused=""):
    return {
        "next": _next(request),
        "refused": refused,
        "name": request.POST.get("name", ""),
        "people": _shown(demo_people(request)),
        "fragment": "fragment" in request.GET,
        "openid": _elsewhere(request),
        "takes_passwords": settings.LOCAL_SIGN_IN,
        "takes_guests": bool(settings.GUEST_MAX_DAYS) and User.objects.filter(is_guest=True).exists(),
    }


def _elsewhere(request):
    """The button of the provider; None without one."""
    if not provider.is_set():
        return None
    wanted = urlencode({"next": _next(request)})
    return {
        "label": settings.OIDC_PROVIDER_LABEL,
        "is_proconnect": provider.is_proconnect(),
        "address": f"{reverse('openid')}?{wanted}",
    }


def _shown(people):
    people = list(people)
    stands = highest_roles([person.pk for person in people])
    return [
        {
            "id": str(person.pk),
            "name": person.name,
            "service": person.organization,
            "stands": "administrator" if person.role == User.Role.ADMINISTRATOR else stands.get(person.pk),
            "avatar": "",
            "initials": initials(person.name),
            "hue": hue(person.pk),
        }
        for person in people
    ]


def _next(request):
    return safe(request, request.POST.get("next") or request.GET.get("next"))
