"""What the house says of itself is true: named paths exist, files are short, what is kept of others is theirs."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT) for top in ("bench", "projets", "tests") for path in (ROOT / top).rglob("*.*"))
LONGEST, LONGEST_TEST = 400, 450
DECISIONS = ROOT / "docs" / "decisions"


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/operate.md", "docs/webhooks.md"]
)
def test_paths_that_documents_name_exist(document):
    text = (ROOT / document).read_text()
    named = set(re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|js|css|html|txt|md|po))`", text))
    linked = set(re.findall(r"\]\(([^)#:]+)[)#]", text))
    missing = {
        path for path in named if not any((ROOT / below / path).exists() for below in ("", "projets", "projets/web"))
    }
    assert missing == set()
    assert {link for link in linked if not (ROOT / document).parent.joinpath(link).exists()} == set()


def test_a_file_is_read_in_one_go():
    long = {}
    for path in FILES:
        if path.suffix not in {".py", ".js", ".css", ".html"} or {"migrations", "vendor"} & {*path.parts}:
            continue
        lines = len((ROOT / path).read_text().splitlines())
        if lines > (LONGEST_TEST if path.parts[0] == "tests" else LONGEST):
            long[str(path)] = lines
    assert long == {}


def test_decisions_are_numbered_once_and_listed():
    files = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    titles = [(name, (DECISIONS / name).read_text().splitlines()[0].removeprefix("# ")) for name in files]
    listed = re.findall(r"^\| (\d{4}) \| \[(.+)\]\((.+)\) \|$", (DECISIONS / "README.md").read_text(), re.M)
    assert [(name, title) for _number, title, name in listed] == titles


def test_browser_code_of_others_is_what_is_noted():
    noted = {}
    for note in (path for path in FILES if path.name == "VENDORED.md"):
        rows = re.findall(r"^\| (\S+) \|.*\| (\w{64}) \|$", (ROOT / note).read_text(), re.M)
        noted |= {note.parent / name: digest for name, digest in rows}
    kept = {path for path in FILES if "vendor" in path.parts and path.name != "VENDORED.md"}
    assert Path("tests/browser/vendor/axe.min.js") in kept
    assert noted == {path: sha256((ROOT / path).read_bytes()).hexdigest() for path in kept}
