"""How long each kind of data is kept, what is over, and making it go."""

from projets.operations.console import answer, complain, say

NAME = "retention"
HELP = "what is kept for how long; makes go what is over, as every night does, or only says what would go"


def add_arguments(parser):
    parser.add_argument("--dry-run", action="store_true", help="change nothing: say how much of each kind would go")
    parser.add_argument("--json", action="store_true", help="print one JSON list of {kind, said, delay, then, due}")


def run(options):
    from django.db import DatabaseError

    from projets.operations import checks, retention
    from projets.usecase.errors import DomainError

    checks.ready()
    found, failed = [], []
    for kind, due in retention.due():
        rule = retention.RULES.get(kind.name)
        found.append({"kind": kind.name, "said": kind.said, "delay": kind.delay, "then": kind.then, "due": due})
        if rule and due and not options.dry_run:
            try:
                rule.apply()
            except (DomainError, DatabaseError, OSError) as error:  # the others go on
                failed.append(kind.name)
                complain(f"{kind.name}: {error}")
    if options.json:
        answer(found)
    else:
        for one in found:
            say(f"{one['kind']:<14}{'–' if one['due'] is None else one['due']:>7}  {one['said']} : {one['delay']}")
        for project in retention.archived_long_ago():
            say(f"archived on {project.archived_at:%Y-%m-%d}: {project.prefix}, {project.name}")
    return 1 if failed else 0
