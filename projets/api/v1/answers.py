"""How things leave: JSON bytes, with the tag of what was read."""

from hashlib import sha256

import msgspec
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from projets.api.v1.shapes import whole_tag

MEDIA = "application/json; charset=utf-8"
FRESH = "private, no-cache"  # kept, but never used without asking


def send(content, status=200, headers=None):
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    return HttpResponse(body, MEDIA, status, headers={"Cache-Control": FRESH, **(headers or {})})


def send_read(request, row_tag, content):
    """One row with what is read beside it; 304 for who has just that already."""
    body = msgspec.json.encode(content)
    return send_tagged(request, body, whole_tag(row_tag, sha256(body).hexdigest()[:16]))


def send_tagged(request, content, etag):
    """304 for who has it already."""
    response = send(content, headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response)


def nothing(headers=None):
    return HttpResponse(status=204, headers={"Cache-Control": FRESH, **(headers or {})})
