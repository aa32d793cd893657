"""Projects, as who works with them sees them."""

from projets.operations.client import naming, verbs
from projets.operations.client.showing import columns, named
from projets.operations.client.verbs import Verbs, argument

NAME = "project"
HELP = "list, show and found projects; of a server by --url, or of this machine by --as"
SETTINGS, SETS_UP = verbs.SETTINGS, False
verb = Verbs()
add_arguments, run = verb.add_arguments, verb.run


@verb(
    "list",
    "the projects you see, favourites first",
    argument("--which", choices=("shown", "hidden", "archived"), default="shown", help="shown unless given"),
    argument("--text", help="words of their names"),
)
def _list(api, options):
    told = api.all("projects", name="projects", which=options.which, search=options.text)
    return told, columns([[one["id"], one["prefix"], one["name"]] for one in told["projects"]])


@verb("show", "a project and its boards", argument("project", help="its id, prefix or name"))
def _show(api, options):
    wanted = options.project
    told = api.get("projects", wanted if naming.is_id(wanted) else naming.project(api, wanted)["id"])
    project = told["project"]
    return told, [f"{project['prefix']}  {project['name']}", *(f"  {line}" for line in named(told["boards"]))]


@verb(
    "add",
    "found a project, which you manage",
    argument("name"),
    argument("--prefix", help="2 to 6 letters before the numbers of its cards; made of the name unless given"),
    argument("--description", default=""),
)
def _add(api, options):
    sent = {"name": options.name, "description": options.description}
    if options.prefix:
        sent["prefix"] = options.prefix
    told = api.act("POST", "projects", sent=sent, undoable=False)
    return told, columns([[told["id"], told["prefix"], told["name"]]])
