"""The translations, compiled without GNU gettext: each django.po beside its django.mo, made again when it is older."""

from pathlib import Path
from tempfile import NamedTemporaryFile

import polib

TREE = Path(__file__).parents[1]


def sources(tree=TREE):
    return sorted(tree.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all(tree=TREE):
    """Before Django is set up, which reads them: by the command line and by the tests."""
    for source in sources(tree):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, target)


def _compile(source, target):
    """Beside, then put in place: another process may read or do the same."""
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".mo", delete=False) as beside:
        beside.write(polib.pofile(str(source)).to_binary())
    Path(beside.name).chmod(0o644)
    Path(beside.name).replace(target)
