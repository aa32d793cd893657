"""The view: HTTP in, the table of routes, HTTP out."""

import json
import re
from hashlib import sha256

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from projets.api.planka import routes
from projets.api.planka.authentication import person_behind
from projets.api.planka.calling import Answer, Call, answer
from projets.api.planka.refusals import Refusal

LARGEST = 1024 * 1024  # bytes of a body that is no upload
MEDIA = "application/json; charset=utf-8"
EXITS = {200: "success", 401: "unauthorized", 403: "forbidden", 404: "notFound", 409: "conflict"}
READING = {"GET", "HEAD"}
routes.load()


@csrf_exempt  # a client shows its token itself: nothing that a browser sends by itself is enough
def planka(request):
    """Every address below /api/ that is not of our own API."""
    try:
        call = call_of(request)
    except Refusal as refusal:
        return _response(request, None, Answer(refusal.status, refusal.body))
    return _response(request, call, answer(call, person_behind))


def call_of(request):
    """Raises Refusal for a body that is none."""
    form, files = _body(request)
    return Call(
        "GET" if request.method == "HEAD" else request.method,
        request.path.rstrip("/"),
        _nested(request.GET) | form,
        {name.lower(): value for name, value in request.headers.items()},
        request.COOKIES,
        files,
        request.META.get("REMOTE_ADDR", ""),
    )


def _body(request):
    if request.method in READING:
        return {}, {}
    if request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        try:
            form, files = _parts(request)
            return _nested(form), files.dict()
        except (MultiPartParserError, RequestDataTooBig, SuspiciousOperation, UnicodeError) as error:
            raise Refusal(400, f"This form cannot be read: {error}") from None
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refusal(400, "The body is larger than 1 MB: send less at once.")
    if not request.body.strip():
        return {}, {}
    try:
        sent = json.loads(request.body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is not JSON in UTF-8: check quotes, commas and braces.") from None
    if not isinstance(sent, dict):
        raise Refusal(400, "The body is not a JSON object: send { … }.")
    return sent, {}


class _Parts(MultiPartParser):
    """What looks like a path in a file's name is part of the name, as clients know it."""

    def sanitize_file_name(self, file_name):
        return super().sanitize_file_name(re.sub(r"[/\\]", "!", file_name))


def _parts(request):
    if request.content_type == "multipart/form-data":
        return _Parts(request.META, request, request.upload_handlers).parse()
    return request.POST, request.FILES


def _nested(form):
    """`before[id]=1` is {"before": {"id": "1"}}."""
    found = {}
    for name, values in form.lists():
        outer, bracket, inner = name.partition("[")
        if bracket and inner.endswith("]"):
            known = found.setdefault(outer, {})
            if isinstance(known, dict):
                known[inner[:-1]] = values[-1]
        else:
            found[name] = values[-1]
    return found


def _refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def _response(request, call, answered):
    body = answered.body if isinstance(answered.body, bytes) else msgspec.json.encode(answered.body)
    response = HttpResponse(body, MEDIA, answered.status)
    response.headers["X-Exit"] = EXITS.get(answered.status, "error")
    response.headers["Cache-Control"] = "private, no-cache"
    for name, arguments in (call.set_cookies if call else {}).items():
        response.set_cookie(name, **arguments, path="/", httponly=True, samesite="Strict", secure=settings.HTTPS)
    if answered.status == 200 and request.method in READING:
        response.headers["ETag"] = f'W/"{sha256(body).hexdigest()[:32]}"'
        return get_conditional_response(request, response.headers["ETag"], response=response)
    return response
