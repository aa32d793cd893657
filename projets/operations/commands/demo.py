"""TECH.GOUV with invented people, to look around and to try."""

from projets.operations.console import say

NAME = "demo"
HELP = "load the demonstration into an empty instance"
SETTINGS = ("PROJETS_DEMO",)


def add_arguments(parser):
    """Nothing but the settings."""


def run(options):
    from django.conf import settings

    from projets.accounts.models import User
    from projets.boards.models import Board, Card, Project
    from projets.operations import checks, demo, start

    checks.data_directory()
    checks.database()
    start.migrate()
    demo.load(administrated=settings.DEMONSTRATION != "public")
    counts = [model.objects.count() for model in (Project, Board, Card)]
    people = User.objects.filter(is_demo=True).count()
    say("Demonstration: {} projects, {} boards, {} cards, {} people.".format(*counts, people))
    if settings.DEMONSTRATION == "none":
        say("Nobody enters it by one click: that needs PROJETS_DEMO=1 on a loopback address, or PROJETS_DEMO=public.")
