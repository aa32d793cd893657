"""The small pictures by which people know a site: fetched once for each host, in the background, by the one way out.

What a site sends is decoded and drawn anew; what is no small picture is forgotten. Nobody waits for it, and a link
whose site has none shows none.
"""

from hashlib import sha256
from io import BytesIO
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks import task
from PIL import Image

from projets.usecase.outgoing import Unreachable, send

WAIT = 5  # seconds
SIDE = 64  # pixels of what is kept
LARGEST = 1024  # pixels of what is opened
FORMATS = ("ICO", "PNG", "GIF", "JPEG", "WEBP", "BMP")


def host_of(url):
    return urlsplit(url).hostname or ""


def kept_as(host):
    """Its name in the storage, whether there is one or not."""
    return f"favicons/{sha256(host.encode()).hexdigest()[:32]}.png"


@task()
def fetch_favicon(url):
    """Twice is as good as once."""
    parts = urlsplit(url)
    name = kept_as(host_of(url))
    if default_storage.exists(name):
        return
    try:
        answer = send("GET", f"{parts.scheme}://{parts.netloc}/favicon.ico", wait=WAIT)
    except Unreachable:
        return
    picture = drawn(answer.body) if answer.status == 200 else None
    if picture:
        default_storage.save(name, ContentFile(picture))


def drawn(sent):
    """A small PNG of it, None if it is no picture."""
    try:
        with Image.open(BytesIO(sent), formats=FORMATS) as found:
            if max(found.size) > LARGEST:
                return None
            picture = found.convert("RGBA")
    except Exception:  # noqa: BLE001 (decoders raise whatever they like on what strangers send)
        return None
    picture.thumbnail((SIDE, SIDE))
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
