"""A ZIP being written: JSON for programs, CSV for spreadsheets, files as they were sent. It is kept nowhere."""

import json
import re
import tempfile
import zipfile

from django.utils.translation import gettext as _

from projets.boards import storage
from projets.exchange.exporters.sheets import sheet
from projets.usecase.errors import Invalid, NotFound

FORMAT = 1
MOST = 4 * 1024**3  # bytes of files in one archive
PIECE = 1024 * 1024
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
        self._zip.writestr(name, sheet(head, rows))

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
