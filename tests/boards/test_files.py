import io
import re
import zipfile

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projets.boards.files import disposition, headers, mime_of, safe_name, served_inline


def zipped(*names, first=None):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n....", "", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "image/jpeg"),
        (b"GIF89a", "", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "", "image/webp"),
        (b"XXXX\0\0\0\0WEBPVP8 ", "", ""),
        (b"\0\0\0\x20ftypavif", "", "image/avif"),
        (b"\0\0\0\x20ftypheic", "", "image/heic"),
        (b"II*\0", "", "image/tiff"),
        (b"BM\x36\0\0\0\0\0\0\0", "", "image/bmp"),
        (b"BMW is a car", "", ""),
        (b"%PDF-1.7", "x.txt", "application/pdf"),
        (b"ID3\x04", "", "audio/mpeg"),
        (b"\xff\xfb\x90", "", "audio/mpeg"),
        (b"\xff\xf1\x50", "", "audio/aac"),
        (b"RIFF\0\0\0\0WAVEfmt ", "", "audio/wav"),
        (b"OggS" + b"\0" * 24 + b"OpusHead", "", "audio/opus"),
        (b"OggS" + b"\0" * 24 + b"\x01vorbis", "", "audio/ogg"),
        (b"OggS" + b"\0" * 24 + b"\x80theora", "", "video/ogg"),
        (b"\0\0\0\x18ftypisom", "", "video/mp4"),
        (b"\0\0\0\x18ftypM4A ", "", "audio/mp4"),
        (b"\0\0\0\x14ftypqt  ", "", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3....webm", "", "video/webm"),
        (b"\x1a\x45\xdf\xa3....matroska", "", "video/x-matroska"),
        (zipped("a.txt"), "a.docx", "application/zip"),
        (
            zipped("[Content_Types].xml"),
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (zipped("[Content_Types].xml"), "a.exe", "application/zip"),
        (zipped(first="application/vnd.oasis.opendocument.text"), "", "application/vnd.oasis.opendocument.text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.XLS", "application/vnd.ms-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a", "application/x-cfb"),
        (b"<svg xmlns='x'>", "a.png", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><!DOCTYPE svg>\n<SVG >", "a.png", "image/svg+xml"),
        (b"<html><script>", "a.png", ""),
        (b"Bonjour", "a.pdf", ""),
        (b"", "", ""),
        (b"\xff", "", ""),
    ],
)
def test_what_it_holds_counts(head, name, mime):
    assert mime_of(head, name) == mime


@given(st.binary(max_size=300))
def test_anything_has_a_type_or_none(head):
    assert re.fullmatch(r"(?:[a-z]+/[\w.+-]+)?", mime_of(head))


def test_a_long_head_that_is_nearly_a_drawing():
    assert mime_of(b"<!-- -->" * 512) == mime_of(b"<?xml ?>" * 512) == mime_of(b"<?xml " * 600) == ""


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Compte rendu – été.pdf", "Compte rendu – été.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Documents\\note.txt", "note.txt"),
        ("dossier/", "dossier"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\0b\r\nc\td.txt", "abcd.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("  deux   mots .txt ", "deux mots .txt"),
        (".gitignore", ".gitignore"),
        ("👩🏽\u200d💻.png", "👩🏽\u200d💻.png"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("x" * 300 + ".pdf", "x" * 124 + ".pdf"),
        ("x" * 300, "x" * 128),
        ("x." + "y" * 300, ("x." + "y" * 300)[:128]),
        ("", "File"),
        ("..", "File"),
        (" . ", "File"),
        ("/", "File"),
        ("\u202e", "File"),
        ("\ud800", "File"),
        (None, "File"),
    ],
)
def test_names(name, safe):
    with override("en"):
        assert safe_name(name) == safe


@given(st.text(max_size=200))
def test_any_name_becomes_one(name):
    safe = safe_name(name)
    assert 1 <= len(safe) <= 128
    assert safe_name(safe) == safe
    assert not set(safe) & {"/", "\\", "\0", "\n", "\r", "\u202e"}
    disposition(name).encode("ascii")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("note.txt", 'attachment; filename="note.txt"'),
        ("été.pdf", "attachment; filename=\"ete.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9.pdf"),
        ('a"b;\\c.txt', 'attachment; filename="c.txt"'),
        ('a"b;.txt', "attachment; filename=\"a_b;.txt\"; filename*=UTF-8''a%22b%3B.txt"),
        ("تقرير", "attachment; filename=\"file\"; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1"),
        ("100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"),
    ],
)
def test_disposition(name, said):
    assert disposition(name) == said


@pytest.mark.parametrize("mime", ["image/png", "image/avif", "application/pdf", "audio/opus", "video/webm"])
def test_shown_in_the_page(mime):
    assert served_inline(mime)
    assert headers("a", mime)["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    "mime", ["", "image/svg+xml", "text/html", "image/tiff", "application/xhtml+xml", "text/plain"]
)
def test_only_downloaded(mime):
    assert not served_inline(mime)
    answer = headers("page.html", mime)
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == (mime or "application/octet-stream")


def test_nothing_runs_in_what_is_shown():
    assert headers("a.png", "image/png")["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for mime in ("application/pdf", "video/mp4"):
        policy = headers("a", mime)["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script" not in policy
