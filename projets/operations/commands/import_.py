"""Boards of other tools, from the files that these give."""

from projets.operations.console import Misuse, answer, complain, say

NAME = "import"
HELP = "make boards of the files that other tools export"
SOURCES = ("trello",)


def add_arguments(parser):
    parser.add_argument("source", choices=SOURCES, help="the tool that wrote the files")
    parser.add_argument("files", nargs="+", metavar="FILE", help="an export, one board each")
    parser.add_argument(
        "--project", metavar="NAME", help="its name or prefix; made if there is none (default: the board's name)"
    )
    parser.add_argument("--as", dest="person", metavar="EMAIL", help="in the name of this person, with their rights")
    parser.add_argument(
        "--match",
        action="append",
        default=[],
        metavar="USERNAME=EMAIL",
        help="somebody of the files is this account here; others become names without account",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a board: its balance")


def run(options):
    from projets.operations import checks, start

    checks.data_directory()
    checks.database()
    start.migrate()
    matches = dict(_match(one) for one in options.match)
    refused = sum(not _import(file, matches, options) for file in options.files)
    return 1 if refused else 0


def _match(typed):
    username, equals, email = typed.partition("=")
    if not (username and equals and email):
        raise Misuse(f"--match {typed}: give it as USERNAME=EMAIL")
    return username.lower().removeprefix("@"), email.lower()


def _import(file, matches, options):
    """Whether it was imported; a file that is refused does not keep the others from being imported."""
    from projets.exchange.by_command import import_path
    from projets.usecase.errors import DomainError

    try:
        job = import_path(file, matches, project=options.project, person=options.person)
    except DomainError as error:
        complain(f"{file}: {error}")
        return False
    if options.json:
        answer(job.balance)
    else:
        say("\n".join([f"{file}:", *_in_words(job)]))
    return True


def _in_words(job):
    from projets.exchange import wording

    yield from (f"  {line}" for line in wording.balance_in_words(job.balance))
