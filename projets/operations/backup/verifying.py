"""Reading a backup through before anything of it is believed."""

import json
import tarfile
import zlib
from hashlib import sha256
from pathlib import PurePosixPath

from projets.operations.backup.shape import FORMAT, Unreadable

PIECE = 1024 * 1024
BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError)


def verify(path):
    """Its manifest, once every part of it is what the manifest says. Raises Unreadable."""
    found, manifest = {}, None
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                _require_plain(member)
                if member.name == "manifest.json":
                    manifest = json.loads(archive.extractfile(member).read())
                    continue
                found[member.name] = (member.size, *_read_through(archive.extractfile(member)))
    except BROKEN as error:
        raise Unreadable(f"it is damaged or cut off ({type(error).__name__})") from error
    if not isinstance(manifest, dict) or manifest.get("format") is None:
        raise Unreadable("it holds no manifest: it is no backup of Projets, or was cut off")
    if manifest["format"] != FORMAT:
        raise Unreadable(f"its format {manifest['format']} is not known here: use a newer Projets")
    _compare(found, manifest)
    return manifest


def _require_plain(member):
    """No link, no device, no way out of where it is read to."""
    path = PurePosixPath(member.name)
    if not member.isfile() or path.is_absolute() or ".." in path.parts or "\\" in member.name:
        raise Unreadable(f"it holds « {member.name} », which no backup of Projets does")
    if member.name != "manifest.json" and path.parts[0] not in ("rows", "files"):
        raise Unreadable(f"it holds « {member.name} », which no backup of Projets does")


def _read_through(file):
    digest, lines = sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        lines += piece.count(b"\n")
    return digest.hexdigest(), lines


def _compare(found, manifest):
    wanted = {f"rows/{name}.jsonl": one for name, one in manifest["tables"].items()}
    wanted |= {f"files/{name}": one for name, one in manifest["files"].items()}
    for name in sorted(wanted.keys() ^ found.keys()):
        raise Unreadable(f"« {name} » is {'missing' if name in wanted else 'not in its manifest'}")
    for name, one in wanted.items():
        size, digest, lines = found[name]
        if digest != one["sha256"] or lines != one.get("rows", lines) or size != one.get("size", size):
            raise Unreadable(f"« {name} » is not what was written")
