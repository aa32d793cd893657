"""A ZIP being written: JSON for programs, CSV for spreadsheets, files as they were sent. It is kept nowhere."""

import csv
import io
import json
import re
import tempfile
import zipfile

from django.utils.translation import gettext as _

from projets.boards import storage
from projets.usecase.errors import Invalid, NotFound

FORMAT = 1
MOST = 4 * 1024**3  # bytes of files in one archive
PIECE = 1024 * 1024
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_UNSAFE = re.compile(r"[^\w.() -]+")


class Archive:
    """`with Archive() as archive:` what fails within leaves no file behind."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
        self._zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED)
        self._left = MOST

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            self._zip.close()
            self.file.close()

    def add_json(self, name, content):
        self._zip.writestr(name, json.dumps(content, ensure_ascii=False, indent=1))

    def add_csv(self, name, head, rows):
        """As spreadsheets here open it: semicolons, UTF-8 that says so; no cell of it is a formula."""
        text = io.StringIO()
        lines = csv.writer(text, delimiter=";")
        lines.writerow(head)
        for row in rows:
            lines.writerow([_cell(one) for one in row])
        self._zip.writestr(name, "\ufeff" + text.getvalue())

    def add_text(self, name, text):
        self._zip.writestr(name, text)

    def add_file(self, name, open_file, size):
        """Where it stands in the archive; None when it is no longer there."""
        if size > self._left:
            raise Invalid(
                _("These files are more than one archive holds (%(most)s GB): export the data without the files.")
                % {"most": MOST // 1024**3}
            )
        try:
            with open_file() as source, self._zip.open(name, "w", force_zip64=True) as target:
                while piece := source.read(PIECE):
                    target.write(piece)
        except (FileNotFoundError, NotFound):
            return None
        self._left -= size
        return name

    def add_attachment(self, attachment):
        name = f"fichiers/{attachment.pk}-{safe(attachment.name)}"
        return self.add_file(name, lambda: storage.open_blob(attachment.key), attachment.size or 0)

    def done(self):
        """The file, to be read from its beginning, and closed."""
        self._zip.close()
        self.file.seek(0)
        return self.file


def safe(name):
    """A name that every system can give a file."""
    return _UNSAFE.sub("_", name).strip(" .")[:80] or "_"


def _cell(value):
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) and not _is_number(text) else text


def _is_number(text):
    return re.fullmatch(r"[+-]?\d+([.,]\d+)?", text) is not None
