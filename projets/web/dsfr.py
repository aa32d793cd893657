"""What the State theme takes of the DSFR: read from django-dsfr when the server starts, never copied here.

Only the rules of the classes that our State templates name, the colours that these and our own sheets ask for, and the
files that a sheet names as url("dsfr/…"). A colour is both of its values at once, by light-dark(): the DSFR's own
switch is a script, ours is the browser's, so that the theme is right from the first paint and without any script.
"""

import re
from importlib.util import find_spec
from pathlib import Path

SHEETS = ("core", "logo", "skiplink", "header", "navigation", "footer", "connect")
MARK = "favicon/favicon.svg"
_NOTE = re.compile(r"/\*.*?\*/", re.S)
_BRACE = re.compile(r'"(?:[^"\\]|\\.)*"|([{}])')
_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_FILE = re.compile(r'url\((?:\.\./)+([^)"]+)\)')
_ASKED = re.compile(r'url\("dsfr/([^"]+)"\)')
_VARIABLE = re.compile(r"var\((--[\w-]+)")
_DARK = re.compile(r"^(?::root)?\[data-fr-theme=dark\]\s*")


def folder():
    return Path(find_spec("dsfr").origin).parent / "static" / "dsfr" / "dist"


def sheets(templates, own):
    """(their rules for the classes of our templates, the colours that these and our own sheets ask for)."""
    classes = set(re.findall(r"\bfr-[\w-]+", "".join(templates)))
    core = _sheet("core/core.main.min.css")
    parts = [core, *(_sheet(f"component/{name}/{name}.main.min.css") for name in SHEETS[1:])]
    rules = "".join(_kept(part, classes) for part in parts)
    return f"@layer official {{\n{rules}}}\n", _colours(core, _sheet("scheme/scheme.min.css"), rules + "".join(own))


def files(sheet):
    """{name below the folder of the DSFR: content} of what a sheet asks for."""
    return {name: (folder() / name).read_bytes() for name in _ASKED.findall(sheet)}


def addressed(sheet, addresses):
    return _ASKED.sub(lambda found: f'url("{addresses[found[1]]}")', sheet)


def _sheet(name):
    return _NOTE.sub("", (folder() / name).read_text())


def _blocks(css):
    """(what stands before its brace, what within) of each rule at the top."""
    depth = start = 0
    for found in _BRACE.finditer(css):
        if found[1] == "{":
            if not depth:
                before, start = css[start : found.start()].strip(), found.end()
            depth += 1
        elif found[1] == "}":
            depth -= 1
            if not depth:
                yield before, css[start : found.start()]
                start = found.end()


def _kept(css, classes):
    lines = []
    for before, within in _blocks(css):
        if before.startswith("@media"):
            if inner := _kept(within, classes):
                lines.append(f"{before} {{\n{inner}}}\n")
        elif not before.startswith("@"):
            lines += _rules(before, within, classes)
    return "".join(lines)


def _rules(before, within, classes):
    body = _FILE.sub(r'url("dsfr/\1")', within)
    wanted = [one for one in _selectors(before) if _is_wanted(one, classes)]
    always = [one for one in wanted if not _DARK.match(one)]
    dark = [_DARK.sub("", one) for one in wanted if _DARK.match(one)]
    if always:
        yield f"{','.join(always)} {{{body}}}\n"
    if dark:
        chosen = ",".join(f'[data-theme="dark"] {one}' for one in dark)
        theirs = ",".join(f':root:not([data-theme="light"]) {one}' for one in dark)
        yield f"{chosen} {{{body}}}\n@media (prefers-color-scheme: dark) {{ {theirs} {{{body}}} }}\n"


def _selectors(before):
    """Parted at the commas that stand in no brackets."""
    return [one.strip() for one in re.split(r",(?![^(]*\))", before)]


def _is_wanted(selector, classes):
    """Their switches by attribute (mourning, icons by a part of a name) are none of ours."""
    named = set(_CLASS.findall(selector))
    return bool(named) and named <= classes and not re.search(r"\[class|\[data-fr-(?!theme=dark)", selector)


def _colours(core, dark, css):
    """The variables asked for, and those that they ask for in turn."""
    light = _variables(core, (":root", "body"))
    night = _variables(dark, (":root[data-fr-theme=dark]",)) | _variables(core, (":root[data-fr-theme=dark]",))
    waiting, lines = sorted(set(_VARIABLE.findall(css)), reverse=True), {}
    while waiting:
        name = waiting.pop()
        if name not in lines and name in light:
            value = light[name]
            lines[name] = f"light-dark({value}, {night[name]})" if name in night else value
            waiting += _VARIABLE.findall(value)
    written = "".join(f"{name}: {value};\n" for name, value in lines.items())
    return f"@layer tokens {{\n:root, [data-theme] {{\n{written}}}\n}}\n"


def _variables(css, where):
    found = {}
    for before, within in _blocks(css):
        if before in where:
            for line in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', within):
                name, colon, value = line.partition(":")
                if colon and name.startswith("--"):
                    found[name] = value.strip()
    return found
