"""What is answered when a page cannot be: always a sentence that says what is wrong and what to do."""

import re

from django.http import HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path, reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projets.accounts.legal.shown import shown_without_database
from projets.web.assets import assets
from projets.web.wanting import wants_json


def bad_request(request, exception=None):
    said = _("The server could not read this request. Go back and try again.")
    if isinstance(exception, MultiPartParserError):
        said = _("The server could not read this form: give its files names of 200 characters at most, and try again.")
    return _answer(request, 400, "bad_request", said)


def forbidden(request, exception=None):
    return _answer(request, 403, "forbidden", _("You may see this page, but not do this."))


def not_found(request, exception=None):
    """An address typed without its last slash is that with it, where there is such a page."""
    if request.method in ("GET", "HEAD") and request.path_info[-1:] != "/" and is_valid_path(f"{request.path_info}/"):
        return HttpResponsePermanentRedirect(escape_leading_slashes(request.get_full_path(force_append_slash=True)))
    return _answer(request, 404, "not_found", _("This does not exist, or is not open to you."))


def csrf_failed(request, reason=""):
    """A page from before a sign-in, or cookies refused: the script asks for a new token, else one reloads."""
    said = _("This page is too old to be sent. Reload it and try again.")
    if wants_json(request):
        return JsonResponse({"refused": said, "csrf": get_token(request)}, status=403)
    return render(request, "pages/errors/csrf.html", {"typed": typed(request)}, status=403)


def broken(request):
    """Without anything that could be what broke: no database, no session, no person."""
    said = _("Something broke on our side. Nothing you did is wrong; try again in a moment.")
    if wants_json(request):
        return JsonResponse({"refused": said}, status=500)
    context = {"LANGUAGE_CODE": get_language(), "theme": "auto", "me": None, "here": ""}
    context["instance"] = shown_without_database()
    return HttpResponse(render_to_string("pages/errors/broken.html", context), status=500)


@require_safe
def offline(request):
    return render(request, "pages/errors/offline.html")


@require_safe
def worker(request):
    """The script that shows the page above when nothing else can be fetched."""
    made = assets()
    pictures = [made.url(f"layout/{name}.svg") for name in ("icons", "mark")]
    addresses = [made.style, *pictures, *made.needed_by("layout/layout.js", language=get_language())]
    context = {"name": f"projets {made.style}", "offline": reverse("offline"), "addresses": addresses}
    source = render_to_string("pages/errors/worker.txt", context)
    return HttpResponse(source, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def typed(request):
    """The texts of a form that could not be taken, so that nothing typed is lost. Never a secret."""
    kept = [value for name, value in request.POST.items() if name not in UNSEEN and not SECRET.search(name)]
    return [value for value in kept if len(value) > 2 and not value.isdigit()]


UNSEEN = {"next", "act", "new"}  # the last is a password too
SECRET = re.compile("password|secret|token|code|credential|key", re.IGNORECASE)  # in the name of a field


def _answer(request, status, name, said):
    if wants_json(request):
        return JsonResponse({"refused": said}, status=status)
    return render(request, f"pages/errors/{name}.html", status=status)
