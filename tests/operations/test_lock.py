"""The locks cover what pyproject.toml asks for: exactly, with hashes, from whatever mirror an administration has."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
ETAT = PROJECT["project"]["optional-dependencies"]["etat"]
ASKED = {
    "requirements.lock": PROJECT["project"]["dependencies"] + GROUPS["build"],
    "requirements-etat.lock": PROJECT["project"]["dependencies"] + GROUPS["build"] + ETAT,
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + GROUPS["build"] + GROUPS["test"] + ETAT,
}


# A pin, a hash, a comment of who asks for it: no address and no option stands anywhere else
PINNED = re.compile(r"[\w.-]+==[\w.]+( ; [^/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    # [^/]+|")


def plain(name):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


@pytest.mark.parametrize("lock", ASKED)
def test_a_lock_is_exact_and_names_no_index(lock):
    text = (ROOT / lock).read_text()
    entries = [entry for entry in re.split(r"\n(?=\w)", text) if entry.strip()]
    pinned = {plain(entry) for entry in entries if re.match(r"[\w.-]+==[\w.]+ ", entry)}
    assert len(pinned) == len(entries)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert {plain(name) for name in ASKED[lock]} - pinned == set()
    assert [line for line in text.splitlines() if not PINNED.fullmatch(line)] == []


def test_what_tests_use_is_what_runs():
    versions = [set(re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / lock).read_text(), re.M)) for lock in ASKED]
    assert versions[0] <= versions[1] <= versions[2]
