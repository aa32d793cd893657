"""A stored file as an answer of HTTP, whichever door it leaves by."""

import re

from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response

from projets.boards.files import headers
from projets.boards.storage import open_blob, size_of
from projets.usecase.errors import DomainError, Unavailable

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def stored_file(request, key, name, mime):
    """The whole, a part that was asked for (films), or nothing when the browser has it already."""
    etag = f'"{key}"'
    said = headers(name, mime) | {"ETag": etag, "Accept-Ranges": "bytes"}
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        size, blob = size_of(key), open_blob(key)
    except Unavailable:
        return HttpResponse(status=503)
    except DomainError as error:
        raise Http404 from error
    part = _part(request, size, etag)
    if part is None:
        blob.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part
    response = FileResponse(
        _Part(blob, first, last - first + 1), status=206 if (first, last) != (0, size - 1) else 200
    )
    if response.status_code == 206:
        said["Content-Range"] = f"bytes {first}-{last}/{size}"
    for header, value in (said | {"Content-Length": str(last - first + 1)}).items():
        response[header] = value
    return response


def _part(request, size, etag):
    """(first, last) byte to send; None when what is asked for lies beyond the end."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return 0, size - 1
    first, last = (int(number) if number else None for number in asked.groups())
    if first is None:
        return max(0, size - last), size - 1
    if first >= size or (last is not None and last < first):
        return None
    return first, min(size - 1 if last is None else last, size - 1)


class _Part:
    """A piece of a stream, read as a stream."""

    def __init__(self, blob, first, left):
        self.blob, self.left = blob, left
        blob.seek(first)

    def read(self, most=-1):
        wanted = self.left if most is None or most < 0 else min(most, self.left)
        piece = self.blob.read(wanted) if wanted else b""
        self.left -= len(piece)
        return piece

    def close(self):
        self.blob.close()
