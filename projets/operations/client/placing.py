"""Where a thing goes among its siblings, as it is typed."""

from projets.operations.client.verbs import argument
from projets.operations.console import Misuse

PLACES = (
    argument("--first", action="store_true", help="before all others"),
    argument("--last", action="store_true", help="after all others, which is what happens unless told"),
    argument("--after", metavar="OTHER", help="right after this one"),
)


def position(options, find):
    """What the API is sent: null is the end; a thing goes after those that stand at its position."""
    if bool(options.first) + bool(options.last) + bool(options.after) > 1:
        raise Misuse("--first, --last and --after: give one of them")
    if options.first:
        return 0
    return find(options.after)["position"] if options.after else None
