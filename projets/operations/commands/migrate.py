"""Bring the database to this version of Projets."""

from projets.operations.console import say

NAME = "migrate"
HELP = "bring the database to this version; `serve` does it by itself"


def add_arguments(parser):
    pass


def run(options):
    from projets.operations import checks, start

    checks.data_directory()
    checks.database()
    done = start.migrate()
    say(f"{done} migrations applied" if done else "nothing to do")
