"""Everything of the instance in one file."""

from pathlib import Path

from projets.operations.console import answer, say

NAME = "backup"
HELP = "put the database and the files in one file, beside a running server too; or look at one"


def add_arguments(parser):
    parser.add_argument("file", nargs="?", type=Path, help="where to (default: backups/ in the data directory)")
    parser.add_argument("--verify", action="store_true", help="read FILE through instead, and say what it holds")
    parser.add_argument("--json", action="store_true", help="print one JSON object: path, bytes, tables, files")


def run(options):
    from projets.operations import checks
    from projets.operations.backup import keeping
    from projets.operations.backup.shape import Unreadable
    from projets.operations.backup.verifying import verify
    from projets.operations.console import Misuse, complain

    if options.verify:
        if options.file is None:
            raise Misuse("--verify: which file?")
        try:
            path, manifest = options.file, verify(options.file)
        except Unreadable as error:
            complain(f"{options.file}: {error}")
            return 1
    else:
        checks.ready()
        if options.file and options.file.exists():
            complain(f"{options.file}: there is a file already; give another name")
            return 1
        try:
            path, manifest = keeping.make_at(options.file.absolute()) if options.file else keeping.make_here()
        except OSError as error:
            complain(f"{options.file or keeping.folder()}: cannot be written ({error.strerror})")
            return 1
    told = {
        "path": str(path),
        "bytes": path.stat().st_size,
        "made_at": manifest["made_at"],
        "tables": {name: one["rows"] for name, one in manifest["tables"].items()},
        "files": len(manifest["files"]),
    }
    if options.json:
        answer(told)
    else:
        rows = sum(told["tables"].values())
        say(f"{path}: {rows} rows and {told['files']} files of {told['made_at']}, {told['bytes']} bytes")
    return 0
