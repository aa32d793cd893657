"""A person's picture, made small and plain before it is kept: nothing of the file that was sent remains."""

import struct
import zlib
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from projets.usecase.errors import Invalid

HEAVIEST = 5 * 1024 * 1024
LARGEST = 40_000_000  # pixels; a small file can unfold into more than memory holds
SIDE = 192
KINDS = ("JPEG", "PNG", "WEBP")
DAMAGED = (  # all that decoders of pictures were seen to raise on what is none
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, TypeError, EOFError),
    *(LookupError, ArithmeticError, MemoryError, AttributeError, RuntimeError, struct.error, zlib.error, Warning),
)
NONE_CHOSEN = _("Choose a picture first.")


def portrait(file):
    """A square WebP picture, as bytes. Raises Invalid, saying which files are taken."""
    if file.size > HEAVIEST:
        raise Invalid(_("This picture is over 5 MB. Choose a smaller one."), "picture")
    try:
        with Image.open(file, formats=KINDS) as picture:
            if picture.width * picture.height > LARGEST:
                raise Invalid(_("This picture has too many pixels. Choose a smaller one."), "picture")
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            square = ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGB"), (SIDE, SIDE))
    except DAMAGED:
        raise Invalid(_("This file is not a JPEG, PNG or WebP picture."), "picture") from None
    kept = BytesIO()
    square.save(kept, "WEBP", quality=82)
    return kept.getvalue()
