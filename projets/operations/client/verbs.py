"""Nouns and their verbs. A verb is a function of (api, options) that answers what it tells, and its arguments."""

from projets.operations.client.api import Api
from projets.operations.client.calling import instance
from projets.operations.console import answer, say

SETTINGS = ("PROJETS_URL", "PROJETS_AS")


class Verbs:
    """Of a command: its `add_arguments` and its `run` are the command's.

        @verb("archive", "out of the board", argument("cards", nargs="+"))
        def _archive(api, options):
            told = api.act("POST", "cards", "archive", sent={"card_ids": options.cards})
            return told, showing.cards(told["cards"])

    answers JSON as the API gives it, and the lines that people read.
    """

    def __init__(self):
        self._verbs = {}

    def __call__(self, name, help, *arguments):
        def declare(do):
            self._verbs[name] = (do, help, arguments)
            return do

        return declare

    def add_arguments(self, parser):
        choices = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
        made = []
        for name, (do, help, arguments) in self._verbs.items():
            verb = choices.add_parser(name, help=help, description=help, allow_abbrev=False)
            made += add_verb(verb, do, arguments)
        return made

    @staticmethod
    def run(options):
        run(options)


def argument(*names, **how):
    """As of `argparse`'s add_argument."""
    return names, how


def add_verb(parser, do, arguments=()):
    """Make a parser that of a verb; answers the parsers that settings belong to: this one."""
    for names, how in arguments:
        parser.add_argument(*names, **how)
    parser.add_argument("--json", action="store_true", help="print the API's JSON and nothing else")
    parser.add_argument("--token-file", metavar="FILE", help="the token for --url is in this file (or PROJETS_TOKEN)")
    parser.set_defaults(do=do)
    return [parser]


def run(options):
    api = Api(instance(options))
    told, lines = options.do(api, options)
    if options.json:
        answer(told)
    else:
        for line in lines:
            say(line)
    if api.acts:
        say(f"to undo: projets undo {' '.join(reversed(api.acts))}", options)
