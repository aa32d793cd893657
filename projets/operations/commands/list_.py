"""The lists of a board."""

from projets.operations.client import naming, verbs
from projets.operations.client.placing import PLACES, position
from projets.operations.client.showing import columns, named
from projets.operations.client.verbs import Verbs, argument

NAME = "list"
HELP = "list, make, rename, move and archive the lists of a board; of a server by --url, or of this machine by --as"
SETTINGS, SETS_UP = verbs.SETTINGS, False
verb = Verbs()
add_arguments, run = verb.add_arguments, verb.run

BOARD = argument("--board", required=True, help="its id or name")
ITS_BOARD = argument("--board", help="its id or name, when the list is given by its name")
LIST = argument("list", help="its id, or its name with --board")


@verb("list", "the lists of a board, from left to right", BOARD)
def _list(api, options):
    lists = naming.whole_board(api, options.board)["lists"]
    return {"lists": lists}, columns([[one["id"], one["kind"], one["name"]] for one in lists])


@verb(
    "add",
    "add lists to a board",
    argument("names", nargs="+", metavar="name"),
    BOARD,
    argument("--closed", action="store_true", help="cards that come here are done"),
    *PLACES,
)
def _add(api, options):
    whole = naming.whole_board(api, options.board)
    sent = {"names": options.names, "kind": "closed" if options.closed else "active"}
    sent["position"] = position(options, lambda name: naming.one_of(whole["lists"], name, "list"))
    told = api.act("POST", "boards", whole["board"]["id"], "lists", sent=sent)
    return told, named(told["lists"])


@verb("rename", "give a list another name", LIST, argument("name"), ITS_BOARD)
def _rename(api, options):
    told = api.act("PATCH", "lists", _id(api, options), sent={"name": options.name})
    return told, named([told])


@verb("move", "put a list elsewhere on its board, at the end unless said where", LIST, ITS_BOARD, *PLACES)
def _move(api, options):
    id = _id(api, options)
    place = position(options, lambda name: naming.one_of(naming.lists_board(api, options)["lists"], name, "list"))
    told = api.act("POST", "lists", id, "move", sent={"position": place})
    return told, named([told])


@verb("archive", "out of the board with all its cards, which can still be found", LIST, ITS_BOARD)
def _archive(api, options):
    told = api.act("POST", "lists", "archive", sent={"list_ids": [_id(api, options)]})
    return told, named(told["lists"])


@verb("restore", "bring an archived list back", argument("list", help="its id"))
def _restore(api, options):
    told = api.act("POST", "lists", "unarchive", sent={"list_ids": [options.list]})
    return told, named(told["lists"])


def _id(api, options):
    return naming.list_id(api, options.list, lambda: naming.lists_board(api, options))
