"""What `projets` does: one command per file of `commands/`. How it begins: `projets/__main__.py`.

Such a file has NAME, HELP, `add_arguments(parser)`, `run(options)` that answers an exit code (None is 0), and if it
likes SETTINGS, names of settings it offers as options beside the common ones. It is loaded before Django is, so that
`--help` always answers: it imports models and actions within `run`. One that has verbs answers their parsers from
`add_arguments`; one that says SETS_UP = False is run before Django is set up, and does it itself if it needs to.

Exit codes: 0 done, 1 refused, 2 misuse.
"""

import argparse
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

import django
from django.db import OperationalError
from django.utils.translation import override

from projets.config.catalogues import compile_all
from projets.config.environment import SETTINGS, Misconfigured
from projets.operations import commands
from projets.operations.console import Failed, Misuse, complain
from projets.usecase.errors import DomainError

DONE, REFUSED, MISUSED, INTERRUPTED, CUT = 0, 1, 2, 130, 141
COMMON = ("PROJETS_DATA_DIR", "PROJETS_DATABASE_URL", "PROJETS_STORAGE_URL", "PROJETS_BASE_URL")


def main(arguments=None):
    """Do what was typed; answers the exit code. What is refused is said in one line on stderr."""
    try:
        return _done(*_parse(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED


def _done(parser, options):
    _to_environment(options)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "projets.config.settings")
    try:
        if options.sets_up:
            set_up()
        code = options.run(options) or DONE
        sys.stdout.flush()
        return code
    except Misuse as error:
        parser.error(str(error))
    except (Failed, Misconfigured) as error:
        complain(error)
        return REFUSED
    except DomainError as error:
        with override("en"):  # like the rest of the command line, whatever the language of the screens
            complain(error)
        return REFUSED
    except OperationalError as error:
        complain(_in_words(error))
        return REFUSED
    except BrokenPipeError:  # whoever reads has had enough: `projets card list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT


def set_up():
    compile_all()  # before the first sentence is translated: Django reads catalogues once
    django.setup()


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="projets", description="Project management for public agents.")
    choices = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in sorted(_modules(), key=lambda module: module.NAME):
        command = choices.add_parser(module.NAME, help=module.HELP, description=module.HELP, allow_abbrev=False)
        for one in module.add_arguments(command) or (command,):
            _offer_settings(one, (*COMMON, *getattr(module, "SETTINGS", ())))
        command.set_defaults(run=module.run, sets_up=getattr(module, "SETS_UP", True))
    return parser, parser.parse_args(arguments)


def _modules():
    return [import_module(f"{commands.__name__}.{found.name}") for found in iter_modules(commands.__path__)]


def _offer_settings(command, names):
    group = command.add_argument_group("settings", "each also an environment variable; docs/operate.md tells more")
    for setting in (SETTINGS[name] for name in names):
        shown = setting.meaning.replace("%", "%%")
        group.add_argument(setting.option, dest=setting.name, metavar="…", help=f"{shown} ({setting.name})")


def _to_environment(options):
    for name in SETTINGS:
        given = getattr(options, name, None)
        if given is not None:
            os.environ[name] = given


def _in_words(error):
    from projets.operations.checks import in_words

    return in_words(error)
