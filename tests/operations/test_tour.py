"""What docs/api.md tells newcomers to type does what it says, word for word, on a fresh demonstration."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from shutil import which

import pytest

from tests.operations.running import ROOT, Serving, environment, projets

DOC = (ROOT / "docs" / "api.md").read_text("utf-8")
WHO = re.search(r"^    WHO=(\S+)$", DOC, re.M)[1]
TIMED_OUT = 28  # curl's, after --max-time


def block(beginning):
    """The indented block in which this line stands first."""
    found = re.search(rf"^    {re.escape(beginning)}.*\n(?:(?:    .*)?\n)*", DOC, re.M)
    return textwrap.dedent(found[0])


def type_in(shell, script, cwd, **given):
    """As somebody at a terminal, but for stopping at what fails."""
    return subprocess.run(  # noqa: S603 (our own documentation)
        [shell, "-c", f"set -eu\n{script}"],
        cwd=cwd,
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A source tree as `make run` leaves it, and the server that it started."""
    tree = tmp_path_factory.mktemp("tree")
    command = tree / ".venv" / "bin" / "projets"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m projets "$@"\n')
    command.chmod(0o755)
    with Serving(tree, PROJETS_DEMO="1") as server:
        yield tree, server.url


@pytest.fixture(scope="module")
def token(here):
    tree, _url = here
    made = projets("token", "create", WHO, "--name", "Visite", "--scope", "write", "--json", cwd=tree)
    return json.loads(made.stdout)["secret"]


@pytest.mark.skipif(which("curl") is None and not os.environ.get("CI"), reason="there is no curl on this machine")
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_tour_with_curl(shell, here):
    tree, url = here
    script = block("URL=").replace("http://127.0.0.1:8000", url).replace("curl -s ", "curl -sS --fail-with-body ")
    ended = type_in(shell, script, tree)
    assert (ended.returncode, ended.stderr.strip()[:20]) == (TIMED_OUT, "curl: (28) Operation"), ended.stderr
    told = [json.loads(line.removeprefix("data: ")) for line in ended.stdout.splitlines() if line.startswith("data: ")]
    kinds = [event["kind"] for event in told if "kind" in event]
    assert kinds[0] == "board.created"
    assert {"card.created", "card.moved"} <= set(kinds)


def test_the_tour_in_python(here, token):
    tree, url = here
    program = re.search(r"^```python\n(.*?)^```", DOC, re.M | re.S)[1]
    program = program.replace("http://127.0.0.1:8000", url).replace("projets_…", token)
    program += "\nassert len(list(late_cards())) > 0\nassert next(events(board['id'], 0))['kind'] == 'board.created'\n"
    ended = subprocess.run(  # noqa: S603 (our own documentation)
        [sys.executable, "-c", program], env=environment(), capture_output=True, text=True, timeout=240, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_command_line(here, token):
    tree, url = here
    script = block("projets board list")
    given = {"PROJETS_URL": url, "PROJETS_TOKEN": token}
    assert set(re.findall(r"^    export (\w+)=", DOC, re.M)) == given.keys()
    path = f"{tree}/.venv/bin:{environment()['PATH']}"
    ended = type_in("sh", script, tree, **given, PATH=path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "IDNUM-9   " in ended.stdout
    assert "Relire tout" in ended.stdout
    assert Path(tree / "data").exists()  # the server's, which the command did not look at
