"""What a file is, by what it holds and never by what it is called; how it may be shown. Pure: no database, no disk."""

import re
import unicodedata
from codecs import getincrementaldecoder
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 128
LONGEST_EXTENSION = 16
MOST_READ = 8 * 1024 * 1024  # bytes of a file whose encoding is told
HEAD = 4096  # bytes that are enough to tell

# (offset, bytes, type); the first that fits
_SIGNS = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),  # after RIFF and a length
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\0\0\1\0", "image/vnd.microsoft.icon"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"%PDF-", "application/pdf"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-cfb"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"MZ", "application/vnd.microsoft.portable-executable"),
    (0, b"\x7fELF", "application/x-elf"),
]
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OLD_OFFICE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
# Possessive: what could be read in two ways must not be tried in all of them.
_DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+|<!--(?:[^-]|-(?!->))*+-->\s*+|<!DOCTYPE[^>]*+>\s*+)*+<svg[\s>]", re.I
)
_INLINE = {
    *("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf"),
    *("audio/mpeg", "audio/wav", "audio/ogg", "audio/opus", "audio/aac", "audio/mp4"),
    *("video/mp4", "video/ogg", "video/webm"),
}
# Marks that turn the direction of writing: « facture\u202efdp.exe » reads « factureexe.pdf ».
_TURNING = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"}


def mime_of(head, name=""):
    """The type of what begins with these bytes, "" if it cannot be told, as of a plain text."""
    for offset, sign, mime in _SIGNS:
        if head.startswith(sign, offset) and (offset != 8 or head.startswith(b"RIFF")):
            return _OLD_OFFICE.get(_extension(name), mime) if mime == "application/x-cfb" else mime
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head.startswith(b"OggS"):
        return _ogg(head)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, name)
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0:
        return "audio/aac" if head[1] & 0xF6 == 0xF0 else "audio/mpeg"
    if _DRAWING.match(head):
        return "image/svg+xml"
    return ""


def encoding_of(head, size):
    """How a file that begins with these bytes is written: utf8 for text, binary, or "" for one too large to tell."""
    if size > MOST_READ:
        return ""
    try:
        getincrementaldecoder("utf-8")().decode(head, final=len(head) == size)  # its last character may be cut
    except UnicodeDecodeError:
        return "binary"
    return "binary" if b"\0" in head else "utf8"


def _ogg(head):
    if b"OpusHead" in head[:64]:
        return "audio/opus"
    return "video/ogg" if b"theora" in head[:512] else "audio/ogg"


def _zipped(head, name):
    """OpenDocument says its type first; the others are told apart by name once they look like an office's."""
    if found := re.match(rb"mimetype(application/(?:vnd\.|epub)[\w.+-]{1,100}?)(?:PK|\0|\Z)", head[30:200]):
        return found[1].decode("ascii")
    if b"[Content_Types].xml" in head[:200] or b"_rels/" in head or b"docProps/" in head:
        return _OFFICE.get(_extension(name), "application/zip")
    return "application/zip"


def safe_name(name):
    """A name that is one: no path, no character that hides or cuts, at most 128 characters, its extension kept."""
    name = unicodedata.normalize("NFC", name if isinstance(name, str) else "")
    name = re.split(r"[/\\]", name.rstrip("/\\ "))[-1]
    name = "".join(letter for letter in name if letter not in _TURNING and not _hidden(letter))
    name = " ".join(name.split()).strip(". ") if set(name) <= set(". \t") else " ".join(name.split())
    if len(name) > LONGEST_NAME:
        stem, ending = _parted(name)
        name = stem[: LONGEST_NAME - len(ending)].rstrip() + ending
    return name or str(_("File"))


def served_inline(mime):
    """May a browser show it by itself? All else is downloaded: SVG and HTML can carry scripts."""
    return mime in _INLINE


def headers(name, mime):
    """What every answer with somebody's file must say."""
    return {
        "Content-Type": mime or "application/octet-stream",
        "Content-Disposition": disposition(name, served_inline(mime)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _policy(mime),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=86400, no-transform",
    }


def _policy(mime):
    """Nothing runs and nothing is fetched. Browsers refuse to play or page through what lies in a sandbox, and the
    types that they play and page through hold no script of ours to fear."""
    if served_inline(mime) and not mime.startswith("image/"):
        return "default-src 'none'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'"
    return "default-src 'none'; sandbox"


def disposition(name, inline=False):
    """Content-Disposition, the name in ASCII for old clients and in full for the others (RFC 6266, RFC 8187)."""
    name = safe_name(name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r'["\\%]', "_", plain).strip() or "file"
    way = "inline" if inline else "attachment"
    full = f"; filename*=UTF-8''{quote(name, safe='')}" if plain != name else ""
    return f'{way}; filename="{plain}"{full}'


def _hidden(letter):
    """Controls, line and paragraph separators, halves of characters; not the joiner that families of emoji need."""
    return unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs")


def _extension(name):
    return _parted(name)[1][1:].lower()


def _parted(name):
    stem, dot, extension = name.rpartition(".")
    fine = stem and 0 < len(extension) <= LONGEST_EXTENSION and extension.isalnum()
    return (stem, dot + extension) if fine else (name, "")
