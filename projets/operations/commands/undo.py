"""Putting back what one has just done."""

from projets.operations.client import naming, verbs
from projets.operations.client.verbs import argument
from projets.operations.console import Misuse

NAME = "undo"
HELP = "put back what your acts did within the hour; each act says what it is called"
SETTINGS, SETS_UP, run = verbs.SETTINGS, False, verbs.run


def add_arguments(parser):
    return verbs.add_verb(
        parser,
        _undo,
        [
            argument("acts", nargs="*", metavar="ACT", help="in this order"),
            argument("--board", help="instead: the last act of yours on this board, by its id or name"),
        ],
    )


def _undo(api, options):
    if bool(options.acts) == bool(options.board):
        raise Misuse("undo which act, or the last on which --board?")
    if options.board:
        done = [api.act("POST", "boards", naming.board_id(api, options.board), "undo")]
    else:
        done = [api.act("POST", "acts", act, "undo") for act in options.acts]
    events = [event for one in done for event in one["events"]]
    return {"events": events}, [f"{event['kind']}  {event['row_id']}" for event in events]
