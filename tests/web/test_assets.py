"""What browsers fetch: made from the tree, kept for ever, allowed by the policy."""

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import brotli
import pytest

from projets.web.assets import HERE, LAYERS, assets, make

SCRIPT_BUDGET = 60_000  # bytes, compressed, all of them
SCRIPTS = sorted(path for path in HERE.rglob("*.js") if "vendor" not in path.parts)
TEMPLATES = sorted(HERE.rglob("*.html"))


@pytest.fixture(scope="module")
def made():
    return make(HERE)


def test_one_style_sheet_with_its_layers_first(made):
    (sheet,) = [content.decode() for address, content in made.files.items() if address.endswith(".css")]
    assert sheet.startswith(LAYERS)
    assert "@import" not in sheet
    assert "/*" not in sheet


def test_an_address_changes_with_its_content(tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "one.js").write_text("export const one = 1;")
    before = make(tmp_path).url("lib/one.js")
    (tmp_path / "lib" / "one.js").write_text("export const one = 2;")
    after = make(tmp_path).url("lib/one.js")
    assert before != after
    assert re.fullmatch(r"/static/shared\.[0-9a-f]{12}\.js", after)


def test_only_assets_are_served(made):
    assert {Path(address).suffix for address in made.files} <= {".css", ".js", ".svg", ".png", ".webp"}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_import_what_there_is(path, made):
    for name in re.findall(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""", path.read_text()):
        assert name in made.scripts or name == "projets/words", f"{path.name} imports {name}"


def test_script_budget(made):
    """Together, all that any page runs, in the language that has words; an editor would be loaded when editing."""
    ours = {address: content for address, content in made.files.items() if address.endswith(".js")}
    ours = {one: content for one, content in ours.items() if not one.startswith(("words/en", "vendor/"))}
    assert sum(len(brotli.compress(content)) for content in ours.values()) < SCRIPT_BUDGET


def test_what_a_page_imports_is_fetched_at_once(tmp_path):
    for name, source in {
        "pages/board/board": 'import { x } from "projets/pages/board/drag.js";\nimport { b } from "projets/lib/b.js";',
        "pages/board/drag": "export const x = 1;",
        "lib/b": 'import {\n  c,\n} from "projets/lib/c.js";\nimport { words } from "projets/words";\nexport { b };',
        "lib/c": "export const c = 1;",
        "lib/alone": "export const alone = 1;",
    }.items():
        path = tmp_path / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    made = make(tmp_path)
    needed = made.needed_by("pages/board/board.js", language="en")
    assert needed == [made.url("pages/board/board.js"), made.url("lib/b.js"), made.words["en"]]
    assert made.url("lib/alone.js") == made.url("lib/c.js")


def test_served_compressed_and_for_ever(client):
    url = assets().style
    plain = client.get(url)
    assert plain.headers["Cache-Control"].endswith("immutable")
    assert plain.headers["Content-Type"].startswith("text/css")
    content = b"".join(plain.streaming_content)
    for encoding, opened in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = client.get(url, headers={"Accept-Encoding": encoding})
        assert answer.headers["Content-Encoding"] == encoding
        assert opened(b"".join(answer.streaming_content)) == content


def test_an_unknown_asset_is_not_found(client, db):
    assert client.get("/static/nothing.js").status_code == 404
    assert client.get("/static/../settings.py").status_code == 404


def test_the_policy_is_strict_and_names_the_import_map(client, db):
    answer = client.get("/connexion/")
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    (text,) = re.findall(r'<script type="importmap">(.*?)</script>', answer.content.decode())
    digest = b64encode(sha256(text.encode()).digest()).decode()
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["style-src"] == "'self'"
    sources = policy["script-src"].split()
    assert sources[0] == "'self'"
    assert f"'sha256-{digest}'" in sources
    assert all(source.startswith("'sha256-") for source in sources[1:])
    assert set(json.loads(text)["imports"]) == {*assets().scripts, "projets/words"}


def test_other_headers(client, db):
    headers = client.get("/connexion/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HERE)))
def test_templates_keep_to_the_policy(path):
    source = path.read_text()
    assert not re.search(r"\sstyle\s*=", source), "a class instead: the policy refuses style attributes"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source), "a custom element instead of an inline handler"
    assert not re.search(r"<style\b", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", source)
    fetched = re.sub(r"<a\b(?: class=\"[\w-]+\")? href=\"https://[\w.-]+\.fr/", "<a", source)  # one goes there, or not
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", fetched), "nothing from elsewhere"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_keep_to_the_policy(path):
    source = path.read_text()
    assert not re.search(r"\beval\(|new Function|document\.write|setAttribute\(\s*[\"']style[\"']", source)
