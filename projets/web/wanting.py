"""What the other side of a request expects, and where it may be sent."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def wants_json(request):
    """Scripts ask for JSON; a form sent by the browser itself asks for a page."""
    return "application/json" in request.META.get("HTTP_ACCEPT", "")


def safe(request, address, otherwise="/"):
    """An address of this very site, by https if it is reached so, else another one: nobody is led elsewhere."""
    https = settings.HTTPS or request.is_secure()
    allowed = address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=https)
    return address if allowed else otherwise


def came_from(request):
    """Where a form without script goes on: to its `next`, or to the page it was on."""
    return safe(request, request.POST.get("next"), safe(request, _page_before(request)))


def _page_before(request):
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # what no browser sends
        return ""
    return page._replace(scheme="", netloc="").geturl() if page.netloc == request.get_host() else ""


def back(request):
    return see_other(came_from(request))


def see_other(address):
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
