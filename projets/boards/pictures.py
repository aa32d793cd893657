"""Pictures, opened without trust: how large they are, and smaller ones to show in their place. Pure.

A picture is refused when it would be enormous once opened (a decompression bomb); one that would only take too much
memory here, or that is damaged, is a file like any other, without preview.
"""

import io
import struct
import zlib
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image

from projets.usecase.errors import Invalid

SIDES = (360, 720)  # of previews: the smaller side of the picture, never enlarged
LONGEST = 4096  # the longer side of a preview: a panorama stays one
MOST_PIXELS = 250_000_000  # more is a bomb; the largest telephones take 200 million
MOST_MEMORY = 160 * 1024 * 1024  # bytes that opening one may take
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
_DAMAGED = (
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, OverflowError),
    *(
        ZeroDivisionError,
        MemoryError,
        AttributeError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        zlib.error,
        Warning,
    ),
)
_QUALITY = 80
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ASIDE = {5, 6, 7, 8}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True)
class Picture:
    """`width` and `height` as people see it; `previews` are WebP by the side they were asked for."""

    width: int
    height: int
    previews: dict[str, bytes] = field(default_factory=dict)


def seen(stream):
    """The picture that a stream holds, None if it holds none that can be opened; Invalid for a bomb."""
    try:
        return _seen(stream)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _bomb() from error
    except _DAMAGED:
        return None


def _seen(stream):
    stream.seek(0)
    with Image.open(stream, formats=FORMATS) as image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise _bomb()
        try:
            previews = _previews(image)
        except _DAMAGED:
            previews = {}
        if _turn(image) in _ASIDE:
            width, height = height, width
        return Picture(width, height, previews)


def _turn(image):
    """How the camera was held. Asking a PNG that is not decoded yet would decode it: then what comes first counts."""
    if image.format == "PNG" and "exif" not in image.info:
        return None
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except _DAMAGED:
        return None


def _previews(image):
    """The larger first, the smaller from it; a JPEG is decoded no larger than needed."""
    if image.format in ("JPEG", "MPO"):
        if image.info.get("progressive") and 6 * image.width * image.height > 2 * MOST_MEMORY:
            return {}
        image.draft("RGB", (SIDES[-1], SIDES[-1]))
    if image.width * image.height * _bytes_a_pixel(image) > MOST_MEMORY:
        return {}
    image.seek(0)
    image.load()
    made, small = {}, image
    for side in sorted(SIDES, reverse=True):
        small = _outside(small, side)
        if side == SIDES[-1]:
            small = _upright(_plain(small), _turn(image))
        made[str(side)] = _webp(small, image.info.get("icc_profile") if image.mode == "RGB" else None)
    return made


def _upright(image, turn):
    return image.transpose(_TURNS[turn]) if turn in _TURNS else image


def _bytes_a_pixel(image):
    return {"1": 1, "L": 1, "P": 1, "RGB": 4, "I;16": 2, "LA": 4}.get(image.mode, 4)


def _outside(image, side):
    width, height = image.size
    share = min(1, max(side / width, side / height), LONGEST / max(width, height))
    size = max(1, round(width * share)), max(1, round(height * share))
    if size == image.size:
        return image
    if image.mode in ("1", "P", "PA"):
        image = image.convert("RGBA" if _has_holes(image) else "RGB")
    if image.mode.startswith("I") or image.mode == "F":
        image = _plain(image)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _has_holes(image):
    return "transparency" in image.info or image.mode in ("PA", "LA", "RGBA", "La", "RGBa")


def _plain(image):
    """In one of the two modes that WebP has."""
    if image.mode in ("RGB", "RGBA"):
        return image
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if _has_holes(image) else "RGB")


def _webp(image, profile):
    made = io.BytesIO()
    image.save(made, "WEBP", quality=_QUALITY, method=4, **({"icc_profile": profile} if profile else {}))
    return made.getvalue()


def _bomb():
    return Invalid(
        _("This picture is too large once opened: %(most)s million pixels at most. Make it smaller, then attach it.")
        % {"most": MOST_PIXELS // 1_000_000},
        field="file",
    )
