"""An instance as it was when a backup was made."""

from pathlib import Path

from projets.operations.console import answer, complain, say

NAME = "restore"
HELP = "put a backup into an empty database and an empty storage, of either kind"


def add_arguments(parser):
    parser.add_argument("file", type=Path, help="what `projets backup` wrote")
    parser.add_argument("--json", action="store_true", help="print one JSON object: tables, files")


def run(options):
    from projets.operations import checks
    from projets.operations.backup.restoring import NotEmpty, restore
    from projets.operations.backup.shape import Unreadable

    checks.data_directory()
    checks.storage()
    checks.database()
    try:
        manifest = restore(options.file)
    except (Unreadable, NotEmpty) as error:
        complain(f"{options.file}: {error}")
        return 1
    tables = {name: one["rows"] for name, one in manifest["tables"].items()}
    if options.json:
        answer({"made_at": manifest["made_at"], "tables": tables, "files": len(manifest["files"])})
    else:
        say(f"restored {sum(tables.values())} rows and {len(manifest['files'])} files of {manifest['made_at']}")
    return 0
