"""The layout is a promise; these tests keep it."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command

from projets.usecase import rights
from projets.usecase.action import registry

ROOT = Path(__file__).parents[2] / "projets"
FLOORS = [
    {"usecase"},
    {"accounts", "live"},
    {"boards", "documents"},
    {"portfolio"},
    {"notifications", "search", "insights"},
    {"exchange"},
    {"api", "web", "operations"},
    {"config"},
]
STARTS = {("operations", "config")}  # the command line reads the settings and starts the server made of them
FLOOR = {part: number for number, parts in enumerate(FLOORS) for part in parts}
SOURCES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts and path.parent != ROOT)
BELOW_ALL = "projets.config.environment"  # what the operator has set
MAY_OPEN_WRITES = {
    "usecase/log.py",
    "operations/backup/restoring.py",  # rows as they were, with their facts
    "usecase/dispatch.py",
    "notifications/webhooks/journal.py",  # how deliveries went is nobody's act
    "operations/management/commands/migrate.py",
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path):
    part = path.relative_to(ROOT).parts[0]
    for name in imports(path):
        if name.startswith("projets.") and not name.startswith(BELOW_ALL):
            other = name.split(".")[1]
            below = other == part or FLOOR[other] < FLOOR[part]
            assert below or (part, other) in STARTS, f"{part} must not import {name}"


def test_only_actions_reactions_and_migrations_open_writes():
    openers = {
        str(path.relative_to(ROOT)) for path in SOURCES if any("writes_allowed" in name for name in imports(path))
    }
    assert openers == MAY_OPEN_WRITES


def test_one_request_that_reads_may_act():
    """A provider sends people back by GET; nothing else is excepted."""
    users = {str(path.relative_to(ROOT)) for path in SOURCES if "projets.usecase.guard.arriving" in imports(path)}
    assert users == {"web/pages/openid/views.py"}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("actions/*.py")), ids=lambda path: path.stem)
def test_actions_know_nothing_of_http(path):
    assert not [name for name in imports(path) if name.startswith("django.http")]


def test_every_action_has_its_line_in_the_table_and_every_line_its_action():
    for path in ROOT.rglob("actions/*.py"):
        import_module(".".join(("projets", *path.relative_to(ROOT).with_suffix("").parts)))
    assert set(registry) == set(rights.table)


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
