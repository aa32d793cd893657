import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from projets.boards import pictures
from projets.boards.pictures import seen
from projets.usecase.errors import Invalid


def saved(format, size=(1000, 800), mode="RGB", **options):
    made = io.BytesIO()
    Image.new(mode, size, *options.pop("fill", [])).save(made, format, **options)
    return made


def sizes(picture):
    return {side: Image.open(io.BytesIO(made)).size for side, made in picture.previews.items()}


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_formats(format):
    picture = seen(saved(format))
    assert (picture.width, picture.height) == (1000, 800)
    assert sizes(picture) == {"720": (900, 720), "360": (450, 360)}
    assert all(Image.open(io.BytesIO(made)).format == "WEBP" for made in picture.previews.values())


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((100, 50), (100, 50), (100, 50)),
        ((500, 400), (500, 400), (450, 360)),
        ((1, 1), (1, 1), (1, 1)),
        ((20_000, 100), (4096, 20), (4096, 20)),
        ((300, 3000), (300, 3000), (300, 3000)),
        ((8000, 6000), (960, 720), (480, 360)),
    ],
)
def test_never_enlarged(size, large, small):
    assert sizes(seen(saved("JPEG", size))) == {"720": large, "360": small}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_modes(mode):
    assert sizes(seen(saved("PNG", mode=mode))) == {"720": (900, 720), "360": (450, 360)}


def test_cmyk():
    assert sizes(seen(saved("JPEG", mode="CMYK")))["360"] == (450, 360)


def test_holes_stay_holes():
    made = seen(saved("PNG", mode="RGBA", fill=[(255, 0, 0, 0)])).previews["360"]
    assert Image.open(io.BytesIO(made)).convert("RGBA").getpixel((9, 9))[3] == 0


def test_sixteen_bits_are_not_all_white():
    made = seen(saved("PNG", mode="I;16", fill=[0x4000])).previews["360"]
    assert abs(Image.open(io.BytesIO(made)).convert("L").getpixel((9, 9)) - 0x40) < 4


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("turn", "corner"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))],
)
def test_turned_as_the_camera_was(format, turn, corner):
    """The corner that is red in the file is seen where the camera saw it."""
    image, exif, made = Image.new("RGB", (1000, 800)), Image.Exif(), io.BytesIO()
    image.paste((255, 0, 0), (0, 0, 300, 300))
    exif[0x0112] = turn
    image.save(made, format, exif=exif)
    picture = seen(made)
    assert (picture.width, picture.height) == ((800, 1000) if turn > 4 else (1000, 800))
    preview = Image.open(io.BytesIO(picture.previews["360"])).convert("RGB")
    assert preview.size == ((360, 450) if turn > 4 else (450, 360))
    spots = {(x, y): preview.getpixel((x * 340 + 10, y * 340 + 10))[0] > 150 for x in (0, 1) for y in (0, 1)}
    assert [spot for spot, red in spots.items() if red] == [corner]


def test_previews_do_not_say_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Appareil"
    made = seen(saved("JPEG", exif=exif)).previews["360"]
    assert not Image.open(io.BytesIO(made)).getexif()
    assert b"Appareil" not in made


def test_first_of_an_animation():
    made = io.BytesIO()
    frames = [Image.new("RGB", (400, 400), color) for color in ("red", "blue")]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    preview = Image.open(io.BytesIO(seen(made).previews["360"]))
    assert getattr(preview, "n_frames", 1) == 1
    assert preview.convert("RGB").getpixel((5, 5))[0] > 200


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width, height):
    """A few kilobytes that would be gigabytes."""
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1), (250_000_001, 1)])
def test_a_bomb_is_refused(size):
    with pytest.raises(Invalid) as refused:
        seen(png_that_claims(*size))
    assert refused.value.field == "file"
    assert "250" in str(refused.value)


def test_too_much_to_open_has_no_preview():
    picture = seen(png_that_claims(15_000, 15_000))
    assert (picture.width, picture.height, picture.previews) == (15_000, 15_000, {})


def test_a_truncated_picture_has_no_preview():
    whole = saved("JPEG").getvalue()
    picture = seen(io.BytesIO(whole[: len(whole) // 2]))
    assert (picture.width, picture.height, picture.previews) == (1000, 800, {})


@pytest.mark.parametrize(
    "data", [b"", b"Bonjour", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"<svg></svg>", b"GIF89a"]
)
def test_no_picture(data):
    assert seen(io.BytesIO(data)) is None


@pytest.mark.parametrize("format", ["ICO", "PPM", "TGA", "PDF", "EPS"])
def test_formats_we_do_not_open(format):
    assert seen(saved(format, (64, 64))) is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"]),
    st.integers(0, 400),
    st.binary(min_size=1, max_size=8),
)
def test_damaged_anywhere(format, at, damage):
    data = bytearray(saved(format, (40, 30)).getvalue())
    at %= len(data)
    data[at : at + len(damage)] = damage
    try:
        picture = seen(io.BytesIO(bytes(data)))
    except Invalid:
        return
    assert picture is None or picture.width * picture.height <= pictures.MOST_PIXELS
