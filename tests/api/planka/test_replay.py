"""Planka's clients get what Planka answered, but for what docs/api.md says and why."""

import re
from pathlib import Path

import pytest

from projets.accounts.actions.people import create_user
from projets.accounts.queries import instance
from projets.usecase.actor import Actor
from tests.api.planka.replay import Replay, exchanges, same

DOC = Path(__file__).parents[3] / "docs" / "api.md"
ROW = re.compile(r"^\| `(\d\d-[^`]+)` \|", re.M)


@pytest.fixture
def fresh(db, settings, tmp_path):
    """An empty instance with an administrator and terms, as the recording had."""
    for language in ("de-DE", "en-US"):
        (tmp_path / f"{language}.md").write_text("(terms text)")
    settings.TERMS_DIR, settings.ADMIN_EMAIL, settings.OUTGOING_PRIVATE = tmp_path, "admin@example.com", True
    create_user(
        Actor(None, "system"),
        instance(),
        "admin@example.com",
        "Ada Admin",
        "administrator",
        "admin",
        "admin-Passw0rd!",
    )


def test_what_differs_is_what_is_documented(fresh):
    replay, differing = Replay(), set()
    played = exchanges()
    for row in played:
        status, body = replay.play(row)
        if "status" in row and not same(row, status, body):
            differing.add(f"{row['area']}/{row['step']}")
    said = DOC.read_text("utf-8")
    assert differing == set(ROW.findall(said))
    assert f"{sum('status' in row for row in played):,} recorded requests of Planka" in said
    assert len(differing) <= 25
