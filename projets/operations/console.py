"""What the command line says, and where: answers on stdout, everything else on stderr."""

import json
import sys


class Misuse(Exception):
    """What was typed makes no sense together; exit code 2."""


class Failed(Exception):
    """What was asked is refused, or cannot be done; one line, exit code 1."""


def say(text, options=None):
    """For people; with --json stdout is kept for the answer."""
    out = sys.stderr if getattr(options, "json", False) else sys.stdout
    out.write(f"{text}\n")
    out.flush()


def complain(text):
    sys.stderr.write(f"projets: {text}\n")


def answer(content):
    """The one thing that --json prints."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False) + "\n")
