"""Before anything else: who must have a second factor adds one (E-23). And where somebody is signed in is noted."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from projets.accounts.factors import opened
from projets.accounts.factors.queries import must_add_factor
from projets.accounts.models import User
from projets.web.wanting import see_other, wants_json

OPEN = {
    *("security", "authenticator", "add_passkey", "passkey_to_be", "recovery_codes", "change_password"),
    *("confirm", "confirmation_challenge", "sign_out", "sign_in", "token", "theme", "language", "healthz"),
}

API = "/api/"  # programs show a token, and no session counts


def second_factor_first(get_response):
    def middleware(request):
        return get_response(request)

    def look(request, view, arguments, named):
        if request.path_info.startswith(API) or not request.user.is_authenticated:
            return None
        opened.note_now_and_then(request)
        if request.user.role != User.Role.ADMINISTRATOR or request.session.get(opened.STRONG):
            return None
        if request.resolver_match.url_name in OPEN or not must_add_factor(request.user):
            return None
        if wants_json(request) or "X-Fragment" in request.headers:
            said = _("Administrators need a second factor here: add one on your page “Security” first.")
            return JsonResponse({"refused": said}, status=403)
        return see_other(reverse("security"))

    middleware.process_view = look
    return middleware
