"""Boards, as who works with them sees them."""

from itertools import groupby

from projets.operations.client import naming, verbs
from projets.operations.client.showing import card_rows, clean, columns, named
from projets.operations.client.verbs import Verbs, argument

NAME = "board"
HELP = "list, show and make boards; of a server by --url, or of this machine by --as"
SETTINGS, SETS_UP = verbs.SETTINGS, False
verb = Verbs()
add_arguments, run = verb.add_arguments, verb.run


@verb(
    "list",
    "the boards you see, by project",
    argument("--project", help="of this one alone, by its id, prefix or name"),
)
def _list(api, options):
    projects = naming.projects(api)
    if options.project:
        projects = [naming.one_of(projects, options.project, "project", ("prefix", "name"))]
    shown = [(board, project) for project in projects for board in project["boards"]]
    lines = columns([[board["id"], project["prefix"], board["name"]] for board, project in shown])
    return {"boards": [board for board, _project in shown]}, lines


@verb("show", "a board: its lists and their cards", argument("board", help="its id or name"))
def _show(api, options):
    told = naming.whole_board(api, options.board)
    # all cards in one go, so that columns are aligned from list to list
    place = {one["id"]: rank for rank, one in enumerate(told["lists"])}
    cards = sorted(told["cards"], key=lambda card: (place[card["list_id"]], card["position"]))
    lines = zip(columns(card_rows(cards)), cards, strict=True)
    of_list = {id: [line for line, _card in some] for id, some in groupby(lines, lambda pair: pair[1]["list_id"])}
    shown = [f"{told['project']['prefix']}  {clean(told['board']['name'])}"]
    for one in told["lists"]:
        shown += ["", f"{clean(one['name'])} ({one['id']})", *(f"  {line}" for line in of_list.get(one["id"], []))]
    return told, shown


@verb(
    "add",
    "add a board to a project",
    argument("name"),
    argument("--project", required=True, help="its id, prefix or name"),
    argument("--list", action="append", default=[], dest="lists", metavar="NAME", help="a list to begin with; again"),
)
def _add(api, options):
    wanted = options.project
    project = wanted if naming.is_id(wanted) else naming.project(api, wanted)["id"]
    told = api.act("POST", "projects", project, "boards", sent={"name": options.name, "list_names": options.lists})
    return told, named([told])
