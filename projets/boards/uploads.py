"""A file that arrives: kept, looked at, made smaller, before any act names it. No database."""

import io
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from projets.boards import antivirus, pictures, storage
from projets.boards.files import HEAD, encoding_of, mime_of, safe_name
from projets.usecase.errors import Invalid


@dataclass(frozen=True)
class Upload:
    """Bytes that are kept; `attach_file` puts them on a card. `previews` are keys by side."""

    name: str
    key: str
    size: int
    mime: str
    width: int | None = None
    height: int | None = None
    previews: dict[str, str] = field(default_factory=dict)
    encoding: str = ""


def receive(stream, name):
    """Keep what somebody sends; Invalid, in words, when it is too large, empty, malware or a decompression bomb.

    Doors call it outside of any transaction: decoding a large picture takes seconds.
    """
    key, size = storage.put(stream, settings.UPLOAD_LIMIT)
    if not size:
        raise Invalid(_("This file is empty: choose another one."), field="file")
    name = safe_name(name)
    with storage.open_blob(key) as file:
        antivirus.examine(file)
    with storage.open_blob(key) as file:
        head = file.read(HEAD)
        mime, encoding = mime_of(head, name), encoding_of(head, size)
        picture = pictures.seen(file) if mime.startswith("image/") else None
    if picture is None:
        return Upload(name, key, size, mime, encoding=encoding)
    previews = {side: storage.put(io.BytesIO(made))[0] for side, made in picture.previews.items()}
    return Upload(name, key, size, mime, picture.width, picture.height, previews, encoding)
