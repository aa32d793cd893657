"""What browsers fetch, made from the tree: no build step, and nothing served that is not an asset.

One style sheet for the whole site; the scripts in a few bundles (what all pages share, each page's own), under their
names in the import map; each at an address that holds a digest of its content, so that browsers keep it for ever.
Compressed ahead, kept in the data directory: an address once given stays good for the pages that are open while a new
release comes.
"""

import gzip
import json
import re
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

import brotli
from django.conf import settings

from projets.web import dsfr
from projets.web.bundles import bundle, imports_of
from projets.web.words import word_modules

HERE = Path(__file__).parent
PREFIX = "/static/"
SOURCES = ("layout", "components", "lib", "vendor", "pages")
STATE = "themes/etat"  # read for the State theme alone, last
PICTURES = {".svg", ".png", ".webp"}
COMPRESSED = {".css", ".js", ".svg"}
LAYERS = "@layer reset, tokens, base, official, layout, components, pages, theme, utilities;\n"
_COMMENT = re.compile(r"/\*.*?\*/", re.S)


@dataclass(frozen=True)
class Assets:
    """One state of the tree, ready to be served."""

    style: str
    pictures: dict[str, str]
    scripts: dict[str, str]  # address by name in the import map
    imports: dict[str, tuple[str, ...]]  # what each script needs at once
    words: dict[str, str]  # by language
    files: dict[str, bytes] = field(repr=False)  # by address below PREFIX

    def url(self, name):
        """The address of a picture or script, named by its path in the tree."""
        if name in self.pictures:
            return self.pictures[name]
        return self.scripts[f"projets/{name}"]

    def import_map(self, language):
        addresses = self.scripts | {"projets/words": self._words(language)}
        return json.dumps({"imports": addresses}, separators=(",", ":"))

    @cached_property
    def import_map_hashes(self):
        """What the content security policy must name, one per language."""
        maps = dict.fromkeys(self.import_map(language) for language in self.words)
        return tuple(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in maps)

    def needed_by(self, *names, language):
        """Addresses of everything that these scripts import, the near and the far, so that none waits for another."""
        waiting, seen = [f"projets/{name}" for name in names], {}
        while waiting:
            name = waiting.pop(0)
            if name == "projets/words":
                seen[name] = self._words(language)
            elif name not in seen:
                seen[name] = self.scripts[name]
                waiting.extend(self.imports[name])
        return list(dict.fromkeys(seen.values()))

    def _words(self, language):
        return self.words.get(language, self.words["en"])


_lock = Lock()
_made = {}


def assets():
    """The assets of the tree in the theme of the settings: as it was at the start, or in debug as it is now."""
    theme = settings.THEME
    if theme in _made and not settings.DEBUG:
        return _made[theme][1]
    with _lock:
        print_of_tree = _fingerprint()
        if theme not in _made or _made[theme][0] != print_of_tree:
            made = make(HERE, theme)
            keep(made, directory())
            _made[theme] = (print_of_tree, made)
        return _made[theme][1]


def directory():
    return Path(settings.DATA_DIR) / "cache" / "static"


def make(tree, theme="neutral"):
    """Read the tree; writes nothing."""
    files, is_state = {}, theme == "etat"

    def publish(name, content):
        stem, suffix = name.rsplit(".", 1)
        digest = sha256(content).hexdigest()[:12]
        address = f"{stem}.{digest}.{suffix}"
        files[address] = content
        return PREFIX + address

    paths = list(_paths(tree, (*SOURCES, STATE) if is_state else SOURCES))
    pictures = {name: publish(name, path.read_bytes()) for name, path in paths if path.suffix in PICTURES}
    sources = {f"projets/{name}": path.read_text() for name, path in paths if path.suffix == ".js"}
    scripts = {}
    for title, names in _bundles(sources).items():
        together = {name: sources[name] for name in names}
        content = together[names[0]] if title.startswith("vendor/") else bundle(together)
        scripts |= dict.fromkeys(names, publish(title, content.encode()))
    sheets = [path.read_text() for _, path in paths if path.suffix == ".css"]
    if is_state:
        sheets = _with_the_dsfr(tree, sheets, publish)
        pictures["layout/mark.svg"] = publish(f"dsfr/{dsfr.MARK}", (dsfr.folder() / dsfr.MARK).read_bytes())
    style = publish("projets.css", (LAYERS + "".join(_squeezed(sheet) for sheet in sheets)).encode())
    words = {
        language: publish(f"words/{language}.js", source.encode()) for language, source in word_modules(tree).items()
    }
    imports = {name: tuple(imports_of(source)) for name, source in sources.items()}
    return Assets(style, pictures, dict(sorted(scripts.items())), imports, words, files)


def _with_the_dsfr(tree, sheets, publish):
    """Its rules and colours before our sheets, which win by their layers; the files that they name are published."""
    templates = [path.read_text() for path in sorted((tree / STATE).rglob("*.html"))]
    rules, colours = dsfr.sheets(templates, sheets)
    together = [rules, colours, *sheets]
    addresses = {
        name: publish(f"dsfr/{name}", content) for one in together for name, content in dsfr.files(one).items()
    }
    return [dsfr.addressed(one, addresses) for one in together]


def keep(made, where):
    """Write what is not there yet, each file with its compressed forms; what older releases gave stays."""
    for address, content in made.files.items():
        target = where / address
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix in COMPRESSED:
            _write(target.with_name(target.name + ".br"), brotli.compress(content))
            _write(target.with_name(target.name + ".gz"), gzip.compress(content, mtime=0))
        _write(target, content)  # last: it says that the others are there


def _write(target, content):
    """Several processes may do this at once: each writes beside, then puts it in place."""
    with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as beside:
        beside.write(content)
    Path(beside.name).chmod(0o644)
    Path(beside.name).replace(target)


def _bundles(sources):
    """{title: names}: what pages share is one, the layout one, each page one; what others wrote stays as it is."""
    bundles = {}
    for name in sources:
        _, folder, *rest = name.split("/")
        if folder == "vendor":
            title = name.removeprefix("projets/")
        elif folder == "pages":
            title = f"pages/{rest[0]}.js"
        else:
            title = "layout.js" if folder == "layout" else "shared.js"
        bundles.setdefault(title, []).append(name)
    return bundles


def _paths(tree, sources):
    for folder in sources:
        for path in sorted((tree / folder).rglob("*")):
            if path.suffix in {".css", ".js", *PICTURES} and path.is_file():
                yield path.relative_to(tree).as_posix(), path


def _squeezed(sheet):
    """Without comments and margins; the sheet stays readable, one rule a line."""
    lines = (line.strip() for line in _COMMENT.sub("", sheet).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _fingerprint():
    catalogues = HERE.glob("locale/*/LC_MESSAGES/django.po")
    looked_at = [path for _, path in _paths(HERE, (*SOURCES, STATE))] + sorted(catalogues)
    return tuple((str(path), path.stat().st_mtime_ns) for path in looked_at)
