"""From a file or a stream to the bytes of one JSON text, never more than LARGEST_FILE of them."""

import codecs
import os
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Invalid

LARGEST_FILE = 100 * 2**20  # bytes; a board of Trello's own largest size makes 60 million
LARGEST_DIRECTORY = 2**20  # bytes of a ZIP's table of contents: some 10,000 names
PIECE = 2**20
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
END_OF_DIRECTORY, ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def opened(source):
    """The bytes, in UTF-8 without mark, of the JSON text in `source` (a path, or a binary stream read to its end)."""
    if isinstance(source, str | os.PathLike):
        try:
            with open(source, "rb") as stream:
                return _json_bytes(_read(stream))
        except OSError as error:
            raise Invalid(_("The file cannot be read: %s") % error.strerror) from error
    return _json_bytes(_read(source))


def _read(stream):
    """Piece by piece: `read(most)` would reserve all of `most` even for a small file."""
    data = bytearray()
    while piece := stream.read(PIECE):
        data += piece
        if len(data) > LARGEST_FILE:
            raise Invalid(
                _("The file is larger than %s MB, the most an import reads: archive and delete old cards in Trello")
                % (LARGEST_FILE // 2**20)
            )
    return data


def _json_bytes(data):
    if data.startswith(ZIP):
        data = _unzipped(data)
    if data.startswith(GZIP):
        raise Invalid(_("The file is compressed (gzip): decompress it and import the JSON file inside"))
    if data.startswith(WIDE) or b"\0" in data[:4]:
        raise Invalid(_("The file is written in UTF-16 or UTF-32: save it again in UTF-8, or export the board again"))
    if data.startswith(codecs.BOM_UTF8):
        del data[: len(codecs.BOM_UTF8)]
    _refuse_other_encodings(data)
    start = bytes(data[:PIECE]).lstrip()[:1]
    if not start:
        raise Invalid(_("The file is empty: export the board from Trello again"))
    if start not in b"{[":
        raise Invalid(
            _(
                "The file is not JSON: in Trello, open the board's menu, “Print, export and share”, “Export as JSON”, "
                "and import the file that it saves"
            )
        )
    return data


def _refuse_other_encodings(data):
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(data)
    for at in range(0, len(view) + 1, PIECE):
        try:
            decoder.decode(view[at : at + PIECE], final=at + PIECE >= len(view))
        except UnicodeDecodeError as error:
            raise Invalid(
                _(
                    "The file is not in UTF-8 (around byte %s): a program saved it in another encoding. "
                    "Import the file as Trello wrote it"
                )
                % (at + error.start)
            ) from error


def _unzipped(data):
    """The one JSON file of a ZIP; its sizes are claims, so the reading itself stops at the limit."""
    _refuse_large_directory(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(_only_json(archive)) as stream:
            return _read(stream)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise Invalid(_("The ZIP file is damaged or locked: decompress it and import the JSON file inside")) from error


def _refuse_large_directory(data):
    """Before zipfile makes an object of every name in it."""
    end = data.rfind(END_OF_DIRECTORY, max(0, len(data) - 2**16 - 22))
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if end >= 0 and (size > LARGEST_DIRECTORY or ZIP64_LOCATOR in data[max(0, end - 20) : end]):
        raise Invalid(_("The ZIP file holds too many files: decompress it and import the JSON files inside"))


def _only_json(archive):
    names = [
        one for one in archive.infolist() if one.filename.lower().endswith(".json") and "__MACOSX" not in one.filename
    ]
    if len(names) != 1:
        raise Invalid(
            _("The ZIP file holds %s JSON files, not one: decompress it and import the JSON file of each board")
            % len(names)
        )
    if names[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError  # the other ways to compress may take any memory
    return names[0]
