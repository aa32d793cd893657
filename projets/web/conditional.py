"""A page that has not changed since a browser read it is not sent again.

Its tag is a digest of what it says, whatever it depends on. The tokens of forms are masked anew in each answer, so the
secret behind them stands for them: a page from before the last sign-in is never taken for today's.
"""

import re
from hashlib import sha256

from django.utils.cache import get_conditional_response

_TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


def conditional(get_response):
    def middleware(request):
        response = get_response(request)
        if not _may_be_kept(request, response):
            return response
        said = sha256(_TOKENS.sub(rb"\1", response.content))
        said.update(request.META.get("CSRF_COOKIE", "").encode())
        response.headers["ETag"] = f'"{said.hexdigest()[:32]}"'
        response.headers["Cache-Control"] = "private, no-cache"  # kept, but never shown without asking
        return get_conditional_response(request, etag=response.headers["ETag"], response=response)

    return middleware


def _may_be_kept(request, response):
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and "Cache-Control" not in response.headers
        and "ETag" not in response.headers
        and response.headers.get("Content-Type", "").startswith("text/html")
    )
